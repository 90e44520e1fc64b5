// Sides of blue/green deployments: read where a stop could be tried, and refused when it is planned.
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import { blueGreenOf } from '#kinds/blue-green.ts';
import type { Reading } from '#kinds/observation.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import type { Fault } from '#sim/faults.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { aurora, database, definitionOf } from '#test/support/definitions.ts';

const orders = database('orders');
const ledger = aurora('ledger');
const operation = 'rds:DescribeBlueGreenDeployments';

const plan = async (action: Action, world: Record<string, ResourceWorld>, ...faults: Fault[]) => {
  const aws = simulatedCloud([orders, ledger], { world, faults });
  const readings = new Map<ResourceName, Reading>([
    ...(await aws.services['rds-instance'].observe([orders], action)),
    ...(await aws.services['aurora-cluster'].observe([ledger], action)),
  ]);
  const { items } = planOperation(action, definitionOf([orders, ledger]), readings, []);
  return { asked: aws.calls(operation).length, codes: items.map(({ resource, code }) => [resource, code]) };
};

const both = (side: 'blue' | 'green') => ({ orders: { blueGreenSide: side }, ledger: { blueGreenSide: side } });

describe('one side of a blue/green deployment', () => {
  it.each(['blue', 'green'] as const)(
    'one side of a blue/green deployment is refused when a stop is planned: %s',
    async (side) => {
      expect((await plan('stop', both(side))).codes).toEqual([
        ['orders', 'BLUE_GREEN'],
        ['ledger', 'BLUE_GREEN'],
      ]);
    },
  );

  it('one side of a blue/green deployment is started like any other, and a start asks nothing about it', async () => {
    expect(await plan('start', both('blue'))).toEqual({
      asked: 0,
      codes: [
        ['orders', undefined],
        ['ledger', undefined],
      ],
    });
  });

  it('one side of a blue/green deployment is looked for only where something could be stopped', async () => {
    expect((await plan('stop', { orders: { status: 'stopped' }, ledger: { status: 'stopped' } })).asked).toBe(0);
    expect((await plan('stop', {})).asked).toBe(1);
  });

  it('one side of a blue/green deployment that may not be looked for is found out by trying', async () => {
    const denied = { operation, error: 'AccessDenied', every: 1 };
    expect((await plan('stop', both('blue'), denied)).codes).toEqual([
      ['orders', undefined],
      ['ledger', undefined],
    ]);
  });

  it.each<[string, Record<string, ResourceWorld>]>([
    ['blue', { orders: { blueGreenSide: 'blue' } }],
    ['SQL Server in several zones', { orders: { engine: 'sqlserver-ee', multiAz: true } }],
    ['RDS Custom', { orders: { engine: 'custom-oracle-ee' } }],
  ])('one side of a blue/green deployment is refused by the simulated AWS, too: %s', async (_what, world) => {
    const aws = simulatedCloud([orders], { world });
    await expect(aws.finish(aws.services['rds-instance'].act(orders, { do: 'stop-instance' }))).rejects.toMatchObject({
      awsCode: 'InvalidDBInstanceState',
    });
  });

  it('one side of a blue/green deployment is refused by the simulated AWS, too: a cluster', async () => {
    const aws = simulatedCloud([ledger], { world: { ledger: { blueGreenSide: 'green' } } });
    await expect(aws.finish(aws.services['aurora-cluster'].act(ledger, { do: 'stop-cluster' }))).rejects.toMatchObject({
      awsCode: 'InvalidDBClusterStateFault',
    });
  });
});

it('one answer about blue/green deployments serves all who ask within five seconds, and no longer', async () => {
  let ms = 0;
  let asked = 0;
  const client = {
    send: async () => {
      asked += 1;
      return { BlueGreenDeployments: [{ BlueGreenDeploymentName: `d${asked}`, Source: 'arn:aws:rds:r:1:db:shop' }] };
    },
  } as never;
  const read = blueGreenOf(client, { now: () => new Date(ms) });
  const deployment = async () => (await read()).get('db:shop');

  expect(await Promise.all([deployment(), deployment()])).toEqual(['d1', 'd1']);
  ms = 4_999;
  expect(await deployment()).toBe('d1');
  ms = 5_000;
  expect(await deployment()).toBe('d2');
});
