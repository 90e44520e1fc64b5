// A plan in parts: nothing is lost, nothing is there twice, and each part stays small.
import { describe, expect, it } from 'vitest';
import type { Plan } from '#run/plan/plan.ts';
import { type PlanPart, partOf, partsOf, wholePlan } from '#run/plan/plan-parts.ts';
import { database, definitionOf, named, numbered } from '#test/support/definitions.ts';

const resources = numbered(301, 'db', (name, index) => database(name, index > 0 ? { dependsOn: ['db-0'] } : {}));
const names = resources.map(({ name }) => name);
const [first = named(''), second = named('')] = names;
const last = names.at(-1) ?? named('');
const definition = definitionOf(resources.map((one, index) => ({ ...one, dependsOn: index > 0 ? [first] : [] })));
const gone = named('gone');

const memory = (resource: typeof first) =>
  ({ kind: 'rds-instance', resource, run: 'x', downBy: 'curfew' }) as Plan['memories'][number];
const everything = {
  outlived: [first, last, gone],
  wereUp: [second, last],
  theirs: { [second]: 'stopped by production', [last]: 'stopped by production' },
  orphans: ['gone: no longer in the definition'],
  warnings: ['1 task of report'],
} satisfies Partial<Plan>;

const planOf = (more: Partial<Plan> = {}): Plan => ({
  ...{ environment: definition.environment, action: 'start', stages: [[first], names.slice(1)] },
  items: definition.resources.map((one, index) => ({
    ...{ resource: one.name, kind: one.kind, stage: index > 0 ? 2 : 1, decision: 'act', reason: 'is down' },
    after: one.dependsOn,
  })),
  memories: [memory(gone), memory(first), memory(last)],
  ...more,
});
const partsIn = (plan: Plan): PlanPart[] => [0, 1, 2].map((index) => partOf(plan, index));

describe('a plan in parts', () => {
  it.each([
    [0, 1],
    [1, 1],
    [150, 1],
    [151, 2],
    [301, 3],
  ])('a plan of %s resources has %s parts', (count, parts) => {
    expect(partsOf({ resources: resources.slice(0, count) })).toBe(parts);
  });

  it.each<[string, Partial<Plan>]>([
    ['nothing but items and memories', {}],
    ['everything', everything],
    ...Object.entries(everything).map(([key, value]): [string, Partial<Plan>] => [key, { [key]: value }]),
  ])('a plan that is put together again is what it was: with %s', (_, more) => {
    const plan = planOf(more);
    const whole = wholePlan('start', definition, partsIn(plan));
    const inOrder = [...(more.outlived ?? [])].toSorted((a, b) => Number(b === gone) - Number(a === gone));

    expect({ ...whole, stages: plan.stages, outlived: new Set(whole.outlived) }).toEqual({
      ...plan,
      outlived: new Set(inOrder),
    });
    expect(whole.stages.flat()).toHaveLength(301);
    expect(Object.keys(whole)).toEqual(Object.keys(plan));
  });

  it('each part has what is of its own resources, and the first what is of none', () => {
    const [one, two, three] = partsIn(planOf(everything));

    expect(one).toMatchObject({
      outlived: [first, gone],
      wereUp: [second],
      theirs: { [second]: 'stopped by production' },
      orphans: everything.orphans,
      warnings: everything.warnings,
    });
    expect(one?.items.map(({ resource }) => resource)).toEqual(names.slice(0, 150));
    expect(one?.memories).toEqual([memory(gone), memory(first)]);
    expect(two?.items.map(({ resource }) => resource)).toEqual(names.slice(150, 300));
    expect(Object.keys(two ?? {})).toEqual(['items', 'memories']);
    expect(two?.memories).toEqual([]);
    expect(three?.items).toHaveLength(1);
    expect(three).toMatchObject({ outlived: [last], wereUp: [last], theirs: { [last]: 'stopped by production' } });
    expect(Object.keys(three ?? {})).toEqual(['items', 'memories', 'outlived', 'wereUp', 'theirs']);
  });

  it('a reason as long as a page is shortened, and what an item waits for is not kept', () => {
    const long = planOf();
    const [item] = partOf(
      { ...long, items: long.items.map((one) => ({ ...one, reason: 'x'.repeat(9_000) })) },
      0,
    ).items;

    expect(item?.reason.length).toBeLessThanOrEqual(500);
    expect(Object.keys(item ?? {})).not.toContain('after');
  });
});
