// What is not said but counted: by the run that expected it, or until an alarm that flaps is quiet.
import { renderFlapping } from '#notify/digest/render.ts';
import { flapLimits } from '#notify/storms/alarm-history.ts';
import type { Attended, Work } from './dependencies.ts';
import { remindOnce } from './fold.ts';
import { foldedOf, type Said } from './said.ts';
import { postInstead } from './tell.ts';
import { downtimeKey } from './words.ts';

/** An alarm is remembered by what it is about, so that what was heard last can be said when the downtime is over. */
export const countExpected = async (said: Said, run: string, work: Work): Promise<Attended> => {
  const { environment, state, notifications, nowMs } = work;
  const { notification, verdict, route } = said;
  const folded = foldedOf(said);
  await state.countExpected(environment, run, { id: folded.id, what: folded.what, at: folded.at });
  if (notification.source !== 'alarm') return { kind: 'expected' };
  await notifications.fold(downtimeKey(run), { ...folded, id: notification.about, what: notification.name }, nowMs());
  if (verdict.kind === 'expected') {
    const dueMs = Date.parse(verdict.until);
    const over = { of: 'downtime-over', key: run, name: environment, route: route.slack } as const;
    await remindOnce({ ...over, sinceMs: Date.parse(verdict.from), dueMs }, work);
  }
  return { kind: 'expected' };
};

const remindOfFlapping = (said: Said, sinceMs: number, work: Work): Promise<void> => {
  const { notification, route, saidMs } = said;
  const about = { of: 'settled', key: notification.about, name: foldedOf(said).what, route: route.slack } as const;
  return remindOnce({ ...about, sinceMs, dueMs: saidMs + flapLimits.quietMs }, work);
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
  const { what, state } = foldedOf(said);
  await remindOfFlapping(said, flap.sinceMs, work);
  const { timeZone } = said.definition;
  return postInstead(said, renderFlapping({ name: what, ...flap }, state, flapLimits.quietMs, timeZone), work);
};
