// How severe what ECS says is, field by field.
import { expect, test } from 'vitest';
import type { EcsEvent } from '#notify/sources/ecs/detail.ts';
import { policy, severityOfService, severityOfTask } from '#notify/sources/ecs/policy.ts';
import { recognised } from '../recognised.ts';

const stopped: EcsEvent = {
  ...{ kind: 'ecs-event', what: 'task', cluster: 'atlas', group: undefined, task: 't', status: 'STOPPED' },
  ...{ reason: undefined, stopCode: undefined, containers: [] },
};
const ended = (...exitCodes: (number | undefined)[]) => ({
  containers: exitCodes.map((exitCode, index) => ({ name: `c${index}`, exitCode, reason: undefined })),
});
const because = (reason: string) => ({ containers: [{ name: 'app', exitCode: undefined, reason }] });
const exited = { stopCode: 'EssentialContainerExited' } as const;

test.each<[what: string, task: Partial<EcsEvent>, belongsToService: boolean, severity: string]>([
  ['did not start', { stopCode: 'TaskFailedToStart' }, false, 'error'],
  ['has a reason of trouble', { reason: 'CannotStartContainerError', status: 'RUNNING' }, false, 'error'],
  ['has a reason of trouble of two lines', { reason: 'unable', ...because('to be placed') }, false, 'info'],
  ['fails one health check', { reason: 'failed its health check' }, false, 'error'],
  ['cannot be launched', { reason: 'it failed to launch' }, false, 'error'],
  ['is to be started after another one failed', { reason: 'it failed, start again' }, false, 'info'],
  ['has one of a container', because('OutOfMemoryError: killed'), false, 'error'],
  ['runs, although a container ended', { status: 'RUNNING', ...ended(1) }, false, 'info'],
  ['says of no container how it ended, as a job', { ...exited, ...ended(undefined) }, false, 'error'],
  ['ended well, as a job', { ...exited, ...ended(0, undefined) }, false, 'info'],
  ['ended well in one container and not in the other', { ...exited, ...ended(0, 1) }, false, 'error'],
  ['ended well in a service', { ...exited, ...ended(0) }, true, 'error'],
  ['failed and says no code', ended(1), false, 'error'],
  ['says no code, and ended well', ended(0), false, 'info'],
  ['failed when somebody stopped it', { stopCode: 'UserInitiated', ...ended(1) }, false, 'info'],
  ['lost its spot capacity', { stopCode: 'SpotInterruption' }, false, 'warning'],
])('a task that %s is of that severity', (_, task, belongsToService, severity) => {
  expect(severityOfTask({ ...stopped, ...task }, belongsToService)).toBe(severity);
});

test.each([
  ['INFO', 'SERVICE_DEPLOYMENT_ROLLED_BACK', undefined, 'error'],
  ['INFO', 'SERVICE_ROLL_BACK', undefined, 'error'],
  ['INFO', 'SERVICE_STEADY_STATE', undefined, 'info'],
  ['WARN', 'SERVICE_STEADY_STATE', undefined, 'warning'],
  ['ERROR', 'SERVICE_STEADY_STATE', undefined, 'error'],
  ['OTHER', 'SERVICE_ROLL', 'back', 'info'],
  ['INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'rollback of it', 'error'],
  ['INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'rolled back', 'error'],
  ['INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'rolledback', 'error'],
  ['INFO', 'SERVICE_STEADY_STATE', 'a task failed', 'error'],
])('a service with %s %s %s is of the severity %4$s', (type, name, reason, severity) => {
  expect(severityOfService(type, name, reason)).toBe(severity);
});

test.each<[detail: Partial<EcsEvent>, expected: boolean]>([
  [{ status: 'RUNNING' }, true],
  [{ stopCode: 'ServiceSchedulerInitiated' }, true],
  [{ stopCode: 'UserInitiated' }, false],
  [{ what: 'service', status: 'SERVICE_STEADY_STATE' }, true],
  [{ what: 'service', status: 'TASKSET_STEADY_STATE' }, true],
  [{ what: 'service', status: 'CAPACITY_PROVIDER_STEADY_STATE' }, true],
  [{ what: 'service', status: 'SERVICE_DESIRED_COUNT_UPDATED' }, true],
  [{ what: 'service', status: 'SERVICE_DEPLOYMENT_COMPLETED' }, false],
])('a planned downtime expects of ECS %j: %s', (detail, expected) => {
  const of = (severity: 'info' | 'error') => recognised({ ...stopped, ...detail }, { source: 'ecs', severity });

  expect(policy.mayBeExpected(of('info'))).toBe(expected);
  expect(policy.mayBeExpected(of('error'))).toBe(false);
  expect([policy.mayBeFolded(of('info')), policy.isAccountWide(of('info'))]).toEqual([true, false]);
});
