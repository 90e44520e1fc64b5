// Messages that summarise several notifications: the digest of a storm, a flapping alarm and its end, and the alarms that a
// planned downtime left. Every notification is named or counted. Pure.

import { deliveryLimits } from '#core/delivery-limits.ts';
import type { Severity } from '#core/notification.ts';
import { pluralise } from '#core/pluralise.ts';
import { code, type Escaped, howManyFit, joined, line, mrkdwn } from '../rendering/escape.ts';
import { colorOf } from '../rendering/layout.ts';
import { colors, context, messageOf, type SlackBlock, type SlackMessage, section } from '../rendering/message.ts';
import { sentLate } from '../rendering/note.ts';
import { renderDuration, renderInstant } from '../rendering/time.ts';
import { bySeverity, type Folded, worstOf } from './digest.ts';

/** Per block: Slack accepts 3,000 characters. */
const listLengthMax = 2_800;
/** Blocks with one line per notification. One more block names the rest. */
const listsMax = 2;
const nameLengthMax = 120;

const seconds = (ms: number): number => Math.round(ms / 1_000);

/** The delay of a line, if it is long enough to mention. For several alike notifications, the longest. */
const lateness = (alike: readonly Folded[], postedMs: number): Escaped => {
  const lateSeconds = Math.max(...alike.map(({ at }) => seconds(postedMs - Date.parse(at))));
  return lateSeconds >= deliveryLimits.lateSeconds ? mrkdwn` (${sentLate(lateSeconds)})` : mrkdwn``;
};

const icons: Readonly<Record<Severity, Escaped>> = {
  critical: mrkdwn`🚨 `,
  error: mrkdwn`🔴 `,
  warning: mrkdwn`⚠️ `,
  info: mrkdwn``,
};

const outcome = ({ outcome: what }: Folded): Escaped =>
  what === undefined || what.trim() === '' ? mrkdwn`` : mrkdwn` ${line(what, 160)}`;

type Line = { readonly text: Escaped; readonly name: Escaped; readonly severity: Severity; readonly group: string };

/** Alike notifications share one line, which shows the latest: `🔴 ALARM: scoring-high-cpu ×3 average CPUUtilization > 80, now 91 · since …`. */
const linesOf = (folded: readonly Folded[], since: (alike: readonly Folded[]) => Escaped): Line[] =>
  [...Map.groupBy(folded, ({ state, what }) => JSON.stringify([state, what])).values()]
    .flatMap((alike) => {
      const latest = alike.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1);
      if (!latest) return [];
      const times = alike.length > 1 ? mrkdwn` ×${alike.length}` : mrkdwn``;
      const icon = latest.state === 'OK' ? mrkdwn`` : icons[worstOf(alike)];
      const state = latest.state === 'event' ? mrkdwn`` : mrkdwn`${line(latest.state, 30)}: `;
      const name = mrkdwn`${icon}${state}${code(latest.what, nameLengthMax)}${times}`;
      return {
        text: mrkdwn`• ${name}${outcome(latest)}${since(alike)}`,
        name,
        severity: worstOf(alike),
        group: latest.group ?? '',
      };
    })
    // The least severe come last, where room may run out.
    .toSorted((a, b) => bySeverity(a.severity, b.severity) || a.group.localeCompare(b.group));

/** One line each while there is room, then names only, then their number. Everything is named or counted. */
const listed = (lines: readonly Line[]): SlackBlock[] => {
  const blocks: SlackBlock[] = [];
  let rest = lines;
  while (rest.length > 0 && blocks.length < listsMax) {
    const count = howManyFit(
      rest.map(({ text }) => text),
      '\n',
      listLengthMax,
    );
    const fitting = rest.slice(0, count).map(({ text }) => text);
    blocks.push(section(joined(fitting, '\n', listLengthMax)));
    rest = rest.slice(count);
  }
  if (rest.length === 0) return blocks;
  const names = joined(
    rest.map(({ name }) => name),
    ', ',
    listLengthMax,
  );
  return [...blocks, section(mrkdwn`• also ${names}`)];
};

/** "since 20:20", the earliest of the alike notifications. */
const sinceWhen = (alike: readonly Folded[], timeZone: string): Escaped => {
  const [first] = alike.flatMap(({ since = '' }) => (since === '' ? [] : since)).toSorted();
  return first === undefined ? mrkdwn`` : mrkdwn` · since ${renderInstant(first, timeZone)}`;
};

const perState = (folded: readonly Folded[]): Escaped =>
  joined(
    [...Map.groupBy(folded, ({ state }) => state)].map(([state, same]) => mrkdwn`${same.length} ${line(state, 30)}`),
    ', ',
    200,
  );

/** The group that all of them share, if any. */
const ofGroup = (folded: readonly Folded[]): Escaped => {
  const [group, ...others] = [...new Set(folded.map((one) => one.group ?? ''))];
  return group === undefined || group === '' || others.length > 0 ? mrkdwn`` : mrkdwn` of ${line(group, 150)}`;
};

/** The digest covers `fromMs` to `untilMs`. */
export const renderDigest = (
  folded: readonly Folded[],
  fromMs: number,
  untilMs: number,
  timeZone: string,
): SlackMessage => {
  const span = renderDuration(seconds(untilMs - fromMs));
  const color = colorOf({ state: 'event', severity: worstOf(folded) });
  return messageOf(
    mrkdwn`🌊 ${line(pluralise(folded.length, 'more notification'), 60)}${ofGroup(folded)} within ${span}: ${perState(folded)}`,
    color,
    [
      ...listed(linesOf(folded, (alike) => mrkdwn`${sinceWhen(alike, timeZone)}${lateness(alike, untilMs)}`)),
      context(mrkdwn`since ${at(fromMs, timeZone)}`),
    ],
  );
};

const at = (ms: number, timeZone: string): Escaped => renderInstant(new Date(ms).toISOString(), timeZone);

type Flap = { readonly name: string; readonly times: number; readonly sinceMs: number };

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
        mrkdwn`since ${at(sinceMs, timeZone)} · further changes are counted and summarised after ${renderDuration(seconds(quietMs))} of quiet`,
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

/** The start of the state of one alarm. */
const since =
  (timeZone: string) =>
  ([alarm]: readonly Folded[]): Escaped =>
    mrkdwn` since ${renderInstant(alarm?.since ?? alarm?.at ?? '', timeZone)}`;

export const renderStillInAlarm = (environment: string, alarms: readonly Folded[], timeZone: string): SlackMessage =>
  messageOf(
    mrkdwn`🔴 ${line(environment, 60)}: ${line(pluralise(alarms.length, 'alarm has', 'alarms have'), 60)} been in alarm since the stop`,
    colorOf({ state: 'alarm', severity: worstOf(alarms) }),
    [...listed(linesOf(alarms, since(timeZone))), context(mrkdwn`the planned downtime and its grace period are over`)],
  );

/** `name` holds what was silenced, by whom and why. Alarms that are still in alarm come first. */
export const renderQuietOver = (
  name: string,
  folded: readonly Folded[],
  inAlarm: ReadonlySet<string>,
  timeZone: string,
): SlackMessage => {
  const still = folded.filter(({ what, state }) => inAlarm.has(what) && state === 'ALARM');
  const others = folded.filter((one) => !still.includes(one));
  const count = line(pluralise(folded.length, 'message was', 'messages were'), 60);
  const alarms = new Set(still.map(({ what }) => what)).size;
  const now =
    alarms === 0
      ? mrkdwn`no alarm is active now`
      : mrkdwn`${line(pluralise(alarms, 'alarm is', 'alarms are'), 60)} still in alarm`;
  return messageOf(
    mrkdwn`${line(alarms === 0 ? '🔔' : '🔴', 5)} ${count} not posted: ${line(name, 400)} · ${now}`,
    alarms === 0 ? colors.neutral : colorOf({ state: 'alarm', severity: worstOf(still) }),
    [
      ...(still.length === 0 ? [] : [section(mrkdwn`*Still in alarm*`), ...listed(linesOf(still, since(timeZone)))]),
      ...(others.length === 0 ? [] : listed(linesOf(others, (alike) => sinceWhen(alike, timeZone)))),
    ],
  );
};

export const renderRepeated = (name: string, sinceMs: number, nowMs: number, timeZone: string): SlackMessage =>
  messageOf(
    mrkdwn`🔴 ${code(name, nameLengthMax)} is still in alarm, for ${renderDuration(seconds(nowMs - sinceMs))}`,
    colors.danger,
    [context(mrkdwn`since ${at(sinceMs, timeZone)}`)],
  );
