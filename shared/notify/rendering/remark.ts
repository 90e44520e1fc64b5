// What is added to a message about its own way here. Pure.
import { type Escaped, mrkdwn } from './escape.ts';
import type { SlackMessage } from './message.ts';
import { renderDuration, renderInstant } from './time.ts';

/** On the first line, so that previews show it and nothing that Slack refuses can take it away. */
export const withRemark = (message: SlackMessage, remark: Escaped): SlackMessage => ({
  ...message,
  text: mrkdwn`${message.text} · _${remark}_`,
});

/** "sent 14 min late": in whole minutes, because nobody acts on the seconds. */
export const sentLate = (lateSeconds: number): Escaped =>
  mrkdwn`sent ${renderDuration(Math.round(lateSeconds / 60) * 60)} late`;

/** What it is about is down, which is not the cause of it. */
export const downByPlan = (untilIso: string, timeZone: string): Escaped =>
  mrkdwn`the environment is down by plan until ${renderInstant(untilIso, timeZone)}`;

/** Its form is ours and its origin is not. */
export const notOurs: Escaped = mrkdwn`not from Curfew: it came by no operator topic of the environment that it names`;

/** Environments whose copies by e-mail go to topics that they listen to. */
export const goesRound: Escaped = mrkdwn`goes round between environments: no further copy is sent`;

export const sinceTheStop: Escaped = mrkdwn`has been in alarm since the stop`;
