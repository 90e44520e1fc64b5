// Counts notifications instead of posting them: those that a run expects, and those of a flapping alarm.
import { keyOf } from '#definition/targets.ts';
import { traitsOf } from '#notify/destinations/traits.ts';
import { renderFlapping } from '#notify/digest/render.ts';
import { mentioning } from '#notify/reminders/reminder.ts';
import { withMention } from '#notify/rendering/message.ts';
import { flapLimits } from '#notify/storms/alarm-history.ts';
import type { Handled, Work } from './dependencies.ts';
import { scheduleReminder } from './fold-into-digest.ts';
import { asAlarm, digestEntryOf, type Judged } from './judged.ts';
import { downtimeKey } from './keys.ts';
import { atEach, postEach, postInstead, withOpenPlaces } from './post.ts';

/** Keeps the last state of each alarm, so that it can be posted when the downtime is over. */
const keepForTheEnd = async (judged: Judged, run: string, work: Work): Promise<void> => {
  const { environment, notifications, nowMs } = work;
  const { notification, verdict, route } = judged;
  for (const [index, target] of route.to.entries()) {
    const id = index === 0 ? notification.about : `${notification.about}|${keyOf(target)}`;
    const folded = { ...digestEntryOf(judged, target), id, about: notification.about, what: notification.name };
    await notifications.fold(downtimeKey(run), folded, nowMs());
  }
  const [first] = route.to;
  if (verdict.kind !== 'expected' || first === undefined) return;
  const dueMs = Date.parse(verdict.until);
  const over = { of: 'downtime-over', key: run, name: environment, route: first } as const;
  await scheduleReminder({ ...over, sinceMs: Date.parse(verdict.from), dueMs }, work);
};

/** Closes open incidents, even if the end was expected. */
const endWhatIsOpen = (judged: Judged, work: Work): Promise<Handled> => {
  return atEach(withOpenPlaces([], judged), (target) => postEach(judged, target, work));
};

export const countExpected = async (judged: Judged, run: string, work: Work): Promise<Handled> => {
  const { environment, state } = work;
  const { notification, route } = judged;
  const [first] = route.to;
  if (first !== undefined) {
    const { id, what, at } = digestEntryOf(judged, first);
    await state.countExpected(environment, run, { id, what, at });
  }
  if (notification.source !== 'alarm') return { kind: 'expected' };
  await keepForTheEnd(judged, run, work);
  const ended = await endWhatIsOpen(judged, work);
  return ended.kind === 'failed' ? ended : { kind: 'expected' };
};

const hearsNotes = (target: Judged['route']['to'][number]): boolean => traitsOf(target).flapping === 'note';

const remindOfFlapping = async (judged: Judged, sinceMs: number, work: Work): Promise<void> => {
  const { notification, route, publishedMs } = asAlarm(judged);
  const [first, ...others] = route.to.filter(hearsNotes);
  if (first === undefined) return;
  const { what: name } = digestEntryOf(judged, first);
  const about = {
    ...{ of: 'settled' as const, key: notification.about, name, route: first },
    ...(others.length === 0 ? {} : { alsoTo: others }),
    ...mentioning(route.mention),
  } as const;
  await scheduleReminder({ ...about, sinceMs, dueMs: publishedMs + flapLimits.quietMs }, work);
};

/** Posts every change to destinations that keep incidents apart. */
const elsewhere = (judged: Judged, work: Work): Promise<Handled> =>
  atEach(
    withOpenPlaces(asAlarm(judged).route.to, judged).filter((target) => !hearsNotes(target)),
    (target) => postEach(judged, target, work),
  );

export const countFlapping = async (judged: Judged, sinceMs: number, work: Work): Promise<Handled> => {
  await remindOfFlapping(judged, sinceMs, work);
  const handled = await elsewhere(judged, work);
  return handled.kind === 'failed' ? handled : { kind: 'counted' };
};

/** The reminder is scheduled first, so that the summary cannot get lost. */
export const noteFlapping = async (
  judged: Judged,
  flap: { readonly times: number; readonly sinceMs: number },
  work: Work,
): Promise<Handled> => {
  await remindOfFlapping(judged, flap.sinceMs, work);
  const { timeZone } = judged.definition;
  const inAlarm = asAlarm(judged);
  return atEach(withOpenPlaces(inAlarm.route.to, judged), (target) => {
    if (!hearsNotes(target)) return postEach(judged, target, work);
    const { what, state } = digestEntryOf(judged, target);
    const message = renderFlapping({ name: what, ...flap }, state, flapLimits.quietMs, timeZone);
    return postInstead(inAlarm, target, withMention(message, inAlarm.route.mention), work);
  });
};
