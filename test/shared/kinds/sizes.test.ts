// What resources use, read from AWS's answers.
import { describe, expect, it } from 'vitest';
import { sizesOf } from '#kinds/sizes.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { cache, connector, database, definitionOf, kafka, named, service } from '#test/support/definitions.ts';

const resources = [
  database('db'),
  service('app', { fallbackDesired: 3 }),
  cache('cache'),
  cache('small', { whenStopped: 'shrink' }),
  kafka('kafka'),
  connector('sink'),
];

describe('the sizes of an environment', () => {
  it('the sizes of an environment are read by kind, in units that have a price', async () => {
    const { clients } = simulatedCloud(resources, {
      world: { app: { desired: 2 }, cache: { replicas: 1 }, small: { replicas: 2 } },
    });

    const sizes = await sizesOf(clients)(definitionOf(resources), []);

    expect(Object.fromEntries(sizes)).toEqual({
      db: {
        whileUp: [{ price: 'rds/db.t4g.medium/single-az', quantity: 1 }],
        always: [{ price: 'rds-storage/gp3/single-az/gb-month', quantity: 50 }],
      },
      app: {
        whileUp: [
          { price: 'fargate/x86/vcpu', quantity: 1 },
          { price: 'fargate/x86/gb', quantity: 2 },
        ],
        always: [],
      },
      cache: { whileUp: [{ price: 'elasticache/valkey/cache.t4g.small', quantity: 2 }], always: [] },
      // Only its replicas go away.
      small: { whileUp: [{ price: 'elasticache/valkey/cache.t4g.small', quantity: 2 }], always: [] },
      kafka: { whileUp: [{ price: 'msk/kafka.t3.small', quantity: 2 }], always: [] },
      sink: { whileUp: [], always: [], unknown: 'the price table has no price for MSK Connect' },
    });
  });

  it('the sizes of an environment are those of the evening while a service is down, or of the definition without a memory', async () => {
    const { clients } = simulatedCloud(resources, { world: { app: { desired: 0 } } });
    const memory = { kind: 'ecs-service', resource: named('app'), desired: 4, run: 'stop' } as const;
    const vcpus = async (memories: readonly (typeof memory)[]) =>
      (await sizesOf(clients)(definitionOf(resources), memories)).get(named('app'))?.whileUp[0]?.quantity;

    expect(await vcpus([memory])).toBe(2);
    expect(await vcpus([])).toBe(1.5);
  });

  it('the sizes of an environment that cannot be read say so, and cost the others nothing', async () => {
    const { clients } = simulatedCloud(resources, {
      faults: [{ operation: 'rds:DescribeDBInstances', error: 'AccessDenied' }],
    });

    const sizes = await sizesOf(clients)(definitionOf(resources), []);

    expect(sizes.get(named('db'))?.unknown).toContain('cannot read its size');
    expect(sizes.get(named('kafka'))?.whileUp).toHaveLength(1);
  });
});
