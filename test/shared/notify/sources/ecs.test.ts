// What ECS says of tasks and services: what is wrong, and what is only the effect of a service that is scaled in.
import { describe, expect, test } from 'vitest';
import { sourceOf } from '#notify/sources.ts';
import { presented } from '#test/shared/notify/presented.ts';

const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/poc-atlas-dev';

const event = (type: string, resource: string, detail: object) =>
  presented({
    id: 'm',
    body: JSON.stringify({
      version: '0',
      'detail-type': type,
      source: 'aws.ecs',
      account: '123456789012',
      time: '2026-11-20T15:04:11Z',
      region: 'us-east-1',
      resources: [`arn:aws:ecs:us-east-1:123456789012:${resource}`],
      detail: { clusterArn: cluster, ...detail },
    }),
  }).notification;

const ended = (exitCode: number, reason?: string) => ({ containers: [{ name: 'app', exitCode, reason }] });
const task = (detail: object) =>
  event('ECS Task State Change', 'task/poc-atlas-dev/b58a', {
    taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/poc-atlas-dev/b58a',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    ...detail,
  });

const service = { group: 'service:poc-atlas-dev-scoring' };
const job = { group: 'family:nightly-import' };
const scaledIn = {
  stopCode: 'ServiceSchedulerInitiated',
  stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
};
const exited = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };

describe('a task that', () => {
  test.each([
    ['is a scheduled job and ends well', { ...job, ...exited, ...ended(0) }, 'info'],
    ['is a scheduled job and fails', { ...job, ...exited, ...ended(1) }, 'error'],
    ['belongs to a service and ends', { ...service, ...exited, ...ended(0) }, 'error'],
    ['is scaled in', { ...service, ...scaledIn, ...ended(143) }, 'info'],
    ['had to be killed when it was scaled in', { ...service, ...scaledIn, ...ended(137) }, 'info'],
    ['ran out of memory', { ...service, ...scaledIn, ...ended(137, 'OutOfMemoryError: Container killed') }, 'error'],
    [
      'failed the checks of its load balancer',
      {
        ...service,
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:…)',
        ...ended(143),
      },
      'error',
    ],
    [
      'failed the checks of its container',
      { ...service, stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks' },
      'error',
    ],
    [
      'could not pull its image',
      {
        ...service,
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'CannotPullContainerError: pull image manifest has been retried 1 time(s)',
      },
      'error',
    ],
    ['lost its spot capacity', { ...service, stopCode: 'SpotInterruption', ...ended(143) }, 'warning'],
    ['is stopped by a person', { ...job, stopCode: 'UserInitiated', ...ended(137) }, 'info'],
    ['is on its way up', { ...service, lastStatus: 'PENDING', desiredStatus: 'RUNNING' }, 'info'],
  ])('a task of ECS that %s, %j, is %s', (_what, detail, severity) => {
    expect(task(detail).severity).toBe(severity);
  });
});

const ofService = (eventType: string, eventName: string, reason?: string) =>
  event(
    eventName.startsWith('SERVICE_DEPLOYMENT') ? 'ECS Deployment State Change' : 'ECS Service Action',
    'service/poc-atlas-dev/poc-atlas-dev-scoring',
    { eventType, eventName, reason },
  );

describe('a service', () => {
  test.each([
    ['INFO', 'SERVICE_STEADY_STATE', undefined, 'info'],
    ['INFO', 'SERVICE_DEPLOYMENT_COMPLETED', 'ECS deployment ecs-svc/1 completed.', 'info'],
    [
      'INFO',
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.',
      'error',
    ],
    ['ERROR', 'SERVICE_DEPLOYMENT_FAILED', 'ECS deployment circuit breaker: tasks failed to start.', 'error'],
    ['WARN', 'SERVICE_TASK_START_IMPAIRED', undefined, 'warning'],
    ['ERROR', 'SERVICE_TASK_PLACEMENT_FAILURE', 'RESOURCE:FARGATE', 'error'],
  ])('a service of ECS with the event %s %s %s is %s', (type, name, reason, severity) => {
    expect(ofService(type, name, reason).severity).toBe(severity);
  });
});

describe('a planned downtime', () => {
  test.each([
    [true, task({ ...service, ...scaledIn, ...ended(143) })],
    [true, task({ ...service, lastStatus: 'RUNNING', desiredStatus: 'RUNNING' })],
    [true, ofService('INFO', 'SERVICE_STEADY_STATE')],
    [false, task({ ...service, ...exited, ...ended(1) })],
    [false, task({ ...service, ...scaledIn, ...ended(137, 'OutOfMemoryError') })],
    [false, task({ ...service, stopCode: 'UserInitiated' })],
    [false, ofService('ERROR', 'SERVICE_TASK_PLACEMENT_FAILURE', 'RESOURCE:FARGATE')],
    [false, ofService('INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'ECS deployment circuit breaker: rolling back.')],
    [false, ofService('INFO', 'SERVICE_DEPLOYMENT_COMPLETED', 'ECS deployment ecs-svc/1 completed.')],
  ])('a planned downtime expects an event of ECS: %s, %j', (expected, notification) => {
    expect(sourceOf(notification).policy.mayBeExpected(notification)).toBe(expected);
  });
});
