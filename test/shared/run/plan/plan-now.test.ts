// The plan of a claim: what it is made of, and what becomes of memories that have outlived their day.
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import type { Claim } from '#core/run.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { emptyPlan } from '#run/plan/plan-operation.ts';
import { planClaimed, planNow, toRun } from '#run/plan/plan-run.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { definitionOf, named, service } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const resources = [service('app'), service('web')];
const memoryOf = (name: string): ServiceMemory => ({
  kind: 'ecs-service',
  resource: named(name),
  desired: 7,
  run: 'staging-stop-20261116T230000Z',
});
const morning = {
  environment: 'staging',
  run: 'staging-start-1',
  action: 'start',
  outcome: 'done',
  startedAt: '2026-11-17T11:00:00Z',
  endedAt: '2026-11-17T11:05:00Z',
  resources: [{ resource: 'app', kind: 'ecs-service', outcome: 'done', seconds: 40 }],
} as unknown as Report;

/** `app` and `web` are up; only the count of `app` was remembered by a stop before the last start. */
const world = (broken: Partial<Dependencies['state']> = {}) => {
  const aws = simulatedCloud(resources, { world: { app: { desired: 2 }, web: { desired: 2 } } });
  const { clock } = aws.cloud;
  const givenBack: string[] = [];
  const state = {
    ...memoryStateStore(),
    memories: async () => [memoryOf('app')],
    reports: async () => [morning],
    giveBack: async (_: string, resource: string, run: string) => void givenBack.push(`${resource} ${run}`),
    ...broken,
  } as Dependencies['state'];
  const deps = {
    services: aws.services,
    state,
    definition: () => definitionOf(resources),
    standaloneTasks: async () => [],
    runtime: { now: () => new Date(clock.nowMs()), random: () => 0, newId: () => 'id' },
  } as unknown as Dependencies;
  const keys: string[] = [];
  const journal = memoryJournal();
  const set: typeof journal.set = (key, entry) => {
    keys.push(key);
    journal.set(key, entry);
  };
  const workflow = localWorkflow({
    journal: { get: journal.get, set },
    log: { info: () => {}, warn: () => {} },
    nowMs: clock.nowMs,
    sleepUntil: clock.sleepUntil,
  });
  return { aws, deps, workflow, givenBack, keys };
};
const claimOf = (action: 'start' | 'stop', more: Partial<Claim['request']> = {}): Claim => ({
  run: `staging-${action}-1`,
  action,
  at: 0,
  granted: true,
  request: { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false, ...more },
});

describe('a plan of a stop', () => {
  it('a plan of a stop takes a memory that has outlived its day for given back, and says which', async () => {
    const { aws, deps } = world();
    const plan = await aws.finish(planNow('stop', 'staging', deps));

    expect(plan.outlived).toEqual(['app']);
    expect(plan.memories).toEqual([{ ...memoryOf('app'), givenBack: true }]);
  });

  it('a plan of a stop gives back what has outlived its day, in a step of its own name, but not in a dry run', async () => {
    const real = world();
    await real.aws.finish(planClaimed(real.workflow, claimOf('stop'), real.deps));
    const dry = world();
    const plan = await dry.aws.finish(planClaimed(dry.workflow, claimOf('stop', { dryRun: true }), dry.deps));

    expect(real.givenBack).toEqual(['app staging-stop-20261116T230000Z']);
    expect(real.keys).toEqual(['1 plan']);
    expect(dry.givenBack).toEqual([]);
    expect(plan.outlived).toEqual(['app']);
  });

  it('a plan of a stop gives back nothing else that is remembered', async () => {
    const { aws, deps, workflow, givenBack } = world({
      memories: async () => [memoryOf('app'), { ...memoryOf('web'), givenBack: true }],
    });
    await aws.finish(planClaimed(workflow, claimOf('stop'), deps));

    expect(givenBack).toEqual(['app staging-stop-20261116T230000Z']);
  });

  it('a plan of a stop counts from the slot that it is planned for', async () => {
    const { aws, deps, workflow, givenBack } = world({ reports: async () => [] });
    const claim = claimOf('stop', { scheduledTime: '2026-11-17T23:00:00Z' });

    expect((await aws.finish(planClaimed(workflow, claim, deps))).outlived).toEqual(['app']);
    expect(givenBack).toHaveLength(1);
  });

  it('a plan of a stop says nothing of memories where none has', async () => {
    const { aws, deps, workflow, givenBack } = world({ reports: async () => [] });

    expect(await aws.finish(planClaimed(workflow, claimOf('stop'), deps))).not.toHaveProperty('outlived');
    expect(givenBack).toEqual([]);
  });
});

describe('a plan of a start', () => {
  it('a plan of a start leaves memories what they are, and knows what a start took before', async () => {
    const { aws, deps } = world();
    const plan = await aws.finish(planNow('start', 'staging', deps));

    expect(plan).not.toHaveProperty('outlived');
    expect(plan.memories).toEqual([memoryOf('app')]);
    expect(plan.items.map(({ resource, expectedSeconds }) => [resource, expectedSeconds])).toEqual([
      ['app', 40],
      ['web', undefined],
    ]);
  });

  it('a plan of a start is made without earlier reports where they cannot be read, but not with a bug', async () => {
    const fails = (error: Error) =>
      world({
        reports: async () => {
          throw error;
        },
      });
    const unreadable = fails(new OperationError('UNAVAILABLE', 'no'));
    const buggy = fails(new TypeError('a bug'));
    const plan = await unreadable.aws.finish(planNow('start', 'staging', unreadable.deps));

    expect(plan.items.map(({ expectedSeconds }) => expectedSeconds)).toEqual([undefined, undefined]);
    await expect(buggy.aws.finish(planNow('start', 'staging', buggy.deps))).rejects.toThrow('a bug');
  });
});

describe('a claim', () => {
  it('a claim that was not granted changes nothing', async () => {
    const { aws, deps, workflow } = world();
    const refused: Claim = { ...claimOf('stop'), granted: false, outcome: 'refused', reason: 'held' };

    expect(await planClaimed(workflow, refused, deps)).toEqual(emptyPlan('staging', 'stop'));
    expect(aws.calls()).toEqual([]);
  });

  it('a claim whose memories cannot be read has no plan, and says why', async () => {
    const { aws, deps, workflow } = world({
      memories: async () => {
        throw new OperationError('ACCESS_DENIED', 'no right to read');
      },
    });

    expect(await aws.finish(planClaimed(workflow, claimOf('stop'), deps))).toEqual({
      ...emptyPlan('staging', 'stop'),
      problem: 'no right to read',
    });
  });

  it('a claim of a dry run carries nothing out', async () => {
    const { aws, deps } = world();
    const plan = await aws.finish(planNow('stop', 'staging', deps));

    expect(toRun(claimOf('stop'), plan)).toBe(plan);
    expect(toRun(claimOf('stop', { dryRun: true }), plan)).toEqual(emptyPlan('staging', 'stop'));
  });
});
