// The keys of stored items, and states as CloudWatch writes them.
import type { NotificationState } from '#core/notification.ts';
import type { Reminder } from '#notify/reminders/reminder.ts';

/** Each kind of delivery has a prefix of its own, so that keys never collide. Stored: the prefixes must not change. */
export const deliveryKeys = {
  message: (deliveryId: string, webhookSecret: string): string => `message|${deliveryId}|${webhookSecret}`,
  mail: (deliveryId: string, topic: string): string => `mail|${deliveryId}|${topic}`,
  reminder: ({ of, key, sinceMs }: Pick<Reminder, 'of' | 'key' | 'sinceMs'>): string =>
    `reminder|${of}|${key}|${sinceMs}`,
  reminderMessage: ({ of, key, sinceMs }: Pick<Reminder, 'of' | 'key' | 'sinceMs'>): string =>
    `said|${of}|${key}|${sinceMs}`,
} as const;

export const alarmKey = (about: string): string => `alarm|${about}`;
export const downtimeKey = (run: string): string => `downtime|${run}`;

const stateNames: Readonly<Record<NotificationState, string>> = {
  alarm: 'ALARM',
  ok: 'OK',
  'insufficient-data': 'INSUFFICIENT_DATA',
  event: 'event',
};

export const stateName = (state: NotificationState): string => stateNames[state];
