// Two thousand resources of every kind: planned with as few calls as their APIs take, and fast.
import { describe, expect, it } from 'vitest';
import { kinds } from '#kinds/resource.ts';
import { planNow } from '#run/plan/plan-run.ts';
import { seededChance } from '#sim/random/chance.ts';
import { randomDefinition } from '#sim/random/definition.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { simulation } from '#sim/simulation.ts';
import { invocationOf } from '#test/support/cloud.ts';

/** What lists all of a kind is called once, what takes names once per hundred, what takes one name once for each. */
const readsOneByOne = ['eks:DescribeNodegroup', 'kinesisanalyticsv2:DescribeApplication'];
/** Of these a definition says only where they are. */
const readsByTen = ['ecs:DescribeServices'];

describe('two thousand resources of every kind', () => {
  it('two thousand resources of every kind are planned in few calls, one for each of them only where AWS lists too little', async () => {
    const definition = randomDefinition(seededChance(7), '2026-11-16', 2_000);
    const stage = simulation(ordinaryNight(definition, 1));
    const deps = stage.dependencies(invocationOf());
    let isPlanned = false;

    const planning = planNow('stop', definition.environment, deps).finally(() => {
      isPlanned = true;
    });
    await stage.clock.run(() => isPlanned);
    const plan = await planning;

    expect(plan.items).toHaveLength(2_000);
    const of = (kind: string): number => definition.resources.filter((one) => one.kind === kind).length;
    expect(kinds.filter((kind) => of(kind) === 0)).toEqual([]);
    const counts = new Map<string, number>();
    for (const { event } of stage.cloud.trace.lines)
      if (event.type === 'call') counts.set(event.operation, (counts.get(event.operation) ?? 0) + 1);
    for (const [operation, count] of counts) {
      if (operation.startsWith('dynamodb:') || operation.startsWith('ssm:')) continue;
      if (readsOneByOne.includes(operation))
        expect(count, operation).toBe(of(operation.startsWith('eks') ? 'eks-node-group' : 'flink-application'));
      else if (readsByTen.includes(operation)) expect(count, operation).toBeLessThanOrEqual(of('ecs-service') / 10 + 1);
      else expect(count, operation).toBeLessThanOrEqual(150);
    }
  });
});
