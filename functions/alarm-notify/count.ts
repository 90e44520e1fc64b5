// What is not said but counted: by the run that expected it, or until an alarm that flaps is quiet.
import { renderFlapping } from '#notify/render-digest.ts';
import { flapLimits } from '#plan/alarm-history.ts';
import type { Attended, Work } from './dependencies.ts';
import { remindOnce } from './fold.ts';
import { foldedOf, type Said } from './said.ts';
import { postInstead } from './tell.ts';
import { downtimeKey, wordOf } from './words.ts';

/** An alarm is remembered by what it is about, so that what was heard last can be said when the downtime is over. */
export const countExpected = async (said: Said, run: string, work: Work): Promise<Attended> => {
  const { environment, state, notifications, nowMs } = work;
  const { notification, verdict, route, saidMs } = said;
  const folded = foldedOf(said);
  await state.countExpected(environment, run, { id: folded.id, what: folded.what, at: folded.at });
  if (notification.source !== 'alarm') return { kind: 'expected' };
  await notifications.fold(downtimeKey(run), { ...folded, id: notification.about, what: notification.name }, nowMs());
  if (verdict.kind === 'expected') {
    const dueMs = Date.parse(verdict.until);
    const over = { of: 'downtime-over', key: run, name: environment, route: route.slack } as const;
    await remindOnce({ ...over, sinceMs: saidMs, dueMs }, work);
  }
  return { kind: 'expected' };
};

const remindOfFlapping = ({ notification, route, saidMs }: Said, sinceMs: number, work: Work): Promise<void> => {
  const dueMs = saidMs + flapLimits.quietMs;
  const { about, name } = notification;
  return remindOnce({ of: 'settled', key: about, name, route: route.slack, sinceMs, dueMs }, work);
};

export const countFlapping = async (said: Said, sinceMs: number, work: Work): Promise<Attended> => {
  await remindOfFlapping(said, sinceMs, work);
  return { kind: 'counted' };
};

/** The reminder first: once it is said that the rest is counted, somebody has to sum it up. */
export const noteFlapping = async (
  said: Said,
  flap: { readonly times: number; readonly sinceMs: number },
  work: Work,
): Promise<Attended> => {
  const { name, state } = said.notification;
  await remindOfFlapping(said, flap.sinceMs, work);
  return postInstead(said, renderFlapping({ name, ...flap }, wordOf(state), flapLimits.quietMs), work);
};
