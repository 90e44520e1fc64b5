// Which deployments an environment allows, as it stands.
import { describe, expect, it } from 'vitest';
import type { Reading } from '#kinds/observation.ts';
import { judgeDeployment, stacks } from '#run/deployment/guard-plan.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';

const definition = definitionOf([database('db'), service('api')]);

const db = (status: string): Reading => ({
  state: 'seen',
  observation: { kind: 'rds-instance', status, engine: 'postgres', replicas: [] },
});
const api = (desired: number): Reading => ({
  state: 'seen',
  observation: {
    kind: 'ecs-service',
    status: 'ACTIVE',
    desired,
    running: desired,
    rollout: 'settled',
    tasksLeft: desired,
    tasksHealthy: desired,
  },
});
const readings = (database: Reading, tasks: Reading = api(2)) =>
  new Map(definition.resources.map(({ name, kind }) => [name, kind === 'rds-instance' ? database : tasks]));

const denied: Reading = { state: 'unreadable', code: 'ACCESS_DENIED', message: 'not allowed', retryable: false };

describe('a deployment of the data stack', () => {
  it.each([
    ['available', 'proceed'],
    ['stopped', 'start-first'],
    ['stopping', 'refuse'],
    ['starting', 'refuse'],
    ['backing-up', 'refuse'],
    ['storage-full', 'refuse'],
    ['inaccessible-encryption-credentials-recoverable', 'refuse'],
    ['a-status-of-next-year', 'refuse'],
  ])('a deployment of the data stack with a database that is %s: %s', (status, kind) => {
    expect(judgeDeployment(definition, ['data'], readings(db(status))).kind).toBe(kind);
  });

  it('a deployment of the data stack is refused where the database cannot be read', () => {
    const judgement = judgeDeployment(definition, ['data'], readings(denied));

    expect(judgement).toMatchObject({ kind: 'refuse', reason: expect.stringContaining('db is not allowed') });
  });

  it('a deployment of the data stack is how a database comes to exist', () => {
    expect(judgeDeployment(definition, ['data'], readings({ state: 'absent' })).kind).toBe('proceed');
  });
});

it.each(stacks.filter((stack) => stack !== 'data'))('the %s stack does not mind a stopped database', (stack) => {
  expect(judgeDeployment(definition, [stack], readings(db('stopped'))).kind).toBe('proceed');
});

it('the guard of a deployment warns only of workloads, and only while some have no tasks', () => {
  const sleeping = readings(db('available'), api(0));

  expect(judgeDeployment(definition, ['operations'], sleeping)).toEqual({ kind: 'proceed', warnings: [] });
  expect(judgeDeployment(definition, ['workloads'], readings(db('available')))).toEqual({
    kind: 'proceed',
    warnings: [],
  });
  expect(judgeDeployment(definition, ['workloads'], sleeping)).toMatchObject({
    warnings: [expect.stringMatching(/^api: /)],
  });
});
