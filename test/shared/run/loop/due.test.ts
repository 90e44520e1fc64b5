import { describe, expect, it } from 'vitest';
import type { Next } from '#kinds/next.ts';
import type { Resource } from '#kinds/resource.ts';
import { limits } from '#run/limits.ts';
import { applyResults, applySnapshot } from '#run/loop/apply-snapshot.ts';
import { dueResources, dueTimes } from '#run/loop/due.ts';
import { nextPoll } from '#run/loop/next-poll.ts';
import { begin, type Progress, type Snapshot } from '#run/loop/progress.ts';
import type { Plan } from '#run/plan/plan.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';
import { lookAt } from '#test/support/looks.ts';

const orders = database('orders');
const ledger = database('ledger');
const shop = service('shop');
const stock = service('stock');
const start: Next = { kind: 'act', effects: [{ do: 'start-instance' }], reason: 'stopped' };
const wait: Next = { kind: 'wait', reason: 'starting' };
const seconds = (count: number): number => count * 1_000;

const planOf = (resources: readonly Resource[], expected: ReadonlyMap<string, number>): Plan =>
  planOperation('start', definitionOf(resources), new Map(), [], expected);

/** Everything was started at 0, and nothing is there yet. */
const begun = (resources: readonly Resource[], expected: ReadonlyMap<string, number> = new Map()): Progress => {
  const fresh = begin(planOf(resources, expected), resources, 0);
  const seen = lookAt(0, Object.fromEntries(resources.map(({ name }) => [name, start])));
  return applyResults(
    applySnapshot(fresh, seen),
    seen,
    new Map(resources.map(({ name }) => [name, { ok: true, at: 0 }] as const)),
  );
};

const waiting = (resources: readonly Resource[]) => Object.fromEntries(resources.map(({ name }) => [name, wait]));

const due = (progress: Progress, look: Snapshot, atSeconds: number): string[] =>
  dueResources(progress, look, seconds(atSeconds)).map(({ name }) => name);

const looksUntil = (progress: Progress, resources: readonly Resource[], endSeconds: number): number => {
  let look = lookAt(0, waiting(resources), { polls: 0 });
  while (look.at < seconds(endSeconds)) {
    const judged = nextPoll(progress, look);
    if (judged.done) throw new Error('there is nothing to do but wait');
    look = lookAt(look.at + seconds(judged.afterSeconds), waiting(resources), { polls: look.polls + 1 });
  }
  return look.polls;
};

describe('what is looked at', () => {
  const all = [orders, ledger, shop];

  it('what is looked at is everything of which nothing is known yet', () => {
    expect(due(begun(all), lookAt(0, {}), 0)).toEqual(['orders', 'ledger', 'shop']);
  });

  it('what is looked at is everything of a kind as soon as one of it is due', () => {
    const progress = begun(all);
    const look = lookAt(seconds(300), waiting(all), {
      readAt: { 'rds-instance': seconds(300), 'ecs-service': seconds(285) },
    });

    expect(due(progress, look, 300)).toEqual(['shop']);
    expect(due(progress, look, 312)).toEqual(['orders', 'ledger', 'shop']);
  });

  it('what is looked at is brought together with what is due a moment later', () => {
    const progress = begun(all);
    const look = lookAt(seconds(100), waiting(all), {
      readAt: { 'rds-instance': seconds(100), 'ecs-service': seconds(98) },
    });

    expect(nextPoll(progress, look)).toEqual({ done: false, afterSeconds: 5 });
    expect(due(progress, look, 105)).toEqual(['orders', 'ledger', 'shop']);
  });

  describe('next round', () => {
    const suspended = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };
    const rescale: Next = { kind: 'act', effects: [{ do: 'set-scaling', suspended }], reason: 'scales' };
    const failure = { moved: true, retryable: true, code: 'InvalidDBInstanceState', message: 'no' };

    /** Of three, the shop is changed at 60 s. */
    const dueAt = (atSeconds: number, change: Next, ok = true): string[] => {
      const seen = lookAt(seconds(60), { orders: wait, shop: change, stock: wait });
      const result = ok ? { ok: true as const, at: seconds(60) } : { ok: false as const, ...failure, at: seconds(60) };
      const progress = applySnapshot(begun([orders, shop, stock]), seen);
      const next = applyResults(progress, seen, new Map([[shop.name, result]]));
      return dueResources(next, next.known, seconds(atSeconds)).map(({ name }) => name);
    };

    it('what is looked at next round is what has just begun to move, with what waits, and not sooner', () => {
      expect(dueAt(60, start)).toEqual([]);
      expect(dueAt(65, start)).toEqual(['orders', 'shop', 'stock']);
    });

    it('what is looked at next round is at once what is at its goal with its change, and what AWS refused to change', () => {
      expect(dueAt(60, rescale)).toEqual(['shop', 'stock']);
      expect(dueAt(60, start, false)).toEqual(['shop', 'stock']);
    });
  });
});

it('what is looked at with two polls left is looked at after a fifth of the time left, counted from the beginning of the run', () => {
  const slow = { ...orders, deadlineSeconds: { start: 100_000, stop: 100_000 } };
  const look = lookAt(seconds(1_000), waiting([slow]), { polls: limits.pollsMax - 2 });

  expect(nextPoll({ ...begun([slow]), startedAt: seconds(100) }, look)).toEqual({
    done: false,
    afterSeconds: Math.ceil((limits.runSecondsMax - 900) / 5),
  });
});

describe('what took ten minutes before', () => {
  const expected = new Map([['orders', 600]]);

  it('what took ten minutes before is looked at half as often until it is there, and as closely at its end', () => {
    const learned = looksUntil(begun([orders], expected), [orders], 600);
    const blind = looksUntil(begun([orders]), [orders], 600);

    expect(learned).toBeLessThan(blind / 2);
    expect(nextPoll(begun([orders], expected), lookAt(seconds(600), waiting([orders])))).toEqual(
      nextPoll(begun([orders]), lookAt(seconds(600), waiting([orders]))),
    );
  });

  it('what took ten minutes before is looked at as usual when it was on its way before this run', () => {
    const progress = begin(planOf([orders], expected), [orders], 0);

    expect(nextPoll(progress, lookAt(seconds(30), waiting([orders])))).toEqual({ done: false, afterSeconds: 5 });
  });
});

describe('when a change is tried again', () => {
  const refused = begun([orders]);
  /** Decided again at 4 s, ten seconds after which it may be tried. */
  const look = lookAt(seconds(4), { orders: start });

  it('when a change is tried again it is looked at in that second, and not after', () => {
    const flight = refused.flights.get(orders.name);
    if (!flight) throw new Error('orders is not in flight');

    expect(dueTimes(refused, look, orders.name, flight)).toEqual({ lookAt: seconds(4 + 5), actAt: seconds(10) });
    expect(dueTimes(refused, lookAt(seconds(4), waiting([orders])), orders.name, flight).actAt).toBe(seconds(1_800));
    expect(dueTimes(refused, lookAt(seconds(1_795), { orders: start }), orders.name, flight).actAt).toBe(
      seconds(1_800),
    );
    expect(dueTimes(refused, lookAt(0, {}), orders.name, flight)).toEqual({ lookAt: 0, actAt: seconds(1_800) });
    expect(dueTimes(refused, lookAt(0, waiting([orders]), { readAt: {} }), orders.name, flight).lookAt).toBe(0);
  });

  it('when a change is tried again near the deadline, that comes first', () => {
    const flight = {
      since: 0,
      firstActAt: 0,
      last: { effects: [JSON.stringify({ do: 'start-instance' })], at: seconds(1_790), attempts: 9 },
    };

    expect(dueTimes(refused, lookAt(seconds(1_791), { orders: start }), orders.name, flight).actAt).toBe(
      seconds(1_800),
    );
  });

  it('when a change moved for long its pace follows how long it moves', () => {
    const flight = { since: seconds(100), firstActAt: seconds(200) };

    expect(dueTimes(refused, lookAt(seconds(700), waiting([orders])), orders.name, flight).lookAt).toBe(seconds(720));
    expect(
      dueTimes(refused, lookAt(seconds(600), waiting([orders])), orders.name, { since: seconds(100) }).lookAt,
    ).toBe(seconds(620));
  });

  it('what is due within half the shortest wait is looked at together, and at a deadline even sooner', () => {
    const slow = begun([orders, shop]);
    const at = (ms: number, readAtMs: number) =>
      dueResources(
        slow,
        lookAt(0, waiting([orders, shop]), { readAt: { 'rds-instance': readAtMs, 'ecs-service': ms } }),
        ms,
      ).map(({ name }) => name);

    expect(at(10_000, 7_500)).toEqual(['orders']);
    expect(at(10_000, 7_501)).toEqual([]);
    expect(at(1_800_000, 1_799_999)).toEqual(['orders', 'shop']);
  });

  it('what is due and no longer known is left out', () => {
    const { resources: _, ...rest } = begun([orders]);

    expect(dueResources({ ...rest, resources: new Map() }, lookAt(0, {}), 0)).toEqual([]);
  });
});
