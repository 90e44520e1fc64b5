// What `alarm-notify` reminded itself of: a digest, an alarm that flapped, the end of a planned downtime. A reminder that
// comes too early goes back to the queue, which holds a message for 15 minutes at most.
import type { Folded } from '#notify/digest/digest.ts';
import { renderDigest, renderSettled, renderStillInAlarm } from '#notify/digest/render.ts';
import { type Reminder, reminderLimits } from '#notify/reminders/reminder.ts';
import { type SlackMessage, withMention } from '#notify/rendering/message.ts';
import { type AlarmHistory, flapLimits, settled, settling } from '#notify/storms/alarm-history.ts';
import { burstLimits } from '#notify/storms/burst.ts';
import { deliverOnce } from './deliver-once.ts';
import type { Handled, Work } from './dependencies.ts';
import { alarmKey, deliveryKeys, downtimeKey, stateName } from './keys.ts';
import { knownMention, knownRoute } from './known-routes.ts';
import { markIfLate } from './mark-late.ts';
import { reasonOf } from './reason.ts';

const reminded: Handled = { kind: 'reminded' };

/** Of those who get what came by this function's topics. */
const timeZoneOf = ({ definition, environment }: Work): string => definition(environment).timeZone;

const comeBack = async (reminder: Reminder, dueMs: number, { queue, nowMs }: Work): Promise<Handled> => {
  await queue.later({ ...reminder, dueMs, hops: (reminder.hops ?? 0) + 1 }, (dueMs - nowMs()) / 1_000);
  return reminded;
};

/** It came back more often than anything that it could remind of lasts: it ends here. */
const isSpent = ({ hops = 0 }: Reminder): boolean => hops >= reminderLimits.hopsMax;

const say = (reminder: Reminder, dueMs: number, message: SlackMessage, work: Work): Promise<Handled> =>
  deliverOnce(deliveryKeys.said(reminder), work, () =>
    work.deliver(knownRoute(reminder.route, work), markIfLate(message, dueMs, work)),
  );

/** Nobody is called for what is back to normal, and whoever would have been called is, although nothing was posted by itself. */
const mentionFor = (folded: readonly Folded[], { mention }: Reminder): string | undefined =>
  folded.some(({ state }) => state !== stateName('ok')) ? mention : undefined;

const digest = async (reminder: Reminder, work: Work): Promise<Handled> => {
  // Said while its window is open, it would be done before all of it is there.
  const dueMs = Math.max(reminder.dueMs, reminder.sinceMs + burstLimits.windowMs);
  if (work.nowMs() < dueMs && !isSpent(reminder)) return comeBack(reminder, dueMs, work);
  const folded = await work.notifications.folded(reminder.key);
  if (folded.length === 0) return reminded;
  const message = renderDigest(folded, reminder.sinceMs, reminder.dueMs, timeZoneOf(work));
  const mention = knownMention(mentionFor(folded, reminder), work);
  return say(reminder, reminder.dueMs, withMention(message, mention), work);
};

const hasSettled = async (reminder: Reminder, work: Work): Promise<Handled> => {
  const { notifications, nowMs } = work;
  const { key, name, sinceMs } = reminder;
  const peek = (history: AlarmHistory | undefined) => ({
    state: history,
    decision: settling(history, sinceMs, nowMs()),
  });
  const found = await notifications.changeKept(alarmKey(key), nowMs(), peek);
  if (found.kind === 'nothing') return reminded;
  if (found.kind === 'wait' && !isSpent(reminder)) return comeBack(reminder, found.untilMs, work);
  if (found.kind === 'wait') {
    work.log.warn('an alarm flaps for longer than it is followed', { alarm: key });
    return reminded;
  }
  const dueMs = found.lastMs + flapLimits.quietMs;
  const message = renderSettled(
    { name, times: found.times, sinceMs },
    stateName(found.state),
    found.lastMs,
    timeZoneOf(work),
  );
  const mention = found.state === 'ok' ? undefined : knownMention(reminder.mention, work);
  const handled = await say(reminder, dueMs, withMention(message, mention), work);
  if (handled.kind !== 'failed')
    await notifications.changeKept(alarmKey(key), nowMs(), (history: AlarmHistory | undefined) =>
      settled(history, sinceMs),
    );
  return handled;
};

/** CloudWatch knows; what was heard of last is the next best. */
const stillInAlarm = async (heard: readonly Folded[], { alarmsNow, log }: Work): Promise<Folded[]> => {
  try {
    const now = await alarmsNow([...new Set(heard.map(({ what }) => what))]);
    return heard.filter(({ what }) => now.has(what)).map((alarm) => ({ ...alarm, state: stateName('alarm') }));
  } catch (error) {
    log.warn('CloudWatch does not say which alarms are still in alarm', { reason: reasonOf(error) });
    return heard.filter(({ state }) => state === stateName('alarm'));
  }
};

/** An earlier end is noticed when the reminder comes by the next time, which is no reason to speak of lateness. */
const hopMs = 15 * 60_000;

const downtimeOver = async (reminder: Reminder, work: Work): Promise<Handled> => {
  const { environment, state, notifications, nowMs } = work;
  const expectation = (await state.expectations(environment)).find(({ run }) => run === reminder.key);
  const untilMs = expectation ? Date.parse(expectation.until) : reminder.dueMs;
  if (nowMs() <= untilMs && !isSpent(reminder)) return comeBack(reminder, untilMs + 1, work);
  const alarms = await stillInAlarm(await notifications.folded(downtimeKey(reminder.key)), work);
  if (alarms.length === 0) return reminded;
  const perRoute = Map.groupBy(
    alarms,
    ({ route = reminder.route, mention = '' }) => `${route.webhookSecret}|${mention}`,
  );
  let handled: Handled = reminded;
  for (const [key, own] of perRoute) {
    const { route = reminder.route, mention } = own[0] ?? {};
    const still = renderStillInAlarm(reminder.name, own, timeZoneOf(work));
    const message = withMention(still, knownMention(mention, work));
    const isFirstRoute = key === `${reminder.route.webhookSecret}|`;
    const one = { ...reminder, route, key: isFirstRoute ? reminder.key : `${reminder.key}|${key}` };
    const said = await say(one, untilMs + hopMs, message, work);
    // One that failed brings the reminder back, and the others are not said twice.
    if (handled.kind !== 'failed') handled = said;
  }
  return handled;
};

export const handleReminder = (reminder: Reminder, work: Work): Promise<Handled> => {
  switch (reminder.of) {
    case 'digest':
      return digest(reminder, work);
    case 'settled':
      return hasSettled(reminder, work);
    default:
      return downtimeOver(reminder, work);
  }
};
