// An alarm that a planned downtime left, for destinations that get one message per alarm. Pure.
import { code, line, mrkdwn } from '../rendering/escape.ts';
import { colorOf } from '../rendering/layout.ts';
import { context, messageOf, type SlackMessage } from '../rendering/message.ts';
import { renderInstant } from '../rendering/time.ts';
import { type Folded, worstOf } from './digest.ts';

export const renderAloneInAlarm = (environment: string, alarm: Folded, timeZone: string): SlackMessage =>
  messageOf(
    mrkdwn`🔴 ${code(alarm.what, 200)} of ${line(environment, 60)} has been in alarm since the stop`,
    colorOf({ state: 'alarm', severity: worstOf([alarm]) }),
    [
      context(
        mrkdwn`since ${renderInstant(alarm.since ?? alarm.at, timeZone)} · the planned downtime and its grace period are over`,
      ),
    ],
  );
