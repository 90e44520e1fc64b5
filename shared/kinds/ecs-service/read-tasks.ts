// Which tasks show whether services have reached a goal, and what of them need not be read again.
import {
  DescribeTasksCommand,
  type DesiredStatus,
  type ECSClient,
  ListTasksCommand,
  type Service as SdkService,
  type Task,
} from '@aws-sdk/client-ecs';
import type { Action } from '#core/action.ts';
import { calling } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';

export const isLeft = ({ lastStatus }: Task): boolean => lastStatus !== 'STOPPED';

export const groupOf = ({ serviceName }: SdkService): string => `service:${serviceName}`;

/** What never changes about a task once it was described: whose it is, and everything once it has stopped. */
type Known = { readonly group: string | undefined; readonly stopped?: Task };

/** Kept by the client, and so for the life of the process, as far as it is needed to read less. */
type Knowledge = {
  readonly tasks: Map<string, Known>;
  /** Of services that are at zero: the tasks on their way out, as they were listed last. No other joins them. */
  readonly leaving: Map<string, readonly string[]>;
};

const knowledgeBy = new WeakMap<Sends<ECSClient>, Knowledge>();
const knownTasksMax = 5_000;

const knowledgeOf = (client: Sends<ECSClient>): Knowledge => {
  const known = knowledgeBy.get(client);
  if (known && known.tasks.size < knownTasksMax) return known;
  const fresh: Knowledge = { tasks: new Map(), leaving: new Map() };
  knowledgeBy.set(client, fresh);
  return fresh;
};

type Wanted = { readonly cluster: string; readonly groups: ReadonlySet<string> };

const leavingKey = (cluster: string, group: string): string => `${cluster} ${group}`;

const listTasks = (client: Sends<ECSClient>, cluster: string, desiredStatus: DesiredStatus): Promise<string[]> =>
  allPages(
    (nextToken) => client.send(new ListTasksCommand({ cluster, desiredStatus, ...(nextToken ? { nextToken } : {}) })),
    (page) => page.taskArns,
    (page) => page.nextToken,
  );

const reading = <T>(cluster: string, read: () => Promise<T>): Promise<T> =>
  calling(`read the tasks of cluster ${cluster}`, read);

/** In as few calls as 100 tasks a call allow; those that are known to have stopped are not read again. */
export const describeTasks = async (
  client: Sends<ECSClient>,
  cluster: string,
  arns: readonly string[],
): Promise<Task[]> => {
  const { tasks: known } = knowledgeOf(client);
  const unread = arns.filter((arn) => known.get(arn)?.stopped === undefined);
  const pages = await Promise.all(
    chunks(unread, 100).map((tasks) => client.send(new DescribeTasksCommand({ cluster, tasks }))),
  );
  const read = pages.flatMap((page) => page.tasks ?? []);
  const stopped = arns.flatMap((arn) => known.get(arn)?.stopped ?? []);
  for (const task of read)
    if (task.taskArn !== undefined)
      known.set(task.taskArn, { group: task.group, ...(isLeft(task) ? {} : { stopped: task }) });
  return [...stopped, ...read];
};

/** The tasks of some groups of a cluster that are meant to run, or to be stopped; those that are known to be of others are not read. */
const tasksMeantTo = (
  client: Sends<ECSClient>,
  { cluster, groups }: Wanted,
  desiredStatus: DesiredStatus,
): Promise<Task[]> =>
  reading(cluster, async () => {
    const listed = await listTasks(client, cluster, desiredStatus);
    const { tasks: known } = knowledgeOf(client);
    const isOfOthers = (arn: string): boolean => {
      const group = known.get(arn)?.group;
      return group !== undefined && !groups.has(group);
    };
    return describeTasks(
      client,
      cluster,
      listed.filter((arn) => !isOfOthers(arn)),
    );
  });

/** Whether each service has a task that is still on its way out: then none of them is at its goal. */
const areDraining = (services: readonly SdkService[], tasks: readonly Task[]): boolean => {
  const draining = new Set(tasks.filter(isLeft).map(({ group }) => group));
  return services.every((service) => draining.has(groupOf(service)));
};

/** The tasks on their way out that are known from the last list, if they show that no service is at its goal yet. */
const knownToLeave = async (
  client: Sends<ECSClient>,
  cluster: string,
  near: readonly SdkService[],
): Promise<Task[] | undefined> => {
  const { leaving } = knowledgeOf(client);
  const known = near.map((service) => leaving.get(leavingKey(cluster, groupOf(service))) ?? []);
  if (known.some(({ length }) => length === 0)) return undefined;
  const tasks = await reading(cluster, () => describeTasks(client, cluster, known.flat()));
  return areDraining(near, tasks) ? tasks : undefined;
};

const noteLeaving = (
  client: Sends<ECSClient>,
  cluster: string,
  near: readonly SdkService[],
  stopping: readonly Task[],
): void => {
  const { leaving } = knowledgeOf(client);
  const left = Map.groupBy(stopping.filter(isLeft), ({ group }) => group);
  for (const group of near.map(groupOf))
    leaving.set(
      leavingKey(cluster, group),
      (left.get(group) ?? []).flatMap(({ taskArn }) => taskArn ?? []),
    );
};

/** A service that is not at zero stops other tasks later: what was listed of it is no list of all. */
const forgetLeaving = (client: Sends<ECSClient>, { cluster, groups }: Wanted, near: readonly SdkService[]): void => {
  const atZero = new Set(near.map(groupOf));
  const { leaving } = knowledgeOf(client);
  for (const group of groups) if (!atZero.has(group)) leaving.delete(leavingKey(cluster, group));
};

const tasksOnTheWayDown = async (
  client: Sends<ECSClient>,
  wanted: Wanted,
  near: readonly SdkService[],
): Promise<Task[]> => {
  const known = await knownToLeave(client, wanted.cluster, near);
  if (known) return known;
  const stopping = await tasksMeantTo(client, wanted, 'STOPPED');
  noteLeaving(client, wanted.cluster, near, stopping);
  if (areDraining(near, stopping)) return stopping;
  return [...stopping, ...(await tasksMeantTo(client, wanted, 'RUNNING'))];
};

/**
 * The tasks that show whether services near a goal have reached it. On the way up that are those meant to run, and of a service
 * in trouble those that stopped, which say why. On the way down it is those meant to be stopped, and the others only to be sure,
 * once none of a service is left among them.
 */
export const tasksOf = async (
  client: Sends<ECSClient>,
  wanted: Wanted,
  { near, troubled }: { readonly near: readonly SdkService[]; readonly troubled: readonly SdkService[] },
  towards: Action | undefined,
): Promise<Task[]> => {
  if (towards === 'start') {
    const running = near.length > 0 ? await tasksMeantTo(client, wanted, 'RUNNING') : [];
    return troubled.length > 0 ? [...running, ...(await tasksMeantTo(client, wanted, 'STOPPED'))] : running;
  }
  forgetLeaving(client, wanted, near);
  if (near.length === 0) return [];
  if (towards === 'stop') return tasksOnTheWayDown(client, wanted, near);
  return [...(await tasksMeantTo(client, wanted, 'STOPPED')), ...(await tasksMeantTo(client, wanted, 'RUNNING'))];
};
