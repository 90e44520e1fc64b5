// Folds a notification into the digest of its destination. It counts as delivered when it is stored and the reminder is scheduled.
import type { Target } from '#definition/destinations.ts';
import { keyOf } from '#definition/targets.ts';
import type { Folded } from '#notify/digest/digest.ts';
import { mentioning, type Reminder } from '#notify/reminders/reminder.ts';
import type { BurstWindow } from '#notify/storms/burst.ts';
import type { Work } from './dependencies.ts';
import { deliveryKeys } from './keys.ts';
import { reasonOf } from './reason.ts';

/** Allows for clock skew: the last entry of the window must be written before the digest is read. */
const marginMs = 5_000;

/** Sends the reminder to the queue. Duplicates do no harm. Throws if that fails. */
export const scheduleReminder = async (reminder: Omit<Reminder, 'kind' | 'version'>, work: Work): Promise<void> => {
  const { notifications, queue, nowMs } = work;
  // Each repetition on each route is a separate reminder.
  const which = reminder.of === 'repeat' ? `|${reminder.dueMs}|${JSON.stringify(reminder.route)}` : '';
  const key = `${deliveryKeys.reminder(reminder)}${which}`;
  // Another invocation may hold the claim without finishing.
  if ((await notifications.claimDelivery(key, nowMs(), nowMs())) === 'done') return;
  await queue.later({ kind: 'curfew-reminder', version: 1, ...reminder }, (reminder.dueMs - nowMs()) / 1_000);
  await notifications.completeDelivery(key, nowMs());
};

/** False if it could not be stored in time. Then it has to be posted at once. */
export const foldIntoDigest = async (
  folded: Folded,
  { fromMs, untilMs }: BurstWindow,
  route: Target,
  mention: string | undefined,
  work: Work,
  group?: string,
): Promise<boolean> => {
  const { notifications, log, nowMs } = work;
  const digest = [
    keyOf(route),
    ...(mention === undefined ? [] : [mention]),
    ...(group === undefined ? [] : [group]),
    fromMs,
  ].join('|');
  const name = work.environment;
  const dueMs = untilMs + marginMs;
  try {
    await notifications.fold(digest, folded, nowMs());
    await scheduleReminder(
      { of: 'digest', key: digest, name, route, ...mentioning(mention), sinceMs: fromMs, dueMs },
      work,
    );
  } catch (error) {
    log.warn('not stored for a digest, posted immediately', { notification: folded.id, reason: reasonOf(error) });
    return false;
  }
  return nowMs() < untilMs;
};
