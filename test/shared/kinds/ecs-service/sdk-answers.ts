// What AWS answers about services and their tasks, for the mocks of the SDK.
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type Service as SdkService,
  type Task,
} from '@aws-sdk/client-ecs';
import { service } from '#test/support/definitions.ts';
import type { MockedAws } from '#test/support/sdk-mocks.ts';

/** Services as AWS describes them, each with its tasks, all well. */
export const answerWith = (aws: MockedAws, shown: readonly SdkService[], tasks: readonly Task[] = []): void => {
  aws.ecs.on(DescribeServicesCommand).resolves({ services: [...shown] });
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    const meant = tasks.filter((task) => task.desiredStatus === desiredStatus);
    aws.ecs.on(ListTasksCommand, { desiredStatus }).resolves({ taskArns: meant.map(({ taskArn }) => taskArn ?? '') });
  }
  aws.ecs.on(DescribeTasksCommand).callsFake((input: { tasks: string[] }) => ({
    tasks: tasks.filter(({ taskArn }) => input.tasks.includes(taskArn ?? '')),
  }));
};

export const task = (number: number, more: Task = {}): Task => ({
  taskArn: `arn:aws:ecs:task/${number}`,
  group: 'service:atlas-shop',
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  healthStatus: 'UNKNOWN',
  ...more,
});

export const shop = service('shop', { cluster: 'atlas', service: 'atlas-shop' });
export const steady: SdkService = {
  serviceName: 'atlas-shop',
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  taskDefinition: 'shop:7',
};
