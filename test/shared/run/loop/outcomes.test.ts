// What a look and its changes make of each resource: outcomes, memories, and what the engine has been charged.
import { describe, expect, it } from 'vitest';
import type { ServiceMemory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import { limits } from '#run/limits.ts';
import { applyResults, applySnapshot, cutShort } from '#run/loop/apply-snapshot.ts';
import { attempted, type Flight, retryInMs, serves, serving } from '#run/loop/flight.ts';
import { leadsToSomething, nextPoll } from '#run/loop/next-poll.ts';
import type { TimedResult } from '#run/loop/perform.ts';
import { begin, bracketsPerRound, operationsLeft, type Progress } from '#run/loop/progress.ts';
import type { PlanItem } from '#run/plan/plan.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { definitionOf, named, service } from '#test/support/definitions.ts';
import { lookAt } from '#test/support/looks.ts';

const web = service('web', { deadlineSeconds: { start: 600, stop: 600 } });
const app = service('app', { dependsOn: ['web'] });
const memory: ServiceMemory = { kind: 'ecs-service', resource: web.name, desired: 2, run: 'stop-1' };
const act: Next = { kind: 'act', effects: [{ do: 'set-desired-count', desired: 2 }], reason: 'should run' };
const wait: Next = { kind: 'wait', reason: 'starting' };
const ready: Next = { kind: 'ready', reason: 'steady' };
const seconds = 1_000;

const fresh = (more: Partial<Progress> = {}, at = 0): Progress => {
  const definition = definitionOf([web, app]);
  const plan = { ...planOperation('start', definition, new Map(), [memory]), memories: [memory] };
  const items = plan.items.map((item): PlanItem => ({ ...item, decision: 'act' }));
  return { ...begin({ ...plan, items }, definition.resources, at), ...more };
};
const outcomeOf = (progress: Progress, name = 'web') => progress.outcomes.get(named(name));
const seen = (next: Next, at = 0, polls = 1) => lookAt(at, { web: next }, { polls });
const resulting = (result: Partial<TimedResult>, next: Next = act, progress = fresh()) => {
  const look = seen(next, 7 * seconds);
  return applyResults(
    applySnapshot(progress, look),
    look,
    new Map([[web.name, { at: 7 * seconds, ...result } as TimedResult]]),
  );
};

describe('a resource that a look settles', () => {
  const head = { resource: 'web', kind: 'ecs-service', stage: 1, startedAt: 0, endedAt: 0 };

  it.each<[what: string, next: Next, expected: object]>([
    ['skipped where it is there at first sight', ready, { reason: 'steady', outcome: 'skipped' }],
    [
      'left down with a warning where somebody else had taken it down',
      { ...ready, staysDown: true } as Next,
      { reason: 'steady', warning: 'steady', outcome: 'skipped', staysDown: true },
    ],
    [
      'done with what is to be known of it',
      { ...ready, warning: 'look' },
      { reason: 'steady', warning: 'look', outcome: 'skipped' },
    ],
    [
      'refused',
      { kind: 'refuse', reason: 'never', code: 'C' },
      { reason: 'never', outcome: 'refused', errorCode: 'C' },
    ],
    ['failed', { kind: 'fail', reason: 'broken', code: 'C' }, { reason: 'broken', outcome: 'failed', errorCode: 'C' }],
    [
      'failed and in nobody’s way',
      { kind: 'fail', reason: 'gone', code: 'C', isGone: true },
      { reason: 'gone', outcome: 'failed', errorCode: 'C', isGone: true },
    ],
  ])('a resource that a look settles is %s', (_, next, expected) => {
    expect(outcomeOf(applySnapshot(fresh(), seen(next)))).toEqual({ ...head, ...expected });
  });

  it('a resource that a look settles at a later poll of the round was on its way', () => {
    expect(outcomeOf(applySnapshot(fresh(), seen(ready, 0, 2)))?.outcome).toBe('done');
  });

  it('a resource that is refused after it was changed has failed', () => {
    const changed = resulting({ ok: true });

    expect(
      outcomeOf(applySnapshot(changed, seen({ kind: 'refuse', reason: 'no', code: 'C' }, 9_000, 2)))?.outcome,
    ).toBe('failed');
  });

  it('a resource that a look gives up counts from when its turn came', () => {
    const late = fresh({}, 100 * seconds);

    expect(outcomeOf(applySnapshot(late, seen(wait, 699 * seconds)))).toBeUndefined();
    expect(outcomeOf(applySnapshot(late, seen(wait, 700 * seconds)))?.reason).toBe('timed out after 600 s: starting');
  });

  it('a resource that waits for one that is gone goes on, and for one that stays down or was refused does not', () => {
    const gone = applySnapshot(fresh(), seen({ kind: 'fail', reason: 'gone', code: 'C', isGone: true }));
    const down = applySnapshot(fresh(), seen({ ...ready, staysDown: true } as Next));
    const refused = applySnapshot(fresh(), seen({ kind: 'refuse', reason: 'never', code: 'C' }));

    expect(gone.flights.has(app.name)).toBe(true);
    expect(outcomeOf(down, 'app')?.reason).toBe('not touched: waits for web, which was steady');
    expect(outcomeOf(refused, 'app')?.reason).toBe('not touched: waits for web, which was refused');
  });
});

describe('what a change leaves behind', () => {
  const remembered = { ...memory, desired: 5, run: 'start-1' };
  const kept = (result: Partial<TimedResult>) => resulting(result).memories.get(web.name);

  it.each<[what: string, result: object, expected: ServiceMemory | undefined]>([
    ['a new memory', { ok: true, remembered }, remembered],
    ['the old memory where none was made', { ok: true }, memory],
    ['a memory that was given back', { ok: true, gaveBack: true }, { ...memory, givenBack: true }],
    ['no memory any more', { ok: true, forgot: true }, undefined],
    [
      'the old memory where it was refused',
      { ok: false, moved: true, retryable: true, code: 'C', message: 'm' },
      memory,
    ],
    ['the old memory where it was not tried', { ok: false, stale: true, untried: true }, memory],
    ['what is remembered by now where a process died', { ok: false, stale: true, remembered }, remembered],
    ['nothing where a process died and nothing is remembered', { ok: false, stale: true }, undefined],
  ])('a change leaves %s', (_, result, expected) => {
    expect(kept(result as Partial<TimedResult>)).toEqual(expected);
  });

  it('a change that gives back where nothing is remembered leaves nothing', () => {
    const progress = fresh({ memories: new Map() });

    expect(resulting({ ok: true, gaveBack: true }, act, progress).memories.size).toBe(0);
  });

  it('a change of what was only waited for counts for nothing', () => {
    expect(resulting({ ok: true, forgot: true }, wait).memories.size).toBe(1);
  });

  it('a change that is the last one settles its resource, and what was in order already is skipped', () => {
    const last: Next = { ...act, final: true };
    const done = resulting({ ok: true }, { ...last, warning: 'look' } as Next);
    const again = resulting({ ok: true }, { ...last, untouched: true } as Next, resulting({ ok: true }));

    expect(outcomeOf(done)).toEqual({
      ...{ resource: 'web', kind: 'ecs-service', stage: 1, startedAt: 7_000, endedAt: 7_000 },
      ...{ outcome: 'done', reason: 'should run', warning: 'look' },
    });
    expect(done.flights.has(web.name)).toBe(false);
    expect(outcomeOf(resulting({ ok: true }, last))).not.toHaveProperty('warning');
    expect(outcomeOf(resulting({ ok: true }, { ...last, untouched: true } as Next))?.outcome).toBe('skipped');
    expect(outcomeOf(again)?.outcome).toBe('done');
    expect(
      outcomeOf(resulting({ ok: true }, { ...last, untouched: true } as Next, applySnapshot(fresh(), seen(wait))))
        ?.outcome,
    ).toBe('done');
  });

  it('a change that a process died with may have been made', () => {
    expect(resulting({ ok: false, stale: true } as never).flights.get(web.name)).toMatchObject({
      seen: true,
      firstActAt: 7_000,
    });
    expect(resulting({ ok: false, stale: true, untried: true } as never).flights.get(web.name)).not.toHaveProperty(
      'firstActAt',
    );
  });
});

describe('what a run is charged', () => {
  it('what a run is charged is its polls, the brackets of its rounds, and its changes', () => {
    const looked = applySnapshot(fresh({ operations: 10, polls: 4 }), seen(act, 0, 6));
    const changed = applyResults(looked, seen(act, 0, 6), new Map([[web.name, { ok: true, at: 0 }]]));

    expect([looked.operations, looked.polls]).toEqual([10 + 2 + bracketsPerRound, 6]);
    expect(changed.operations).toBe(looked.operations + 1);
  });

  it('what a run is charged leaves room for its report, and ends it with what is still open', () => {
    const room = limits.operationsMax - limits.operationsKept - bracketsPerRound - (bracketsPerRound + 1);
    const at = (operations: number) => fresh({ operations, polls: 4 });
    const look = seen(act, 0, 6);

    expect(operationsLeft(at(room - 3), look)).toBe(1);
    expect(nextPoll(at(room - 3), seen(wait, 0, 6))).toMatchObject({ done: false });
    expect(nextPoll(at(room - 2), seen(wait, 0, 6))).toEqual({ done: true });
    expect(outcomeOf(applySnapshot(at(room - 3), look))).toBeUndefined();
    expect(outcomeOf(applySnapshot(at(room - 2), look))).toEqual({
      ...{ resource: 'web', kind: 'ecs-service', stage: 1, startedAt: 0, endedAt: 0, outcome: 'failed' },
      reason: 'unchanged (should run): the run has reached its operation limit; run it again to finish',
      errorCode: 'OPERATIONS',
    });
  });
});

describe('a run that is cut short', () => {
  it('a run that is cut short keeps the outcomes that there are', () => {
    const progress = applySnapshot(fresh(), seen(ready));

    expect(cutShort(progress, 'interrupted', 5_000).map(({ resource, outcome }) => [resource, outcome])).toEqual([
      ['web', 'skipped'],
      ['app', 'skipped'],
    ]);
    expect(cutShort(progress, 'interrupted', 5_000)[0]?.reason).toBe('steady');
  });

  it.each<[what: string, more: object]>([
    ['lost its lease', { leaseHeld: false }],
    ['was interrupted', { interrupted: true }],
  ])('a run that %s waits for nothing', (_, more) => {
    expect(nextPoll(fresh(), { ...seen(wait), ...more })).toEqual({ done: true });
  });

  it('a run waits for what it knows, and not for what it has not seen', () => {
    expect(nextPoll(fresh(), seen(wait))).toEqual({ done: false, afterSeconds: 5 });
    expect(nextPoll(fresh(), lookAt(0, {}))).toEqual({ done: true });
  });

  it('a run gives up at the deadline, and not before', () => {
    const progress = fresh();
    const flight = progress.flights.get(web.name) as Flight;

    expect(leadsToSomething(progress, web.name, flight, wait, 599_999)).toBe(false);
    expect(leadsToSomething(progress, web.name, flight, wait, 600_000)).toBe(true);
  });
});

describe('a flight', () => {
  const flight: Flight = { since: 1, reason: 'why', servedAt: 3 };
  const effects = [
    { do: 'set-desired-count', desired: 1 },
    { do: 'give-back', capturedBy: 'x' },
  ] as const;

  it('a flight keeps since when it serves until it is ready, and forgets it where it serves no more', () => {
    expect(serving(flight, ready, 9)).toEqual({ servedAt: 3 });
    expect(serving({ since: 1 }, ready, 9)).toEqual({});
    expect(serving({ since: 1 }, { ...wait, serves: true }, 9)).toEqual({ servedAt: 9 });
    expect(serving(flight, { ...wait, serves: true }, 9)).toEqual({ servedAt: 3 });
    expect(serving(flight, wait, 9)).toEqual({});
    expect(serves({ ...ready, serves: true } as Next)).toBe(false);
  });

  it('a flight counts attempts at the same change, and begins anew with another', () => {
    const once = attempted(flight, effects, { ok: true, at: 10 }, 5);
    const twice = attempted(once, effects.slice(1), { ok: true, at: 20 }, 15);

    expect(once).toEqual({
      ...{ since: 1, seen: true, reason: 'why', firstActAt: 5, servedAt: 3 },
      last: { effects: effects.map((one) => JSON.stringify(one)), at: 10, attempts: 1 },
    });
    expect(twice.last?.attempts).toBe(2);
    expect(twice.firstActAt).toBe(5);
    expect(attempted(once, [{ do: 'set-desired-count', desired: 7 }], { ok: true, at: 20 }, 15).last?.attempts).toBe(1);
    const bare = attempted({ since: 1 }, effects, { ok: true, at: 10 }, 5);
    expect(['reason', 'servedAt', 'lastError'].filter((key) => key in bare)).toEqual([]);
  });

  it('a flight tries the same change again later, and one that is partly new at once', () => {
    const once = attempted(flight, effects, { ok: true, at: 10_000 }, 5);

    expect(retryInMs(once, effects, 12_000)).toBe(8_000);
    expect(retryInMs(once, effects.slice(0, 1), 12_000)).toBe(8_000);
    expect(retryInMs(once, [effects[0], { do: 'set-desired-count', desired: 7 }], 12_000)).toBe(0);
    expect(retryInMs({ since: 1 }, effects, 12_000)).toBe(0);
  });
});
