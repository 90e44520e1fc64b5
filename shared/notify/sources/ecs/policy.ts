// Tasks and services: that a service is scaled in and out is expected, and so is that it is steady. What fails by itself never is.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';
import type { EcsEvent } from './detail.ts';

/** A task that anybody ended: this is no way for it to end, or to fail to begin. */
const troubled =
  /health checks?\b|OutOfMemory|out of memory|Cannot(?:Pull|Start|Create|Inspect)\w*|ResourceInitialization|DockerTimeout|failed to (?:start|pull|launch)|\bunable to\b/i;

/** What our own stop and every deployment do to a task is no trouble, and neither is a job that ended well. */
const isTrouble = (task: EcsEvent, belongsToService: boolean): boolean => {
  const { stopCode, reason, containers, status } = task;
  if (stopCode === 'TaskFailedToStart') return true;
  if (troubled.test([reason, ...containers.map((container) => container.reason)].join('\n'))) return true;
  if (status !== 'STOPPED') return false;
  const ended = containers.map(({ exitCode }) => exitCode).filter((exitCode) => exitCode !== undefined);
  const failed = ended.some((exitCode) => exitCode !== 0);
  // A service's tasks are not to end; of any other nothing is known to be wrong as long as it says zero.
  if (stopCode === 'EssentialContainerExited') return failed || ended.length === 0 || belongsToService;
  return stopCode === undefined && failed;
};

export const severityOfTask = (task: EcsEvent, belongsToService: boolean): Severity => {
  if (isTrouble(task, belongsToService)) return 'error';
  return task.stopCode === 'SpotInterruption' ? 'warning' : 'info';
};

const severities = new Map<string, Severity>(Object.entries({ ERROR: 'error', WARN: 'warning' }));

/** ECS calls a rollback information. */
const rolledBack = /circuit breaker|roll(?:ing|ed|s)? ?back|\bfailed\b/i;

export const severityOfService = (eventType: string, eventName: string, reason: string | undefined): Severity =>
  rolledBack.test(`${eventName.replaceAll('_', ' ')}\n${reason ?? ''}`)
    ? 'error'
    : (severities.get(eventType) ?? 'info');

/** What changing the number of tasks makes ECS say of the service. */
const ofScaling: ReadonlySet<string> = new Set([
  'SERVICE_STEADY_STATE',
  'TASKSET_STEADY_STATE',
  'CAPACITY_PROVIDER_STEADY_STATE',
  'SERVICE_DESIRED_COUNT_UPDATED',
]);

/** A task that is starting, or one that the service itself stopped. */
const isOfScaling = ({ what, status, stopCode }: EcsEvent): boolean => {
  if (what !== 'task') return ofScaling.has(status);
  return status !== 'STOPPED' || stopCode === 'ServiceSchedulerInitiated';
};

export const policy: Policy<EcsEvent> = {
  mayBeExpected: ({ severity, detail }) => severity === 'info' && isOfScaling(detail),
  mayBeFolded: always,
  isAccountWide: never,
};
