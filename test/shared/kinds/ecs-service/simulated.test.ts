import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '#sim/aws/simulated-service.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { numbered, service } from '#test/support/definitions.ts';
import { look, shopCloud, tasksOf, want } from './shop-cloud.ts';

describe('a simulated service', () => {
  it('a simulated service stops only the tasks that are too many', async () => {
    const aws = shopCloud({ desired: 3 });

    await want(aws, 1);

    expect(await tasksOf(aws, 'RUNNING')).toHaveLength(1);
    expect(await tasksOf(aws, 'STOPPED')).toHaveLength(2);
  });

  it('a simulated service starts anew rather than bring back tasks that are going down', async () => {
    const aws = shopCloud({ desired: 2, drainMinutes: 10, startMinutes: 1 });
    await want(aws, 0);
    aws.pass(minutes(1));

    await want(aws, 2);
    aws.pass(minutes(2));

    expect(await tasksOf(aws, 'RUNNING')).toHaveLength(2);
    expect(await tasksOf(aws, 'STOPPED')).toHaveLength(2);
    expect(aws.statusOf('shop')).toBe('steady');
    aws.pass(minutes(10));
    expect(await tasksOf(aws, 'RUNNING')).toHaveLength(2);
    expect(aws.statusOf('shop')).toBe('steady');
  });

  it('a simulated service is left alone when it is asked for the count it has', async () => {
    const aws = shopCloud({ desired: 2 });

    await want(aws, 2);
    aws.pass(minutes(10));

    expect(aws.statuses('shop')).toEqual([]);
  });

  it('a simulated service shows the count of before for three seconds at most', async () => {
    const lagging: boolean[] = [];
    for (let seed = 1; seed <= 50; seed++) {
      const aws = shopCloud({ desired: 2 }, seed);
      await want(aws, 0);
      aws.pass(seconds(1));
      lagging.push((await look(aws)).desiredCount === 2);
      aws.pass(seconds(2));
      expect(await look(aws)).toMatchObject({ desiredCount: 0 });
    }

    expect(new Set(lagging)).toEqual(new Set([true, false]));
  });

  it('a simulated service has tasks with a health check', async () => {
    const aws = shopCloud();
    const { taskDefinition } = await look(aws);

    expect(await aws.clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).toMatchObject({
      taskDefinition: { taskDefinitionArn: taskDefinition, containerDefinitions: [{ healthCheck: expect.anything() }] },
    });
  });

  it('a simulated service has a load balancer, scaling and a task count by chance, and is well', () => {
    const many = simulatedCloud(numbered(100, 'app', (name) => service(name)));
    const states = Object.values(many.state());

    expect(states.map(({ status }) => status)).toEqual(states.map(() => 'steady'));
    expect(new Set(states.map(({ desired }) => desired))).toEqual(new Set([1, 2, 3]));
    const scaled = states.filter(({ scaling }) => scaling !== undefined).length;
    expect(scaled).toBeGreaterThan(30);
    expect(scaled).toBeLessThan(70);
  });
});
