// Handles the reminders of `alarm-notify`: a digest, an alarm that flapped, the end of a planned downtime. A reminder that
// comes too early goes back to the queue, which delays a message by 15 minutes at most.
import type { Target } from '#definition/destinations.ts';
import { keyOf } from '#definition/targets.ts';
import { traitsOf } from '#notify/destinations/traits.ts';
import { renderAloneInAlarm } from '#notify/digest/alone-in-alarm.ts';
import type { Folded } from '#notify/digest/digest.ts';
import {
  renderDigest,
  renderQuietOver,
  renderRepeated,
  renderSettled,
  renderStillInAlarm,
} from '#notify/digest/render.ts';
import { mentioning, type Reminder, reminderLimits } from '#notify/reminders/reminder.ts';
import { type SlackMessage, withMention } from '#notify/rendering/message.ts';
import { type AlarmHistory, flapLimits, settled, settling } from '#notify/storms/alarm-history.ts';
import { burstLimits } from '#notify/storms/burst.ts';
import { deliverOnce } from './deliver-once.ts';
import type { Handled, Work } from './dependencies.ts';
import { scheduleReminder } from './fold-into-digest.ts';
import { alarmKey, deliveryKeys, downtimeKey, stateName } from './keys.ts';
import { knownMention, knownTargets } from './known-routes.ts';
import { markIfLate } from './mark-late.ts';
import { ownOutgoing } from './own-outgoing.ts';
import { atEach } from './post.ts';
import { quietOver } from './quiet.ts';
import { reasonOf } from './reason.ts';
import { dueOrOver } from './repeat.ts';

const reminded: Handled = { kind: 'reminded' };

/** The time zone of this function's environment. */
const timeZoneOf = ({ definition, environment }: Work): string => definition(environment).timeZone;

const comeBack = async (reminder: Reminder, dueMs: number, { queue, nowMs }: Work): Promise<Handled> => {
  await queue.later({ ...reminder, dueMs, hops: (reminder.hops ?? 0) + 1 }, (dueMs - nowMs()) / 1_000);
  return reminded;
};

/** The reminder has come back too often and ends here. */
const isSpent = ({ hops = 0 }: Reminder): boolean => hops >= reminderLimits.hopsMax;

type ReminderMessage = {
  readonly key: string;
  readonly about: string;
  readonly folded: readonly Folded[];
  readonly dueMs: number;
  readonly message: SlackMessage;
};

const postReminderAt = (target: Target, reminder: Reminder, content: ReminderMessage, work: Work): Promise<Handled> => {
  const { key, about, folded, dueMs, message } = content;
  const { of, sinceMs, name } = reminder;
  // The key of the first target has no suffix, as in earlier versions.
  const id = deliveryKeys.reminderMessage({ of, key, sinceMs });
  const isFirst = knownTargets(reminder.route, work).some((first) => keyOf(first) === keyOf(target));
  return work.inLane(keyOf(target), () =>
    deliverOnce(isFirst ? id : `${id}|${keyOf(target)}`, work, () => {
      const late = markIfLate(message, dueMs, work);
      return work.deliver(target, ownOutgoing({ id, about, name, atMs: dueMs }, folded, work.environment, late));
    }),
  );
};

const postReminder = (reminder: Reminder, content: Omit<ReminderMessage, 'key'>, work: Work): Promise<Handled> => {
  const targets = [reminder.route, ...(reminder.alsoTo ?? [])].flatMap((route) => knownTargets(route, work));
  return atEach(targets, (target) => postReminderAt(target, reminder, { key: reminder.key, ...content }, work));
};

/** A digest mentions the people that its notifications would have mentioned, unless all are back to normal. */
const mentionFor = (folded: readonly Folded[], { mention }: Reminder): string | undefined =>
  folded.some(({ state }) => state !== stateName('ok')) ? mention : undefined;

const digest = async (reminder: Reminder, work: Work): Promise<Handled> => {
  // While the window is open, more notifications may be added.
  const dueMs = Math.max(reminder.dueMs, reminder.sinceMs + burstLimits.windowMs);
  if (work.nowMs() < dueMs && !isSpent(reminder)) return comeBack(reminder, dueMs, work);
  const folded = await work.notifications.folded(reminder.key);
  if (folded.length === 0) return reminded;
  const message = renderDigest(folded, reminder.sinceMs, reminder.dueMs, timeZoneOf(work));
  const mention = knownMention(mentionFor(folded, reminder), work);
  return postReminder(
    reminder,
    { about: reminder.key, folded, dueMs: reminder.dueMs, message: withMention(message, mention) },
    work,
  );
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
    work.log.warn('an alarm flaps longer than it is tracked', { alarm: key });
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
  const content = { about: key, folded: [], dueMs, message: withMention(message, mention) };
  const handled = await postReminder(reminder, content, work);
  if (handled.kind !== 'failed')
    await notifications.changeKept(alarmKey(key), nowMs(), (history: AlarmHistory | undefined) =>
      settled(history, sinceMs),
    );
  return handled;
};

/** Asks CloudWatch. If that fails, the last known states decide. */
const stillInAlarm = async (heard: readonly Folded[], { alarmsNow, log }: Work): Promise<Folded[]> => {
  try {
    const now = await alarmsNow([...new Set(heard.map(({ what }) => what))]);
    return heard.filter(({ what }) => now.has(what)).map((alarm) => ({ ...alarm, state: stateName('alarm') }));
  } catch (error) {
    log.warn('CloudWatch did not return the alarms that are still active', { reason: reasonOf(error) });
    return heard.filter(({ state }) => state === stateName('alarm'));
  }
};

/** An earlier end is noticed at the next delivery of the reminder. That delay does not count as late. */
const hopMs = 15 * 60_000;

/** Posts one message per target and mention, or one per alarm for destinations that keep alarms apart. */
const postStillInAlarm = async (
  reminder: Reminder,
  alarms: readonly Folded[],
  dueMs: number,
  work: Work,
  rendered?: (own: readonly Folded[]) => SlackMessage,
): Promise<Handled> => {
  const placed = alarms.flatMap((alarm) =>
    knownTargets(alarm.route ?? reminder.route, work).map((target) => ({ alarm, target })),
  );
  const groups = Map.groupBy(placed, ({ alarm, target }) => {
    const { mention = '', about = alarm.id } = alarm;
    const group = `${keyOf(target)}|${mention}`;
    return traitsOf(target).storms === 'each' ? `${group}|${about}` : group;
  });
  const [first] = knownTargets(reminder.route, work);
  return atEach([...groups], async ([key, members]) => {
    const [one] = members;
    if (one === undefined) return reminded;
    const { target, alarm } = one;
    const own = members.map((member) => member.alarm);
    const zone = timeZoneOf(work);
    const isAlone = traitsOf(target).storms === 'each';
    const still = isAlone
      ? renderAloneInAlarm(reminder.name, alarm, zone)
      : renderStillInAlarm(reminder.name, own, zone);
    const summary = rendered?.(own) ?? still;
    const message = withMention(summary, knownMention(alarm.mention, work));
    const isFirst = first !== undefined && key === `${keyOf(first)}|`;
    const about = isAlone ? (alarm.about ?? alarm.id) : reminder.key;
    const content = { key: isFirst ? reminder.key : `${reminder.key}|${key}`, about, folded: own, dueMs, message };
    return postReminderAt(target, { ...reminder, route: target }, content, work);
  });
};

const downtimeOver = async (reminder: Reminder, work: Work): Promise<Handled> => {
  const { environment, state, notifications, nowMs } = work;
  const expectation = (await state.expectations(environment)).find(({ run }) => run === reminder.key);
  const untilMs = expectation ? Date.parse(expectation.until) : reminder.dueMs;
  if (nowMs() <= untilMs && !isSpent(reminder)) return comeBack(reminder, untilMs + 1, work);
  const alarms = await stillInAlarm(await notifications.folded(downtimeKey(reminder.key)), work);
  if (alarms.length === 0) return reminded;
  return postStillInAlarm(reminder, alarms, untilMs + hopMs, work);
};

/** Mentions are kept only for alarms that are still in alarm. */
const quietIsOver = async (reminder: Reminder, work: Work): Promise<Handled> => {
  const over = await quietOver(reminder, work);
  if ('againMs' in over && !isSpent(reminder)) return comeBack(reminder, over.againMs, work);
  if ('againMs' in over) return reminded;
  const { folded, inAlarm, untilMs } = over;
  if (folded.length === 0) return reminded;
  const summarised = folded.map(({ mention, ...one }) => ({
    ...one,
    ...(inAlarm.has(one.what) ? mentioning(mention) : {}),
  }));
  return postStillInAlarm(reminder, summarised, untilMs + hopMs, work, (own) =>
    renderQuietOver(reminder.name, own, inAlarm, timeZoneOf(work)),
  );
};

const repeat = async (reminder: Reminder, work: Work): Promise<Handled> => {
  const { key, name, sinceMs, dueMs, everyMs, mention } = reminder;
  if (work.nowMs() < dueMs && !isSpent(reminder)) return comeBack(reminder, dueMs, work);
  const standing = everyMs === undefined ? 'over' : await dueOrOver(reminder, work);
  if (standing === 'over' || everyMs === undefined) return reminded;
  const message = withMention(
    renderRepeated(name, sinceMs, work.nowMs(), timeZoneOf(work)),
    knownMention(mention, work),
  );
  const content = { about: key, folded: [], dueMs: dueMs + hopMs, message };
  const handled =
    standing === 'due' ? await postReminder({ ...reminder, key: `${key}|${dueMs}` }, content, work) : reminded;
  if (handled.kind === 'failed') return handled;
  const { kind, version, hops, ...rest } = reminder;
  await scheduleReminder({ ...rest, dueMs: work.nowMs() + everyMs }, work);
  return handled;
};

export const handleReminder = (reminder: Reminder, work: Work): Promise<Handled> => {
  switch (reminder.of) {
    case 'digest':
      return digest(reminder, work);
    case 'settled':
      return hasSettled(reminder, work);
    case 'repeat':
      return repeat(reminder, work);
    case 'quiet-over':
      return quietIsOver(reminder, work);
    default:
      return downtimeOver(reminder, work);
  }
};
