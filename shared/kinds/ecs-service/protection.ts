// Until when tasks that are to go protect themselves from being scaled in: two hours by default, up to 48 (facts/field.md, ECS).
import { type ECSClient, GetTaskProtectionCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';

/** AWS's limit of one call. */
const tasksPerCall = 100;

/**
 * When the last of them ends, unless a task extends it. Nothing where AWS does not answer: then only ECS's own words are known.
 */
export const protectedUntil = async (
  client: Sends<ECSClient>,
  cluster: string,
  serviceName: string,
): Promise<number | undefined> => {
  try {
    const tasks = await allPages(
      (nextToken) =>
        client.send(
          new ListTasksCommand({
            ...{ cluster, serviceName, desiredStatus: 'RUNNING' },
            ...(nextToken ? { nextToken } : {}),
          }),
        ),
      (page) => page.taskArns,
      (page) => page.nextToken,
    );
    const pages = await Promise.all(
      chunks(tasks, tasksPerCall).map((some) =>
        client.send(new GetTaskProtectionCommand({ cluster, tasks: [...some] })),
      ),
    );
    const ends = pages
      .flatMap((page) => page.protectedTasks ?? [])
      .flatMap(({ protectionEnabled, expirationDate }) =>
        protectionEnabled && expirationDate ? [new Date(expirationDate).getTime()] : [],
      );
    return ends.length > 0 ? Math.max(...ends) : undefined;
  } catch {
    return undefined;
  }
};
