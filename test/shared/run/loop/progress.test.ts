import { describe, expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Resource } from '#kinds/resource.ts';
import { applyResults, applySnapshot, cutShort } from '#run/loop/apply-snapshot.ts';
import { dueNow, nextPoll } from '#run/loop/next-poll.ts';
import { begin, isOver, type Progress, type Snapshot } from '#run/loop/progress.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';
import { lookAt } from '#test/support/looks.ts';

const name = (text: string) => text as ResourceName;

/** A chain: db, then app, then web; and lone, which waits for nothing. */
const after: Record<string, string[]> = { db: [], app: ['db'], web: ['app'], lone: [] };
const resources = Object.keys(after).map(
  (one): Resource => ({
    kind: 'ecs-service',
    name: name(one),
    dependsOn: (after[one] ?? []).map(name),
    deadlineSeconds: { start: 600, stop: 600 },
    optional: false,
    cluster: 'c',
    service: one,
  }),
);
const items = resources.map(
  (resource, index): PlanItem => ({
    resource: resource.name,
    kind: resource.kind,
    stage: index + 1,
    decision: 'act',
    reason: '',
    after: resource.dependsOn,
  }),
);
const plan: Plan = { environment: 'e', action: 'start', stages: [], items, memories: [] };

const start: Next = { kind: 'act', effects: [{ do: 'set-desired-count', desired: 1 }], reason: 'should run' };
const wait: Next = { kind: 'wait', reason: 'starting' };
const ready: Next = { kind: 'ready', reason: 'steady' };

const seconds = (count: number) => count * 1_000;
const look = (atSeconds: number, nexts: Record<string, Next>, polls = 1, leaseHeld = true): Snapshot =>
  lookAt(seconds(atSeconds), nexts, { polls, leaseHeld });
const fresh = () => begin(plan, resources, 0);
const flying = (progress: Progress) => [...progress.flights.keys()];
const outcome = (progress: Progress, one: string) => progress.outcomes.get(name(one));
const ok = new Map([[name('db'), { ok: true as const, at: 0 }]]);
const refusal = (facts: { moved?: boolean; retryable?: boolean }) =>
  new Map([
    [
      name('db'),
      { ok: false as const, moved: false, retryable: false, code: 'SomeCode', message: 'it said no', at: 0, ...facts },
    ],
  ]);

describe('a run', () => {
  it('a run begins with what waits for nothing', () => {
    expect(flying(fresh())).toEqual(['db', 'lone']);
  });

  it('a run lets a resource in the moment everything it waits for is settled', () => {
    const progress = applySnapshot(fresh(), look(10, { db: ready, lone: wait }));

    expect(flying(progress)).toEqual(['lone', 'app']);
  });

  it('a run calls skipped what was at its goal at first sight', () => {
    expect(outcome(applySnapshot(fresh(), look(0, { db: ready, lone: wait })), 'db')).toMatchObject({
      outcome: 'skipped',
    });
  });

  it('a run calls done what was on its way by itself and then arrived', () => {
    const moving = applySnapshot(fresh(), look(0, { db: wait, lone: wait }));

    expect(outcome(applySnapshot(moving, look(60, { db: ready, lone: wait }, 2)), 'db')).toMatchObject({
      outcome: 'done',
    });
  });

  it('a run is over when every resource has an outcome', () => {
    let progress = fresh();
    for (const [index, one] of ['db', 'app', 'web'].entries())
      progress = applySnapshot(progress, look(index, { [one]: ready, lone: ready }, index + 1));

    expect(isOver(progress)).toBe(true);
    expect([...progress.outcomes.keys()].toSorted()).toEqual(['app', 'db', 'lone', 'web']);
  });
});

describe('a failure', () => {
  const failed = () =>
    applySnapshot(fresh(), look(5, { db: { kind: 'fail', reason: 'broken', code: 'storage-full' }, lone: wait }));

  it('a failure blocks everything that waits for it, near and far, and nothing else', () => {
    const progress = failed();

    expect(outcome(progress, 'db')).toMatchObject({ outcome: 'failed', errorCode: 'storage-full' });
    expect(outcome(progress, 'app')).toMatchObject({ outcome: 'blocked', blockedBy: 'db' });
    expect(outcome(progress, 'web')).toMatchObject({
      outcome: 'blocked',
      blockedBy: 'db',
      reason: expect.stringContaining('through app'),
    });
    expect(flying(progress)).toEqual(['lone']);
  });

  it('a failure is final for a call that AWS will refuse again', () => {
    const seen = look(0, { db: start, lone: wait });
    const progress = applyResults(applySnapshot(fresh(), seen), seen, refusal({}));

    expect(outcome(progress, 'db')).toMatchObject({ outcome: 'failed', errorCode: 'SomeCode', reason: 'it said no' });
  });

  it.each([{ moved: true }, { retryable: true }])(
    'a failure is none for a refusal with %j: the next look decides again',
    (facts) => {
      const seen = look(0, { db: start, lone: wait });
      const progress = applyResults(applySnapshot(fresh(), seen), seen, refusal(facts));

      expect(flying(progress)).toContain('db');
    },
  );
});

describe('what waits', () => {
  it('what waits for one that is on its way and one that failed is blocked at once', () => {
    const both = items.map((item) => (item.resource === 'web' ? { ...item, after: [name('lone'), name('db')] } : item));
    const progress = applySnapshot(
      begin({ ...plan, items: both }, resources, 0),
      look(0, { db: { kind: 'fail', reason: 'broken', code: 'C' }, lone: wait }),
    );

    expect(outcome(progress, 'web')).toMatchObject({ outcome: 'blocked', blockedBy: 'db' });
  });

  it('what waits for something blocked says what came of the first in the chain', () => {
    const progress = applySnapshot(
      fresh(),
      look(0, { db: { kind: 'refuse', reason: 'never', code: 'C' }, lone: wait }),
    );

    expect(outcome(progress, 'web')?.reason).toBe('not touched: waits for db (through app), which was refused');
  });
});

describe('a change', () => {
  const afterFirst = () => {
    const seen = look(0, { db: start, lone: wait });
    return applyResults(applySnapshot(fresh(), seen), seen, ok);
  };

  it('a change is due when it is decided', () => {
    const seen = look(0, { db: start, lone: wait });

    expect(nextPoll(fresh(), seen)).toEqual({ done: true });
    expect(dueNow(fresh(), seen).map(({ resource }) => resource.name)).toEqual(['db']);
  });

  it('a change is not made again at once when a late read still shows the old state', () => {
    const stale = look(1, { db: start, lone: wait }, 2);

    expect(dueNow(afterFirst(), stale)).toEqual([]);
    expect(nextPoll(afterFirst(), stale)).toMatchObject({ done: false });
  });

  it('a change is made again when it had no effect for a while', () => {
    const later = look(11, { db: start, lone: wait }, 3);

    expect(dueNow(afterFirst(), later)).toHaveLength(1);
  });

  it('a change is made at once when it is another one', () => {
    const other: Next = { kind: 'act', effects: [{ do: 'forget', capturedBy: 'r' }], reason: 'steady' };

    expect(dueNow(afterFirst(), look(1, { db: other, lone: wait }, 2))).toHaveLength(1);
  });

  it('a change that is final settles its resource without another look', () => {
    const seen = look(30, {
      db: { kind: 'act', effects: [{ do: 'forget', capturedBy: 'r' }], reason: 'steady', final: true },
      lone: wait,
    });
    const progress = applyResults(applySnapshot(fresh(), seen), seen, ok);

    expect(outcome(progress, 'db')).toMatchObject({ outcome: 'done', reason: 'steady' });
    expect(flying(progress)).toContain('app');
  });
});

describe('a change whose turn came too late', () => {
  it('a change whose turn came too late leaves no trace: what gets to its goal without it is skipped, not done', () => {
    const seen = look(0, { db: start, lone: wait });
    const late = new Map([
      [name('db'), { ok: false as const, stale: true as const, untried: true as const, at: seconds(60) }],
    ]);
    const progress = applyResults(applySnapshot(fresh(), seen), seen, late);

    expect(flying(progress)).toContain('db');
    expect(
      outcome(applySnapshot(progress, look(61, { db: ready, lone: wait }, progress.polls + 1)), 'db'),
    ).toMatchObject({
      outcome: 'skipped',
    });
  });
});

describe('a change that was decided before the run died', () => {
  const memory = (desired: number): Memory => ({ kind: 'ecs-service', resource: name('db'), desired, run: 'stop-1' });
  const stale = (remembered?: Memory) =>
    new Map([
      [
        name('db'),
        { ok: false as const, stale: true as const, at: seconds(60), ...(remembered ? { remembered } : {}) },
      ],
    ]);
  const resumed = (remembered?: Memory) => {
    const seen = look(0, { db: start, lone: wait });
    const before = { ...applySnapshot(fresh(), seen), memories: new Map([[name('db'), memory(2)]]) };
    return applyResults(before, seen, stale(remembered));
  };

  it('a change that was decided before the run died is decided anew at the next look, from what is remembered by then', () => {
    expect(resumed(memory(4)).memories.get(name('db'))).toEqual(memory(4));
    expect(resumed().memories.has(name('db'))).toBe(false);
    expect(resumed().known.nexts).not.toHaveProperty('db');
    expect(dueNow(resumed(), look(61, { db: start, lone: wait }, 2))).toHaveLength(1);
  });

  it('a change that was decided before the run died may have been made: what then is refused has failed, as a refusal says that nothing was changed', () => {
    const refusal: Next = { kind: 'refuse', reason: 'at 0 and no task count is remembered', code: 'NO_MEMORY' };
    const seen = look(61, { db: refusal, lone: wait }, 2);

    expect(outcome(applySnapshot(resumed(), seen), 'db')).toMatchObject({ outcome: 'failed', errorCode: 'NO_MEMORY' });
    expect(outcome(applySnapshot(fresh(), seen), 'db')).toMatchObject({ outcome: 'refused' });
  });
});

describe('a deadline', () => {
  it('a deadline ends a resource that never arrives, with what it was waiting for', () => {
    const late = look(600, { db: wait, lone: ready }, 9);

    expect(nextPoll(fresh(), late)).toEqual({ done: true });
    expect(outcome(applySnapshot(fresh(), late), 'db')).toMatchObject({
      outcome: 'failed',
      errorCode: 'DEADLINE',
      reason: expect.stringContaining('starting'),
    });
  });

  it('a deadline keeps the last error of AWS as the reason', () => {
    const seen = look(0, { db: start, lone: wait });
    const throttled = applyResults(applySnapshot(fresh(), seen), seen, refusal({ retryable: true }));

    expect(outcome(applySnapshot(throttled, look(600, { db: start, lone: wait }, 9)), 'db')).toMatchObject({
      outcome: 'failed',
      errorCode: 'SomeCode',
      reason: expect.stringContaining('it said no'),
    });
  });

  it('a deadline is looked at in time: the wait before it is never longer than what is left', () => {
    expect(nextPoll(fresh(), look(598, { db: wait, lone: wait }, 20))).toEqual({ done: false, afterSeconds: 2 });
  });

  it('a deadline of a resource begins with its turn, not with the run', () => {
    const progress = applySnapshot(fresh(), look(500, { db: ready, lone: ready }));

    expect(isOver(applySnapshot(progress, look(700, { app: wait }, 2)))).toBe(false);
    expect(outcome(applySnapshot(progress, look(1_100, { app: wait }, 3)), 'app')).toMatchObject({ outcome: 'failed' });
  });
});

describe('a run that lost its lease', () => {
  it('a run that lost its lease stops at once', () => {
    expect(nextPoll(fresh(), look(0, {}, 1, false))).toEqual({ done: true });
  });

  it('a run that lost its lease gives every resource an outcome and says which ones it had begun', () => {
    const seen = look(0, { db: start, lone: wait });
    const outcomes = cutShort(applyResults(applySnapshot(fresh(), seen), seen, ok), 'superseded', seconds(5));

    expect(outcomes.map((one) => [one.resource, one.outcome])).toEqual([
      ['db', 'failed'],
      ['app', 'skipped'],
      ['web', 'skipped'],
      ['lone', 'skipped'],
    ]);
    expect(outcomes[0]).toMatchObject({ errorCode: 'SUPERSEDED' });
  });
});
