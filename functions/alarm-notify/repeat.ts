// Posts an alarm again while it is still in alarm, at the interval of its route.

import { fitsPattern } from '#core/name-pattern.ts';
import { isSilent } from '#core/silence.ts';
import { mentioning, type Reminder } from '#notify/reminders/reminder.ts';
import type { AlarmHistory } from '#notify/storms/alarm-history.ts';
import type { Work } from './dependencies.ts';
import { scheduleReminder } from './fold-into-digest.ts';
import type { Judged } from './judged.ts';
import { alarmKey } from './keys.ts';
import { reasonOf } from './reason.ts';

/** Does not throw: the alarm has been posted already. */
export const remindToRepeat = async (
  { notification, route }: Judged,
  alarmSinceMs: number | undefined,
  work: Work,
): Promise<void> => {
  const { to, repeatMs, mention } = route;
  const [first, ...others] = to;
  if (notification.state !== 'alarm' || repeatMs === undefined || alarmSinceMs === undefined || !first) return;
  const also = others.length === 0 ? {} : { alsoTo: others };
  const reminder = { of: 'repeat', key: notification.about, name: notification.name, route: first } as const;
  const times = { sinceMs: alarmSinceMs, dueMs: work.nowMs() + repeatMs, everyMs: repeatMs };
  await scheduleReminder({ ...reminder, ...also, ...mentioning(mention), ...times }, work).catch((error: unknown) => {
    work.log.warn('no reminder will follow for this alarm', { alarm: notification.name, reason: reasonOf(error) });
  });
};

/** Whether it is silenced, or expected by a planned downtime. */
const isUnwanted = async (name: string, { silences, expected, nowMs }: Work): Promise<boolean> => {
  const at = nowMs();
  if ((await silences()).some((one) => isSilent(one, at) && fitsPattern(name, one.pattern))) return true;
  return (await expected()).some(
    ({ alarms, from, until }) => alarms.includes(name) && Date.parse(from) <= at && at <= Date.parse(until),
  );
};

/** Whether the reminder is due, has to wait, or is over because the alarm has ended or changed. */
export const dueOrOver = async (reminder: Reminder, work: Work): Promise<'due' | 'wait' | 'over'> => {
  const { notifications, nowMs, alarmsNow, log } = work;
  const { key, name, sinceMs } = reminder;
  const isSame = await notifications.changeKept(alarmKey(key), nowMs(), (history: AlarmHistory | undefined) => ({
    state: history,
    decision: history?.lastState === 'alarm' && history.alarmSinceMs === sinceMs,
  }));
  if (!isSame) return 'over';
  const inAlarm = await alarmsNow([name]).catch((error: unknown) => {
    log.warn('CloudWatch did not return its state', { alarm: name, reason: reasonOf(error) });
    return new Set([name]);
  });
  if (!inAlarm.has(name)) return 'over';
  return (await isUnwanted(name, work)) ? 'wait' : 'due';
};
