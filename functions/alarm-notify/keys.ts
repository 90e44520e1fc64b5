// The keys under which things are kept, and states as CloudWatch writes them.
import type { NotificationState } from '#core/notification.ts';

export const alarmKey = (about: string): string => `alarm|${about}`;
export const downtimeKey = (run: string): string => `downtime|${run}`;

const stateNames: Readonly<Record<NotificationState, string>> = {
  alarm: 'ALARM',
  ok: 'OK',
  'insufficient-data': 'INSUFFICIENT_DATA',
  event: 'event',
};

export const stateName = (state: NotificationState): string => stateNames[state];
