// The part of ECS that moto lacks: it keeps a service's counters and starts no tasks. This plays its scheduler.
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListServicesCommand,
  ListTasksCommand,
  RunTaskCommand,
  type Service,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { pause } from '#core/runtime/pause.ts';

type Ecs = Pick<ECSClient, 'send'>;

const servicesOf = async (ecs: Ecs, cluster: string): Promise<Service[]> => {
  const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster }));
  if (serviceArns.length === 0) return [];
  return (await ecs.send(new DescribeServicesCommand({ cluster, services: serviceArns }))).services ?? [];
};

/** ARNs of the tasks that run, by the group that says whose they are. */
const runningTasks = async (ecs: Ecs, cluster: string): Promise<ReadonlyMap<string, string[]>> => {
  const { taskArns: tasks = [] } = await ecs.send(new ListTasksCommand({ cluster, desiredStatus: 'RUNNING' }));
  if (tasks.length === 0) return new Map();
  const seen = (await ecs.send(new DescribeTasksCommand({ cluster, tasks }))).tasks ?? [];
  const groups = new Map<string, string[]>();
  for (const { group = '', taskArn = '' } of seen) groups.set(group, [...(groups.get(group) ?? []), taskArn]);
  return groups;
};

/** Brings the tasks of every service of a cluster to the counts that are wanted. */
export const scheduleTasks = async (ecs: Ecs, cluster: string): Promise<void> => {
  const running = await runningTasks(ecs, cluster);
  for (const { serviceName, desiredCount = 0, taskDefinition } of await servicesOf(ecs, cluster)) {
    // AWS keeps this prefix to itself, moto does not.
    const group = `service:${serviceName}`;
    const tasks = running.get(group) ?? [];
    const count = desiredCount - tasks.length;
    if (count > 0) await ecs.send(new RunTaskCommand({ cluster, taskDefinition, group, count, launchType: 'FARGATE' }));
    for (const task of tasks.slice(desiredCount)) await ecs.send(new StopTaskCommand({ cluster, task }));
  }
};

/** Schedules over and over until the returned function is called. */
export const keepSchedulingTasks = (ecs: Ecs, cluster: string): (() => Promise<void>) => {
  let over = false;
  const work = async () => {
    while (!over) {
      await scheduleTasks(ecs, cluster);
      await pause(500);
    }
  };
  const ended = work();
  return () => {
    over = true;
    return ended;
  };
};
