import type { DesiredStatus } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '#sim/aws/simulated-service.ts';
import { evening, type SimulatedCloud } from '#test/support/cloud.ts';
import { look, shopCloud, tasksOf, want } from './shop-cloud.ts';

const targetsOf = async (aws: SimulatedCloud): Promise<(string | undefined)[]> => {
  const TargetGroupArn = (await look(aws)).loadBalancers?.[0]?.targetGroupArn;
  const { TargetHealthDescriptions = [] } = await aws.clients.elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  );
  return TargetHealthDescriptions.map((description) => description.TargetHealth?.State);
};

type Moment = {
  readonly atMinutes: number;
  readonly status?: string;
  readonly health?: string;
  readonly counters: string;
};

/** What is seen of one task at some moments, with the counters that its service shows meanwhile. */
const film = async (
  aws: SimulatedCloud,
  desiredStatus: DesiredStatus,
  moments: readonly number[],
): Promise<Moment[]> => {
  const seen: Moment[] = [];
  for (const atMinutes of moments) {
    aws.clock.advanceTo(evening + minutes(atMinutes));
    const [task] = await tasksOf(aws, desiredStatus);
    const { runningCount, pendingCount } = await look(aws);
    const counters = `running ${runningCount}, pending ${pendingCount}`;
    seen.push({
      atMinutes,
      ...(task?.lastStatus ? { status: task.lastStatus } : {}),
      ...(task?.healthStatus ? { health: task.healthStatus } : {}),
      counters,
    });
  }
  return seen;
};

describe('a simulated task that comes up', () => {
  it('a simulated task that comes up is provisioned, pending, activated, and runs before it is healthy', async () => {
    const aws = shopCloud({ desired: 0, startMinutes: 10 });
    await want(aws, 1);

    const unknown = { health: 'UNKNOWN' };
    expect(await film(aws, 'RUNNING', [1, 2, 5, 6, 9.9, 10])).toEqual([
      { atMinutes: 1, status: 'PROVISIONING', ...unknown, counters: 'running 0, pending 0' },
      { atMinutes: 2, status: 'PENDING', ...unknown, counters: 'running 0, pending 1' },
      { atMinutes: 5, status: 'ACTIVATING', ...unknown, counters: 'running 0, pending 0' },
      { atMinutes: 6, status: 'RUNNING', ...unknown, counters: 'running 1, pending 0' },
      { atMinutes: 9.9, status: 'RUNNING', ...unknown, counters: 'running 1, pending 0' },
      { atMinutes: 10, status: 'RUNNING', health: 'HEALTHY', counters: 'running 1, pending 0' },
    ]);
    expect(aws.statuses('shop')).toEqual(['starting', 'steady']);
  });

  it('a simulated task that comes up is a healthy target only when it is healthy itself', async () => {
    const aws = shopCloud({ desired: 0, startMinutes: 10, loadBalancer: true });
    await want(aws, 1);

    aws.pass(minutes(6));
    expect(await targetsOf(aws)).toEqual(['initial']);
    aws.pass(minutes(4));
    expect(await targetsOf(aws)).toEqual(['healthy']);
  });

  it('a simulated task that comes up takes one to four minutes, by chance', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const aws = shopCloud({ desired: 0 }, seed);
      await want(aws, 1);

      aws.pass(seconds(59));
      expect(aws.statusOf('shop')).toBe('starting');
      aws.pass(seconds(181));
      expect(aws.statusOf('shop')).toBe('steady');
    }
  });

  it('a change of the desired count alone starts no deployment in the simulation', async () => {
    const aws = shopCloud({ desired: 0 });
    const before = (await look(aws)).deployments?.map(({ id }) => id);

    await want(aws, 1);

    const { deployments } = await look(aws);
    expect(deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED' }]);
    expect(deployments?.map(({ id }) => id)).toEqual(before);
  });
});

describe('a simulated task that goes down', () => {
  it('a simulated task that goes down is in no counter any more, long before it is stopped', async () => {
    const aws = shopCloud({ desired: 1, drainMinutes: 10 });
    await want(aws, 0);

    const none = { health: 'HEALTHY', counters: 'running 0, pending 0' };
    expect(await film(aws, 'STOPPED', [1, 7.9, 8, 9.4, 9.5, 9.9, 10])).toEqual([
      { atMinutes: 1, status: 'DEACTIVATING', ...none },
      { atMinutes: 7.9, status: 'DEACTIVATING', ...none },
      { atMinutes: 8, status: 'STOPPING', ...none },
      { atMinutes: 9.4, status: 'STOPPING', ...none },
      { atMinutes: 9.5, status: 'DEPROVISIONING', ...none },
      { atMinutes: 9.9, status: 'DEPROVISIONING', ...none },
      { atMinutes: 10, status: 'STOPPED', ...none },
    ]);
    expect(aws.statuses('shop')).toEqual(['draining', 'stopped']);
  });

  it('a simulated task that goes down is draining in its target group until it is stopped', async () => {
    const aws = shopCloud({ desired: 2, drainMinutes: 10, loadBalancer: true });
    await want(aws, 0);

    aws.pass(minutes(9));
    expect(await targetsOf(aws)).toEqual(['draining', 'draining']);
    aws.pass(minutes(1));
    expect(await targetsOf(aws)).toEqual([]);
  });

  it.each([
    ['the five minutes of the deregistration delay and more behind a load balancer', true, 305, 345],
    ['about a minute without a load balancer', false, 20, 75],
  ])('a simulated task that goes down takes %s', async (_what, loadBalancer, minSeconds, maxSeconds) => {
    for (let seed = 1; seed <= 50; seed++) {
      const aws = shopCloud({ desired: 1, loadBalancer }, seed);
      await want(aws, 0);

      aws.pass(seconds(minSeconds) - 1);
      expect(aws.statusOf('shop')).toBe('draining');
      aws.pass(seconds(maxSeconds - minSeconds) + 1);
      expect(aws.statusOf('shop')).toBe('stopped');
    }
  });

  it('a simulated task that goes down is shown for an hour after it has stopped', async () => {
    const aws = shopCloud({ desired: 1, drainMinutes: 10 });
    await want(aws, 0);

    aws.pass(minutes(70) - 1);
    expect(await tasksOf(aws, 'STOPPED')).toMatchObject([{ lastStatus: 'STOPPED' }]);
    aws.pass(1);
    expect(await tasksOf(aws, 'STOPPED')).toEqual([]);
  });

  it('a simulated task that goes down may have been on its way up', async () => {
    const aws = shopCloud({ desired: 0, startMinutes: 10, drainMinutes: 1 });
    await want(aws, 1);
    aws.pass(minutes(5));

    await want(aws, 0);
    aws.pass(minutes(60));

    expect(aws.statuses('shop')).toEqual(['starting', 'draining', 'stopped']);
    expect(await tasksOf(aws, 'STOPPED')).toMatchObject([{ lastStatus: 'STOPPED', healthStatus: 'UNKNOWN' }]);
  });
});

describe('an unhealthy task in the simulation', () => {
  it('an unhealthy task in the simulation is replaced half a minute after it failed', async () => {
    const aws = shopCloud({ desired: 1, startMinutes: 1 });
    aws.set('shop', { healthy: false });
    const [failing] = await tasksOf(aws, 'RUNNING');

    aws.pass(seconds(30) - 1);
    expect(await tasksOf(aws, 'RUNNING')).toMatchObject([{ taskArn: failing?.taskArn, healthStatus: 'UNHEALTHY' }]);
    aws.pass(1);

    const [replacement] = await tasksOf(aws, 'RUNNING');
    expect(replacement).toMatchObject({ lastStatus: 'PROVISIONING' });
    expect(replacement?.taskArn).not.toBe(failing?.taskArn);
    expect(await tasksOf(aws, 'STOPPED')).toMatchObject([{ taskArn: failing?.taskArn, lastStatus: 'DEACTIVATING' }]);
  });

  it('an unhealthy task in the simulation is an unhealthy target of its group', async () => {
    const aws = shopCloud({ desired: 2, loadBalancer: true });

    aws.set('shop', { healthy: false });

    expect(await targetsOf(aws)).toEqual(['unhealthy', 'unhealthy']);
  });

  it('an unhealthy task in the simulation is followed by others as unhealthy for as long as nothing is repaired', async () => {
    const aws = shopCloud({ desired: 1, startMinutes: 1, drainMinutes: 1 });
    aws.set('shop', { healthy: false });

    aws.pass(minutes(30));

    expect(aws.statusOf('shop')).toBe('starting');
    expect((await tasksOf(aws, 'STOPPED')).length).toBeGreaterThan(10);
    aws.set('shop', { healthy: true });
    aws.pass(minutes(5));
    expect(aws.statusOf('shop')).toBe('steady');
  });

  it('an unhealthy task in the simulation is not replaced when none is wanted any more', async () => {
    const aws = shopCloud({ desired: 1, drainMinutes: 1 });
    aws.set('shop', { healthy: false });

    await want(aws, 0);
    aws.pass(minutes(1));

    expect(aws.statusOf('shop')).toBe('stopped');
    aws.pass(minutes(5));
    expect(await tasksOf(aws, 'RUNNING')).toEqual([]);
    expect(aws.statuses('shop')).toEqual(['starting', 'draining', 'stopped']);
  });
});
