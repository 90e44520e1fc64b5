// Runs of environments that have more changes to make than the engine has operations.
import { describe, expect, it } from 'vitest';
import { bytesOf } from '#core/bytes.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Next } from '#kinds/next.ts';
import { operationLimits } from '#kinds/operations.ts';
import { limits } from '#run/limits.ts';
import { boundedNexts } from '#run/loop/bounded-nexts.ts';
import { bytesAbout, pollsSpent, restSeconds } from '#run/loop/budget.ts';
import { nextPoll } from '#run/loop/next-poll.ts';
import { begin } from '#run/loop/progress.ts';
import { runProgress } from '#run/loop/run-progress.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { database, definitionOf, numbered } from '#test/support/definitions.ts';
import { lookAt } from '#test/support/looks.ts';
import { playSmallRun } from './small-runs.ts';

const longName = (name: string): string => `${name}-${'x'.repeat(39 - name.length)}`;
const many = (count: number) => numbered(count, 'db', (name) => database(longName(name)));

/** Counts what the engine is asked for: steps, brackets, and the polls of a wait. */
const metered = () => {
  const counted = { operations: 0, steps: 0 };
  const counting = (workflow: Workflow): Workflow => ({
    ...workflow,
    waitUntil: (name, initial, check, next) => {
      counted.operations++;
      const counts = (state: typeof initial) => {
        counted.operations++;
        return check(state);
      };
      return workflow.waitUntil(name, initial, counts, next);
    },
    parallel: (name, branches, most) => {
      counted.operations += 1 + branches.length;
      counted.steps += branches.length;
      return workflow.parallel(name, branches, most);
    },
    scope: (name, fn) => {
      counted.operations++;
      return workflow.scope(name, (inner) => fn(counting(inner)));
    },
  });
  return { counted, workflow: counting };
};

const progressOf = (count: number, more: object = {}) => {
  const resources = many(count);
  const plan = planOperation('start', definitionOf(resources), new Map(), []);
  return { ...begin(plan, resources, 0), ...more };
};

const waiting = (count: number, reason = 'starting'): Record<string, Next> =>
  Object.fromEntries(many(count).map(({ name }) => [name, { kind: 'wait', reason }]));

describe('a run of a large environment', () => {
  it('a run of a large environment makes a few changes in a step, in far fewer rounds, and calls a bug what throws alone', async () => {
    const { counted, workflow } = metered();
    const resources = numbered(2_000, 'db', (name) => database(name));
    const { result, lines } = await playSmallRun({
      ...{ resources, workflow },
      act: ({ name }) => {
        if (name === 'db-001' || name === 'db-003') throw new Error('oops');
      },
    });
    const failed = result.outcomes.filter(({ outcome }) => outcome !== 'done');

    expect(failed.map(({ resource, reason }) => [resource, reason])).toEqual([
      ['db-001', 'a bug in Curfew: oops'],
      ['db-003', 'a bug in Curfew: oops'],
    ]);
    expect(lines.filter((line) => line.startsWith('start-instance'))).toHaveLength(2_000);
    expect(counted.steps).toBe(1_000);
    expect(counted.operations).toBeLessThan(operationLimits.operationsMax / 2);
  });

  it('a run of a large environment looks at nothing until its changes have gathered, unless it is interrupted', () => {
    const progress = progressOf(1_900, { restUntil: 10_500 });
    const look = lookAt(2_000, waiting(1_900), { polls: 0 });

    expect(nextPoll(progress, look)).toEqual({ done: false, afterSeconds: 9 });
    expect(nextPoll(progress, { ...look, interrupted: true })).toEqual({ done: true });
    expect(nextPoll(progress, { ...look, leaseHeld: false })).toEqual({ done: true });
  });
});

describe('changes', () => {
  const look = lookAt(0, waiting(10));

  it.each<[what: string, count: number, changes: number, more: object, seconds: number]>([
    ['do not gather where the engine has a step for each', 60, 3, {}, 0],
    ['do not gather where a round could not make them all', 1_900, limits.changesPerRoundMax, {}, 0],
    ['gather for a few seconds at first', 1_900, 3, {}, 10],
    ['gather for longer where operations are scarce', 1_900, 3, { operations: 2_700 }, 45],
    ['gather for longer where bytes are scarce', 1_900, 3, { bytes: limits.looksBytesMax - 5_000 }, 45],
  ])('changes %s', (_, count, changes, more, seconds) => {
    expect(restSeconds(progressOf(count, more), look, changes)).toBe(seconds);
  });

  it('changes gather for nothing where nothing is left to change', () => {
    expect(restSeconds(progressOf(1_900, { flights: new Map() }), look, 3)).toBe(0);
  });
});

describe('looks', () => {
  it('looks at a few resources are as many as polls allow', () => {
    expect(pollsSpent(progressOf(60), lookAt(0, waiting(60), { polls: 7 }))).toBe(7);
    expect(pollsSpent(progressOf(60), lookAt(0, {}, { polls: 7 }))).toBe(7);
  });

  it('looks at thousands of resources are fewer, so that all of them together are not more than the engine keeps', () => {
    const nexts = waiting(2_000);
    const spent = pollsSpent(progressOf(2_000), lookAt(0, nexts, { polls: 1 }));
    const left = limits.pollsMax - spent;

    expect(left).toBeLessThan(limits.pollsMax / 2);
    expect((left + 3) * bytesOf(nexts)).toBeLessThan(100_000_000);
  });

  it.each([
    ['waits', { kind: 'wait', reason: 'the status is modifying' } as const],
    ['a change', { kind: 'act', reason: 'stopped, should be up', effects: [{ do: 'start-instance' }] } as const],
  ])('looks are known by their size without being written, to a factor of two: %s', (_, next) => {
    const nexts = Object.fromEntries(many(50).map(({ name }) => [name, next]));

    expect(bytesAbout(nexts) / bytesOf(nexts)).toBeGreaterThan(0.7);
    expect(bytesAbout(nexts) / bytesOf(nexts)).toBeLessThan(2);
  });

  it('a look at as many resources as there may be, with the longest names and reasons, leaves room for a round of changes', () => {
    const count = operationLimits.resourcesMax;
    const effects = [{ do: 'start-instance' }] as const;
    const changing = many(count).slice(-limits.changesPerRoundMax);
    const nexts = {
      ...waiting(count, 'y'.repeat(500)),
      ...Object.fromEntries(changing.map(({ name }) => [name, { kind: 'act', effects, reason: 'down' } as const])),
    };
    const bounded = boundedNexts(nexts, () => true);

    expect(Object.keys(bounded)).toHaveLength(count);
    expect(bytesOf(bounded)).toBeLessThanOrEqual(190_000);
    expect(Object.values(bounded).filter(({ kind }) => kind === 'act')).toHaveLength(limits.changesPerRoundMax);
  });
});

describe('the progress of a run', () => {
  it.each([
    ['of as many resources as fit without reasons, names them all', 1_700, 1_700],
    ['of more than that, names those on their way first', operationLimits.resourcesMax, 1_700],
  ])('the progress of a run %s', (_, count, least) => {
    const progress = progressOf(count);
    const told = runProgress(progress, lookAt(0, waiting(count, 'y'.repeat(500))));

    expect(bytesOf(told)).toBeLessThanOrEqual(300_000);
    expect(told.resources.length).toBeGreaterThanOrEqual(least);
    expect(told.resources[0]).not.toHaveProperty('reason');
  });

  it('the progress of a run that does not fit leaves out what is over, not what is on its way', () => {
    const count = operationLimits.resourcesMax;
    const progress = progressOf(count);
    const over = many(count).slice(0, 1_000);
    const outcomes = new Map(
      over.map(({ name }) => [name, { resource: name, kind: 'rds-instance', stage: 1, outcome: 'done', reason: 'up' }]),
    );
    const flights = new Map([...progress.flights].filter(([name]) => !outcomes.has(name)));
    const told = runProgress({ ...progress, outcomes, flights } as never, lookAt(0, waiting(count, 'y'.repeat(500))));

    expect(told.resources.filter(({ state }) => state === 'moving')).toHaveLength(count - over.length);
  });
});
