// What is not said one by one, as messages: the digest of a storm, an alarm that flaps, how it ended, and what a planned
// downtime left in alarm. Every notification is named or counted. Pure.

import { deliveryLimits } from '#core/delivery-limits.ts';
import { pluralise } from '#core/pluralise.ts';
import { code, type Escaped, joined, line, mrkdwn } from '../rendering/escape.ts';
import { colors, context, messageOf, type SlackMessage, section } from '../rendering/message.ts';
import { sentLate } from '../rendering/remark.ts';
import { renderDuration, renderInstant } from '../rendering/time.ts';
import type { Folded } from './digest.ts';

const listLengthMax = 2_800;
const nameLengthMax = 120;

const seconds = (ms: number): number => Math.round(ms / 1_000);

/** How late a line is said, if that is worth saying; of several alike ones the latest. */
const lateness = (alike: readonly Folded[], saidMs: number): Escaped => {
  const lateSeconds = Math.max(...alike.map(({ at }) => seconds(saidMs - Date.parse(at))));
  return lateSeconds >= deliveryLimits.lateSeconds ? mrkdwn` (${sentLate(lateSeconds)})` : mrkdwn``;
};

/** Alike ones on one line: `ALARM: scoring-high-cpu ×3`. */
const linesOf = (folded: readonly Folded[], late: (alike: readonly Folded[]) => Escaped): Escaped[] =>
  [...Map.groupBy(folded, ({ state, what }) => JSON.stringify([state, what])).values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const times = alike.length > 1 ? mrkdwn` ×${alike.length}` : mrkdwn``;
    return mrkdwn`• ${line(first.state, 30)}: ${code(first.what, nameLengthMax)}${times}${late(alike)}`;
  });

const perState = (folded: readonly Folded[]): Escaped =>
  joined(
    [...Map.groupBy(folded, ({ state }) => state)].map(([state, same]) => mrkdwn`${same.length} ${line(state, 30)}`),
    ', ',
    200,
  );

/** `fromMs` to `untilMs` is the time that the digest is about. */
export const renderDigest = (
  folded: readonly Folded[],
  fromMs: number,
  untilMs: number,
  timeZone: string,
): SlackMessage => {
  const span = renderDuration(seconds(untilMs - fromMs));
  const color = folded.some(({ state }) => state === 'ALARM') ? colors.danger : colors.neutral;
  return messageOf(
    mrkdwn`🌊 ${line(pluralise(folded.length, 'more notification'), 60)} within ${span}: ${perState(folded)}`,
    color,
    [
      section(
        joined(
          linesOf(folded, (alike) => lateness(alike, untilMs)),
          '\n',
          listLengthMax,
        ),
      ),
      context(mrkdwn`since ${at(fromMs, timeZone)}`),
    ],
  );
};

const at = (ms: number, timeZone: string): Escaped => renderInstant(new Date(ms).toISOString(), timeZone);

export type Flap = { readonly name: string; readonly times: number; readonly sinceMs: number };

export const renderFlapping = (
  { name, times, sinceMs }: Flap,
  state: string,
  quietMs: number,
  timeZone: string,
): SlackMessage =>
  messageOf(
    mrkdwn`〰️ ${code(name, nameLengthMax)} is flapping: ${times} changes, now ${line(state, 30)}`,
    colors.warning,
    [
      context(
        mrkdwn`since ${at(sinceMs, timeZone)} · more of it is counted, and summed up after ${renderDuration(seconds(quietMs))} of quiet`,
      ),
    ],
  );

export const renderSettled = (
  { name, times, sinceMs }: Flap,
  state: string,
  lastMs: number,
  timeZone: string,
): SlackMessage =>
  messageOf(
    mrkdwn`${line(state === 'OK' ? '✅' : '🔴', 5)} ${code(name, nameLengthMax)} has settled in ${line(state, 30)}`,
    state === 'OK' ? colors.good : colors.danger,
    [
      context(
        mrkdwn`flapped: ${times} changes in ${renderDuration(seconds(lastMs - sinceMs))}, the last one ${at(lastMs, timeZone)}`,
      ),
    ],
  );

/** Of one alarm, which is heard of last when it changed last. */
const since =
  (timeZone: string) =>
  ([alarm]: readonly Folded[]): Escaped =>
    mrkdwn` since ${renderInstant(alarm?.at ?? '', timeZone)}`;

export const renderStillInAlarm = (environment: string, alarms: readonly Folded[], timeZone: string): SlackMessage =>
  messageOf(
    mrkdwn`🔴 ${line(environment, 60)}: ${line(pluralise(alarms.length, 'alarm has', 'alarms have'), 60)} been in alarm since the stop`,
    colors.danger,
    [
      section(joined(linesOf(alarms, since(timeZone)), '\n', listLengthMax)),
      context(mrkdwn`the planned downtime and its grace are over`),
    ],
  );
