import { describe, expect, it } from 'vitest';
import { clientsOf, evening, invocationOf, type SimulatedCloud } from '#test/support/cloud.ts';
import { cloudWith, look, scale, stop, stopping } from './shop-and-orders.ts';

describe('a crash in the simulation', () => {
  /** An invocation that dies with its n-th change, and whether any of its calls was ever answered. */
  const dying = (aws: SimulatedCloud, callsLeft: number) => {
    const answers: string[] = [];
    const deaths: number[] = [];
    const invocation = invocationOf({ callsLeft, onDeath: () => void deaths.push(aws.clock.nowMs() - evening) });
    const clients = clientsOf(aws.cloud, invocation);
    const follow = (what: string, call: Promise<unknown>): void => {
      call.then(
        () => answers.push(what),
        () => answers.push(`${what} refused`),
      );
    };
    return { invocation, clients, answers, deaths, follow };
  };
  const settle = (aws: SimulatedCloud) => aws.clock.run(() => false);

  it('a crash in the simulation carries the last call out, and nobody ever gets its answer', async () => {
    const aws = cloudWith();
    const { clients, answers, deaths, follow, invocation } = dying(aws, 1);

    follow('stop', stop(clients));
    await settle(aws);

    expect(aws.statuses('orders').slice(0, 2)).toEqual(['stopping', 'stopped']);
    expect(answers).toEqual([]);
    expect(deaths).toEqual([0]);
    expect(invocation.dead).toBe(true);
  });

  it('a crash in the simulation comes with the n-th change, not with a look', async () => {
    const aws = cloudWith();
    const { clients, answers, deaths, follow } = dying(aws, 3);

    for (const desired of [0, 1, 2]) {
      follow('look', look(clients));
      follow(`scale to ${desired}`, scale(clients, desired));
    }
    await settle(aws);

    expect(answers).toEqual(['look', 'scale to 0', 'look', 'scale to 1', 'look']);
    expect(deaths).toHaveLength(1);
    expect(aws.state().shop).toMatchObject({ desired: 2 });
  });

  it('a crash in the simulation lets no later call out', async () => {
    const aws = cloudWith();
    const { clients, answers, follow } = dying(aws, 1);
    follow('scale', scale(clients, 0));

    follow('stop', stop(clients));
    follow('look', look(clients));
    await settle(aws);

    expect(aws.calls().map(({ operation }) => operation)).toEqual(['ecs:UpdateService']);
    expect(answers).toEqual([]);
    expect(aws.statuses('orders')).toEqual([]);
  });

  it('a crash in the simulation ends a retry that was waiting', async () => {
    const aws = cloudWith({ operation: 'rds:DescribeDBInstances', error: 'ThrottlingException' });
    const { clients, answers, follow } = dying(aws, 1);

    follow('look', look(clients));
    follow('scale', scale(clients, 0));
    await settle(aws);

    expect(aws.calls('rds:DescribeDBInstances')).toHaveLength(1);
    expect(answers).toEqual([]);
  });

  it('a crash in the simulation counts a change that AWS refused, and each retry of one', async () => {
    const aws = cloudWith({ operation: 'ecs:UpdateService', error: 'ThrottlingException', times: 1 });
    const { clients, answers, deaths, follow } = dying(aws, 2);

    follow('scale', scale(clients, 0));
    await settle(aws);

    expect(aws.calls('ecs:UpdateService')).toHaveLength(2);
    expect(answers).toEqual([]);
    expect(deaths).toHaveLength(1);
    expect(aws.state().shop).toMatchObject({ desired: 0 });
  });

  it('a crash in the simulation keeps also the refusal of the last call to itself', async () => {
    const aws = cloudWith({ ...stopping, error: 'AccessDenied' });
    const { clients, answers, deaths, follow } = dying(aws, 1);

    follow('stop', stop(clients));
    await settle(aws);

    expect(answers).toEqual([]);
    expect(deaths).toEqual([0]);
  });

  it('a crash of one invocation leaves other invocations alone', async () => {
    const aws = cloudWith();
    const { clients, follow } = dying(aws, 1);
    follow('scale', scale(clients, 0));

    await expect(stop(aws.clients)).resolves.toBeDefined();
  });
});
