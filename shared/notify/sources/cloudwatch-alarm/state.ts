// What alarms of every type and through every door have in common: states and what they mean, and names.
import type { NotificationState, Severity } from '#core/notification.ts';

const states: ReadonlyMap<string | undefined, { readonly state: NotificationState; readonly severity: Severity }> =
  new Map([
    ['OK', { state: 'ok', severity: 'info' }],
    ['INSUFFICIENT_DATA', { state: 'insufficient-data', severity: 'warning' }],
  ]);

/** A state that is newer than this is taken for an alarm: better looked at than overlooked. */
export const stateAndSeverity = (alarmState: string): { state: NotificationState; severity: Severity } =>
  states.get(alarmState) ?? { state: 'alarm', severity: 'error' };

/** From an ARN, in which the name may hold colons, or as it is. */
export const alarmNameOf = (arnOrName: string): string =>
  /^arn:[\s\S]{1,200}?:alarm:([\s\S]+)$/.exec(arnOrName)?.[1] ?? arnOrName;
