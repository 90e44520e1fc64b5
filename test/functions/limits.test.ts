// What AWS takes of one value, with as many resources as a run can do and the longest names: checkpoints of 256 KB, items of 400 KB,
// messages of 256 KB. What does not fit is told in part and counted.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, shortened, someNames } from '#core/bytes.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import { boundedNexts } from '#run/loop/bounded-nexts.ts';
import { begin } from '#run/loop/progress.ts';
import { runProgress } from '#run/loop/run-progress.ts';
import type { Plan } from '#run/plan/plan.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { partOf, partsOf, wholePlan } from '#run/plan/plan-parts.ts';
import { forTable } from '#run/report/for-table.ts';
import { meteredRun } from '#sim/metered-run.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { simulation } from '#sim/simulation.ts';
import { database, definitionOf, numbered, service } from '#test/support/definitions.ts';

const checkpoint = 256 * 1_024;
const longest = 'a-name-of-forty-characters-at-the-mos';

/** Each service needs all databases: the longest lists of what is waited for. */
const databases = numbered(500, longest, (name) => database(name));
const services = numbered(500, `${longest.slice(0, -1)}t`, (name) =>
  service(name, { dependsOn: databases.map((one) => one.name) }),
);
const many = definitionOf([...databases, ...services]);
const suspended = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
const memories: Memory[] = services.map(({ name }) => ({
  ...{
    kind: 'ecs-service' as const,
    resource: name,
    run: `staging-stop-20261120T230000Z-${'x'.repeat(16)}`,
    desired: 999,
  },
  ...{ scaling: { min: 100, max: 999, suspended }, cutOff: 'shop:1234' },
}));

const reason = fc.constantFrom('short', 'x'.repeat(300), 'ä'.repeat(300), '😀'.repeat(150), '"\\'.repeat(150));

describe('a plan', () => {
  const plan = {
    ...planOperation('stop', many, new Map(), memories),
    warnings: ['one'],
    outlived: [services[0]?.name ?? ('' as ResourceName)],
  };

  /** Long lists as texts, which are compared faster. */
  const flat = (whole: Plan) => ({
    ...whole,
    items: whole.items.map((item) => ({ ...item, after: item.after.join() })),
  });

  it('the plan of a run is kept in parts that a checkpoint takes, and comes together again', () => {
    const parts = Array.from({ length: partsOf(many) }, (_, index) => partOf(plan, index));

    expect(Math.max(...parts.map(bytesOf))).toBeLessThan(checkpoint);
    expect(flat(wholePlan('stop', many, parts))).toEqual(flat(plan));
  });

  it('the plan of a run keeps memories of what the definition no longer names', () => {
    const small = definitionOf([databases[0] ?? database('db')]);
    const orphaned = planOperation('stop', small, new Map(), memories.slice(0, 3));
    expect(wholePlan('stop', small, [partOf(orphaned, 0)]).memories).toHaveLength(3);
  });
});

describe('what a look decided', () => {
  const next = fc.oneof(
    reason.map((text): Next => ({ kind: 'wait', reason: text })),
    reason.map((text): Next => ({ kind: 'ready', reason: text })),
    reason.map(
      (text): Next => ({
        ...{ kind: 'act', reason: text },
        effects: [
          { do: 'remember', kind: 'ecs-service', desired: 999, scaling: { min: 1, max: 999, suspended } },
          { do: 'set-desired-count', desired: 0 },
        ],
      }),
    ),
  );

  it('what a look decided fits into a checkpoint with the changes of a round, and loses no resource', () => {
    fc.assert(
      fc.property(fc.array(next, { minLength: 1_000, maxLength: 1_000 }), (all) => {
        const nexts = Object.fromEntries(all.map((one, index) => [`${longest}-${index}`, one]));
        const bounded = boundedNexts(nexts, () => true);
        const acts = (of: typeof nexts) => Object.values(of).filter(({ kind }) => kind === 'act').length;
        expect(bytesOf(bounded)).toBeLessThan(checkpoint - 60_000);
        expect(Object.keys(bounded)).toEqual(Object.keys(nexts));
        expect(acts(bounded)).toBeGreaterThanOrEqual(Math.min(60, acts(nexts)));
      }),
      { numRuns: 5 },
    );
  });

  it('what a look decided is kept as it was where there is room', () => {
    const nexts = { db: { kind: 'wait', reason: 'x'.repeat(500) } as const };
    expect(boundedNexts(nexts, () => true)).toBe(nexts);
  });

  it('what a look decided keeps for last what is not to be tried yet', () => {
    const act: Next = { kind: 'act', reason: 'x'.repeat(300), effects: [{ do: 'stop-instance' }] };
    const nexts = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${index}`, act]));
    const bounded = boundedNexts(nexts, (name) => Number(name) >= 990);
    expect(Object.entries(bounded).flatMap(([name, { kind }]) => (kind === 'act' ? [Number(name)] : [])).length).toBe(
      10,
    );
  });
});

describe('where a run stands', () => {
  it('the record of where a run stands fits into the lease', () => {
    const plan = planOperation('start', many, new Map(), memories);
    const progress = begin(plan, many.resources, 0);
    const nexts = Object.fromEntries(
      many.resources.map(({ name }) => [name, { kind: 'wait', reason: 'x'.repeat(600) } as const]),
    );
    const told = runProgress(progress, { at: 0, polls: 1, leaseHeld: true, nexts, readAt: {} });

    expect(bytesOf(told)).toBeLessThan(350_000);
    expect(told.resources).toHaveLength(1_000);
    expect(told.resources.at(-1)?.reason).toMatch(/^after .*… ?$|and \d+ more$|…$/);
  });
});

describe('a report in the table', () => {
  it('a report in the table keeps every resource, and counts what it leaves out of its lists', () => {
    fc.assert(
      fc.property(reason, (text) => {
        const report = {
          ...{
            kind: 'curfew-report',
            version: 1,
            run: 'r',
            environment: 'staging',
            action: 'stop',
            outcome: 'partial',
          },
          ...{
            reason: text,
            requestedBy: 'schedule',
            startedAt: 't',
            endedAt: 't',
            seconds: 1,
            criticalPath: [],
            criticalPathSeconds: 1,
          },
          resources: many.resources.map(({ name, kind }) => ({
            ...{ resource: name, kind, stage: 4, outcome: 'failed', reason: text, errorCode: 'InvalidDBInstanceState' },
            ...{
              startedAt: '2026-11-20T20:00:00.000-03:00',
              endedAt: '2026-11-20T20:00:00.000-03:00',
              seconds: 5400.123,
            },
          })),
          alarmsMuted: Array.from({ length: 1_000 }, (_, index) => `${'alarm'.repeat(50)}${index}`),
          warnings: Array.from({ length: 1_000 }, () => text),
        } as unknown as Report;
        const kept = forTable(report);
        expect(bytesOf(kept)).toBeLessThan(400 * 1_024);
        expect(kept.resources).toHaveLength(1_000);
        expect(kept.warnings.at(-1)).toBe('and 900 more');
      }),
      { numRuns: 5 },
    );
  });
});

describe('texts', () => {
  it('texts that are too long are cut between characters', () => {
    expect(shortened('a😀b', 3)).toBe('a…');
    expect(shortened('abc', 3)).toBe('abc');
    expect(someNames(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
  });
});

describe('a stop of as many databases as a run can do', () => {
  it('a stop of as many databases as a run can do is refused nothing by DynamoDB, SNS and Lambda', async () => {
    const all = numbered(1_000, longest, (name) => database(name));
    const world = Object.fromEntries(all.map(({ name }) => [name, { startMinutes: 3, stopMinutes: 2 }]));
    const stage = simulation({ ...ordinaryNight(definitionOf(all), 1), world });
    const { report, largest, operations } = await meteredRun(stage, 'stop');

    expect(report.outcome).toBe('done');
    expect(largest).toBeLessThan(checkpoint);
    expect(operations).toBeLessThanOrEqual(3_000);
    const refused = stage.cloud.trace.lines.flatMap(({ event }) =>
      event.type === 'call' && event.error && /^(dynamodb|sns):/.test(event.operation) ? [event.error] : [],
    );
    expect(refused).toEqual([]);
  }, 60_000);
});
