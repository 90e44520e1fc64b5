// Silences and inhibitions: notifications are counted, and summarised when the silence or the inhibiting alarm is over.
import type { Folded } from '#notify/digest/digest.ts';
import type { Reminder } from '#notify/reminders/reminder.ts';
import type { Placed } from '#notify/routing/present.ts';
import { type Inhibitors, isActive, noteInhibition, type Quiet, silencedBy } from '#notify/storms/quiet.ts';
import type { Handled, Work } from './dependencies.ts';
import { scheduleReminder } from './fold-into-digest.ts';
import { digestEntryOf, type Judged } from './judged.ts';
import { stateName } from './keys.ts';
import { reasonOf } from './reason.ts';

const inhibitorsKey = 'inhibitors';
const quietKey = (key: string): string => `quiet|${key}`;

/** Does not throw: if the look-up fails, nothing is silenced. */
export const quietedBy = async (
  { notification, definition }: Placed,
  atMs: number,
  work: Work,
): Promise<Quiet | undefined> => {
  const silenced = silencedBy(notification, await work.silences(), work.nowMs());
  if (definition.notifications.inhibits === undefined || notification.source !== 'alarm') return silenced;
  const inhibited = await work.notifications
    .changeKept(inhibitorsKey, work.nowMs(), (before: Inhibitors | undefined) =>
      noteInhibition(before, notification, definition, atMs),
    )
    .catch((error: unknown) => {
      work.log.warn('cannot read which alarm suppresses which: everything is posted', {
        reason: reasonOf(error),
      });
      return undefined;
    });
  return silenced ?? inhibited;
};

/** How long after the end of the inhibiting alarm the summary is posted. Alarms that it caused have time to recover. */
const settleMs = 10 * 60_000;

/** Stored before the reminder, so that the summary cannot get lost. */
export const countQuiet = async (judged: Judged, quiet: Quiet, work: Work): Promise<Handled> => {
  const { notifications, nowMs } = work;
  const { notification, route } = judged;
  const [first] = route.to;
  if (first === undefined) return { kind: 'counted' };
  for (const [index, target] of route.to.entries()) {
    const entry = digestEntryOf(judged, target);
    const id = index === 0 ? entry.id : `${entry.id}|${index}`;
    const about = notification.source === 'alarm' ? { about: notification.about, what: notification.name } : {};
    await notifications.fold(quietKey(quiet.key), { ...entry, ...about, id }, nowMs());
  }
  const dueMs = quiet.untilMs ?? nowMs() + settleMs;
  const name = `${quiet.name}, ${quiet.why}`;
  await scheduleReminder({ of: 'quiet-over', key: quiet.key, name, route: first, sinceMs: quiet.fromMs, dueMs }, work);
  return { kind: 'counted' };
};

/** When it was over, or when to look again. */
const overSince = async (reminder: Reminder, work: Work): Promise<{ atMs: number } | { againMs: number }> => {
  const { notifications, nowMs } = work;
  if (reminder.key.startsWith('silence|')) {
    const found = (await work.silences()).find(({ id }) => `silence|${id}` === reminder.key);
    const untilMs = found?.until ?? reminder.dueMs;
    return nowMs() < untilMs ? { againMs: untilMs } : { atMs: untilMs };
  }
  const lasts = await notifications.changeKept(inhibitorsKey, nowMs(), (before: Inhibitors | undefined) => ({
    state: before,
    decision: isActive(before, reminder.key, nowMs()),
  }));
  if (lasts) return { againMs: nowMs() + settleMs };
  return nowMs() < reminder.dueMs ? { againMs: reminder.dueMs } : { atMs: reminder.dueMs };
};

type QuietOver = {
  /** All counted notifications. */
  readonly folded: readonly Folded[];
  /** The alarms among them that are in alarm now. */
  readonly inAlarm: ReadonlySet<string>;
  readonly untilMs: number;
};

/** The alarms whose last known state is ALARM. */
const heardInAlarm = (alarms: readonly Folded[]): ReadonlySet<string> => {
  const newest = new Map(alarms.toSorted((a, b) => a.at.localeCompare(b.at)).map((one) => [one.what, one.state]));
  return new Set([...newest].flatMap(([what, state]) => (state === stateName('alarm') ? [what] : [])));
};

/** What to post now, or when to look again. */
export const quietOver = async (reminder: Reminder, work: Work): Promise<QuietOver | { readonly againMs: number }> => {
  const over = await overSince(reminder, work);
  if ('againMs' in over) return over;
  const folded = await work.notifications.folded(quietKey(reminder.key));
  const alarms = folded.filter(({ about }) => about !== undefined);
  const names = [...new Set(alarms.map(({ what }) => what))];
  const inAlarm =
    names.length === 0
      ? new Set<string>()
      : await work.alarmsNow(names).catch((error: unknown) => {
          work.log.warn('CloudWatch did not return the active alarms', { reason: reasonOf(error) });
          return heardInAlarm(alarms);
        });
  return { folded, inAlarm, untilMs: over.atMs };
};
