// No run costs the engine more than it allows, whatever happens: counted over the pure run loop.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import type { Next } from '#kinds/next.ts';
import { operationLimits, resourcesPerStep } from '#kinds/operations.ts';
import { definitionOf, kinds } from '#kinds/resource.ts';
import { applyResults, applySnapshot } from '#run/loop/apply-snapshot.ts';
import { dueNow, nextPoll } from '#run/loop/next-poll.ts';
import { begin, isOver, operationsLeft } from '#run/loop/progress.ts';
import type { Plan } from '#run/plan/plan.ts';
import { numbered, service } from '#test/support/definitions.ts';
import { lookAt } from '#test/support/looks.ts';

const planOf = (count: number): { plan: Plan; resources: ReturnType<typeof service>[] } => {
  const resources = numbered(count, 'app', (name) => service(name, { deadlineSeconds: { start: 10_800 } }));
  const items = resources.map(({ name, kind }) => ({
    resource: name,
    kind,
    stage: 1,
    decision: 'act' as const,
    reason: '',
    after: [],
  }));
  return { plan: { environment: 'e', action: 'start', stages: [], items, memories: [] }, resources };
};

/** Every look finds another change to make of everything: the worst that the world can do to a run. */
const restless = (count: number, waits: number): { operations: number; reasons: Set<string> } => {
  const { plan, resources } = planOf(count);
  let progress = begin(plan, resources, 0);
  let at = 0;
  let metered = 0;
  for (let looks = 0; !isOver(progress); looks++) {
    const next: Next =
      looks % (waits + 1) < waits
        ? { kind: 'wait', reason: 'moving' }
        : { kind: 'act', effects: [{ do: 'set-desired-count', desired: looks }], reason: 'again' };
    let look = lookAt(at, {}, { polls: progress.polls });
    const nexts = Object.fromEntries([...progress.flights.keys()].map((name) => [name, next]));
    for (let done = false; !done; ) {
      look = lookAt(at, nexts, { polls: look.polls + 1 });
      const judged = nextPoll(progress, look);
      done = judged.done;
      at += judged.done ? 1_000 : judged.afterSeconds * 1_000;
    }
    metered += 2 + look.polls - progress.polls;
    const seen = applySnapshot(progress, look);
    const due = dueNow(seen, look).slice(0, Math.max(0, operationsLeft(progress, look) * progress.perStep));
    if (due.length > 0) metered += 1 + Math.ceil(due.length / progress.perStep);
    const results = new Map(due.map(({ resource }) => [resource.name, { ok: true as const, at: look.at }]));
    progress = applyResults(seen, look, results);
  }
  const reasons = new Set([...progress.outcomes.values()].map((one) => ('errorCode' in one ? one.errorCode : '')));
  return { operations: metered, reasons };
};

describe('a run', () => {
  it('a run never costs more than the engine allows, with room kept for its report', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 3 }), (count, waits) => {
        const { operations } = restless(count, waits);

        expect(operations).toBeLessThanOrEqual(operationLimits.operationsMax - operationLimits.operationsKept);
      }),
      { numRuns: 15 },
    );
  });

  it('a run that has used up its operations says so, for everything that is still open', () => {
    expect([...restless(420, 0).reasons]).toEqual(['OPERATIONS']);
  });
});

const yamlOf = (count: number): string => `
environment: big
region: us-east-1
timeZone: UTC
schedule: { enabled: true, stop: { days: every day, at: "20:00" } }
notifications: { slack: { channel: "#big", webhookSecret: big/slack } }
resources:
${numbered(count, 'app', (name) => `  ${name}: { kind: ecs-service, cluster: big, service: ${name} }`).join('\n')}
`;

describe('a definition', () => {
  it('a definition of as many resources as one run can take care of is valid', () => {
    const { resourcesMax } = operationLimits;

    expect(parseDefinition(yamlOf(resourcesMax), 'big.yaml').resources).toHaveLength(resourcesMax);
  });

  it('a definition of more than that is refused with place, numbers and remedy', () => {
    expect(() => parseDefinition(yamlOf(2_201), 'big.yaml')).toThrow(
      'big.yaml:7:1: resources: names 2201 resources, and a run can take care of 2200; split it into two environments',
    );
    expect(() => parseDefinition(yamlOf(4_401), 'big.yaml')).toThrow('split it into 3 environments');
  });
});

describe('a step', () => {
  it.each(kinds)(
    'a step makes the changes of as many %s as a run of them can afford, and of one where it can',
    (kind) => {
      const { changesMax } = definitionOf(kind);
      for (const count of [1, 200, 900, operationLimits.resourcesMax]) {
        const perStep = resourcesPerStep(Array.from({ length: count }, () => ({ kind })));
        const { operationsMax, operationsKept, pollsMax, resourcesPerStepMax } = operationLimits;
        const room = operationsMax - operationsKept - pollsMax;

        expect((count * changesMax) / perStep).toBeLessThanOrEqual(room);
        expect(perStep).toBeLessThanOrEqual(resourcesPerStepMax);
        if (count * changesMax <= room) expect(perStep).toBe(1);
      }
    },
  );
});
