// Tasks of a cluster that belong to no service: jobs that a schedule, a workflow or a person runs.
import { type ECSClient, ListTasksCommand, type Task } from '@aws-sdk/client-ecs';
import { calling } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { describeTasks } from './read-tasks.ts';

export type StandaloneTask = { readonly cluster: string; readonly family: string; readonly arn: string };

/** Throws `OperationError`. Of these families only, where some are given. */
export type StandaloneTasks = (
  clusters: readonly string[],
  families?: readonly string[],
) => Promise<readonly StandaloneTask[]>;

/** `nightly-report` of `arn:aws:ecs:…:task-definition/nightly-report:7`. */
const familyOf = ({ taskDefinitionArn = '' }: Task): string =>
  (taskDefinitionArn.split('/').at(-1) ?? '').replace(/:\d+$/, '');

const isOfService = ({ group = '' }: Task): boolean => group.startsWith('service:');

const tasksMeantToRun = async (client: Sends<ECSClient>, cluster: string, family?: string): Promise<Task[]> => {
  const filter = { cluster, desiredStatus: 'RUNNING' as const, ...(family === undefined ? {} : { family }) };
  const listed = await allPages(
    (nextToken) => client.send(new ListTasksCommand({ ...filter, ...(nextToken ? { nextToken } : {}) })),
    (page) => page.taskArns,
    (page) => page.nextToken,
  );
  // Whose they are need not be read again by whoever looks at the services.
  return describeTasks(client, cluster, listed);
};

export const standaloneTasks =
  (client: Sends<ECSClient>): StandaloneTasks =>
  async (clusters, families) => {
    const asked = clusters.flatMap((cluster): { cluster: string; family?: string }[] =>
      families ? families.map((family) => ({ cluster, family })) : [{ cluster }],
    );
    const found = await Promise.all(
      asked.map(async ({ cluster, family }) => {
        const tasks = await calling(`read the tasks of cluster ${cluster}`, () =>
          tasksMeantToRun(client, cluster, family),
        );
        return tasks
          .filter((task) => !isOfService(task) && task.lastStatus !== 'STOPPED')
          .map((task) => ({ cluster, family: familyOf(task), arn: task.taskArn ?? '' }));
      }),
    );
    return found.flat();
  };
