import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { errorFrom, simulatedCloud } from '#test/support/cloud.ts';
import { service } from '#test/support/definitions.ts';

const targetGroup = 'arn:aws:elasticloadbalancing:targetgroup/atlas/atlas-shop';

it('the simulated load balancer has the tasks of the service as targets', async () => {
  const { clients } = simulatedCloud([service('shop')], { world: { shop: { desired: 2, loadBalancer: true } } });

  const answer = await clients.elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }));

  expect(answer.TargetHealthDescriptions).toMatchObject([
    { Target: { Id: expect.stringContaining('atlas-shop-1') }, TargetHealth: { State: 'healthy' } },
    { Target: { Id: expect.stringContaining('atlas-shop-2') }, TargetHealth: { State: 'healthy' } },
  ]);
});

it('the simulated load balancer does not know the target group of a service that is not there', async () => {
  const { clients } = simulatedCloud([]);

  const read = clients.elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }));

  expect(await errorFrom(read)).toMatchObject({ Code: 'TargetGroupNotFound' });
});
