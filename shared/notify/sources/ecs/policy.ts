// Tasks and services.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';
import type { EcsEvent } from './detail.ts';

// What our own stop and every deployment do to a task is no trouble; what ends by itself is.
const isTrouble = ({ stopCode, containers }: EcsEvent): boolean =>
  stopCode === 'TaskFailedToStart' ||
  stopCode === 'EssentialContainerExited' ||
  (stopCode === undefined && containers.some(({ exitCode = 0 }) => exitCode !== 0));

export const severityOfTask = (task: EcsEvent): Severity => (isTrouble(task) ? 'error' : 'info');

const severities = new Map<string, Severity>(Object.entries({ ERROR: 'error', WARN: 'warning' }));

export const severityOfService = (eventType: string): Severity => severities.get(eventType) ?? 'info';

export const policy: Policy<EcsEvent> = {
  mayBeExpected: always,
  mayBeFolded: always,
  isAccountWide: never,
};
