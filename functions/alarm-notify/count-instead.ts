// What is not said but counted: by the run that expected it, or until an alarm that flaps is quiet.
import { renderFlapping } from '#notify/digest/render.ts';
import { mentioning } from '#notify/reminders/reminder.ts';
import { withMention } from '#notify/rendering/message.ts';
import { flapLimits } from '#notify/storms/alarm-history.ts';
import type { Handled, Work } from './dependencies.ts';
import { scheduleReminder } from './fold-into-digest.ts';
import { asAlarm, digestEntryOf, type Judged } from './judged.ts';
import { downtimeKey } from './keys.ts';
import { postInstead } from './post.ts';

/** An alarm is remembered by what it is about, so that what was heard last can be said when the downtime is over. */
export const countExpected = async (judged: Judged, run: string, work: Work): Promise<Handled> => {
  const { environment, state, notifications, nowMs } = work;
  const { notification, verdict, route } = judged;
  const folded = digestEntryOf(judged);
  await state.countExpected(environment, run, { id: folded.id, what: folded.what, at: folded.at });
  if (notification.source !== 'alarm') return { kind: 'expected' };
  await notifications.fold(downtimeKey(run), { ...folded, id: notification.about, what: notification.name }, nowMs());
  if (verdict.kind === 'expected') {
    const dueMs = Date.parse(verdict.until);
    const over = { of: 'downtime-over', key: run, name: environment, route: route.slack } as const;
    await scheduleReminder({ ...over, sinceMs: Date.parse(verdict.from), dueMs }, work);
  }
  return { kind: 'expected' };
};

const remindOfFlapping = (judged: Judged, sinceMs: number, work: Work): Promise<void> => {
  const { notification, route, publishedMs } = asAlarm(judged);
  const about = {
    ...{ of: 'settled' as const, key: notification.about, name: digestEntryOf(judged).what, route: route.slack },
    ...mentioning(route.mention),
  } as const;
  return scheduleReminder({ ...about, sinceMs, dueMs: publishedMs + flapLimits.quietMs }, work);
};

export const countFlapping = async (judged: Judged, sinceMs: number, work: Work): Promise<Handled> => {
  await remindOfFlapping(judged, sinceMs, work);
  return { kind: 'counted' };
};

/** The reminder first: once it is said that the rest is counted, somebody has to sum it up. */
export const noteFlapping = async (
  judged: Judged,
  flap: { readonly times: number; readonly sinceMs: number },
  work: Work,
): Promise<Handled> => {
  const { what, state } = digestEntryOf(judged);
  await remindOfFlapping(judged, flap.sinceMs, work);
  const { timeZone } = judged.definition;
  const message = renderFlapping({ name: what, ...flap }, state, flapLimits.quietMs, timeZone);
  const inAlarm = asAlarm(judged);
  return postInstead(inAlarm, withMention(message, inAlarm.route.mention), work);
};
