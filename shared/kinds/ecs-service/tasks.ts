// The tasks behind a service's counters: which are really gone, which are really healthy (facts/aws-semantics.md 2.2).
import {
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type Service as SdkService,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Action } from '#core/action.ts';
import { calling, type Unreadable, unreadable } from '#core/aws/errors.ts';
import { OperationError } from '#core/errors.ts';
import type { Sends } from '../adapter.ts';
import type { EcsClients } from './clients.ts';
import type { Trouble } from './definition.ts';
import { groupOf, isLeft, tasksOf } from './read-tasks.ts';
import { healthyTargets } from './targets.ts';
import { isTroubled, troubleOf } from './task-failures.ts';

export type TaskCounts = {
  readonly left: number;
  readonly healthy: number;
  readonly ranAfterSeconds?: number;
  readonly trouble?: Trouble;
};

/**
 * A task definition never changes, so what was read once is kept, by the client and so for the life of the process.
 * ECS allows 20 of these reads a second and 50 in a burst: a look reads no more than the burst, and the next look, seconds
 * later, continues (facts/aws-semantics.md 2.3).
 */
const definitionsPerLook = 50;
type Checked = readonly string[];
const knownBy = new WeakMap<Sends<ECSClient>, Map<string, Checked>>();

/**
 * The containers that make a task's health: those that are essential and have a check. A sidecar that is not essential makes
 * none, with any health of its own; a container is essential unless its definition says otherwise.
 */
const checkedContainers = ({ containerDefinitions = [] }: TaskDefinition): Checked =>
  containerDefinitions
    .filter(({ essential, healthCheck }) => essential !== false && healthCheck !== undefined)
    .map(({ name = '' }) => name);

const definitionReader = (client: Sends<ECSClient>) => {
  const known = knownBy.get(client) ?? new Map<string, Checked>();
  knownBy.set(client, known);
  let asked = 0;
  return async (taskDefinition: string): Promise<Checked> => {
    const cached = known.get(taskDefinition);
    if (cached !== undefined) return cached;
    const doing = `read task definition ${taskDefinition}`;
    if (++asked > definitionsPerLook)
      throw new OperationError('THROTTLED', `${doing}: retried at the next poll`, { awsCode: 'NOT_READ_YET' });
    const answer = await calling(doing, () => client.send(new DescribeTaskDefinitionCommand({ taskDefinition })));
    const checked = checkedContainers(answer.taskDefinition ?? {});
    known.set(taskDefinition, checked);
    return checked;
  };
};

/** ECS says UNKNOWN of a task whose check is not over yet, and of one that has no check, or one that does not matter. */
const isJudged = ({ healthStatus }: Task): boolean => healthStatus === 'HEALTHY' || healthStatus === 'UNHEALTHY';

/** By the containers that matter; by the task where AWS does not list them. */
const passes = ({ healthStatus, containers = [] }: Task, checked: Checked): boolean => {
  const reported = containers.filter(({ name = '' }) => checked.includes(name));
  if (reported.length < checked.length) return healthStatus === 'HEALTHY';
  return reported.every((container) => container.healthStatus === 'HEALTHY');
};

const isHealthy = async (
  task: Task,
  { taskDefinition = '' }: SdkService,
  checkedIn: ReturnType<typeof definitionReader>,
): Promise<boolean> => {
  if (isJudged(task)) return task.healthStatus === 'HEALTHY';
  return passes(task, await checkedIn(task.taskDefinitionArn ?? taskDefinition));
};

/** One after the other: the first of a definition reads it, the others find it known. */
const countHealthy = async (
  tasks: readonly Task[],
  service: SdkService,
  checkedIn: ReturnType<typeof definitionReader>,
): Promise<number> => {
  let healthy = 0;
  for (const task of tasks) if (await isHealthy(task, service, checkedIn)) healthy++;
  return healthy;
};

/** Of each task by itself: another one may have failed before it. */
const ranAfter = (running: readonly Task[]): Pick<TaskCounts, 'ranAfterSeconds'> => {
  const all = running.flatMap(({ createdAt, startedAt }) =>
    createdAt && startedAt ? [(startedAt.getTime() - createdAt.getTime()) / 1_000] : [],
  );
  const least = Math.min(...all);
  return all.length > 0 && least >= 0 ? { ranAfterSeconds: Math.floor(least) } : {};
};

/** Counters that could be at the goal; only then the tasks are worth reading. */
const nearGoal = (
  { desiredCount = 0, runningCount = 0, pendingCount = 0 }: SdkService,
  towards: Action | undefined,
): boolean => runningCount === desiredCount && pendingCount === 0 && (towards !== 'stop' || desiredCount === 0);

/**
 * How a service scales matters before it is lowered, and once it is up. At zero, too: with a minimum of zero its scaling can
 * raise it in the night, and a start restores what a stop suspended. But not while it is on the way to zero.
 */
export const scalingMatters = (
  service: SdkService | undefined,
  counts: TaskCounts | Unreadable | undefined,
  towards: Action | undefined,
): boolean => {
  if (!service || towards === undefined) return service !== undefined;
  if ((service.desiredCount ?? 0) > 0) return towards === 'stop' || nearGoal(service, towards);
  return nearGoal(service, towards) && counts !== undefined && 'left' in counts && counts.left === 0;
};

/** For one look; what it learns of task definitions the next one knows. */
export const taskCounter = (clients: EcsClients) => {
  const checkedIn = definitionReader(clients.ecs);

  const countOne = async (service: SdkService, own: readonly Task[]): Promise<TaskCounts> => {
    const left = own.filter(isLeft).length;
    if ((service.desiredCount ?? 0) === 0) return { left, healthy: 0 };
    const running = own.filter(
      ({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING',
    );
    const healthy = await countHealthy(running, service, checkedIn);
    const counts = { left, healthy: healthy > 0 ? Math.min(healthy, await healthyTargets(clients, service)) : 0 };
    return { ...counts, ...ranAfter(running) };
  };

  /** A target group that was deleted, say, spoils the reading of its own service, not of the cluster. */
  const tryToCount = async (service: SdkService, tasks: readonly Task[]): Promise<TaskCounts | Unreadable> => {
    try {
      return await countOne(service, tasks);
    } catch (error) {
      return unreadable(error);
    }
  };

  /** Task counts by service name; far from a goal the counters of the service itself must do. */
  return async (cluster: string, services: readonly SdkService[], towards: Action | undefined) => {
    const near = services.filter((service) => nearGoal(service, towards));
    const troubled = services.filter(isTroubled);
    const wanted = { cluster, groups: new Set(services.map(groupOf)) };
    const tasks = await tasksOf(clients.ecs, wanted, { near, troubled }, towards);
    const byGroup = Map.groupBy(tasks, ({ group }) => group);
    const counted = await Promise.all(
      services.map(async (service): Promise<[string, TaskCounts | Unreadable]> => {
        const { serviceName = '', runningCount = 0, pendingCount = 0 } = service;
        const own = byGroup.get(groupOf(service)) ?? [];
        const far = { left: Math.max(1, runningCount + pendingCount), healthy: 0 };
        const counts = near.includes(service) ? await tryToCount(service, own) : far;
        const trouble = troubleOf(service, own);
        return [serviceName, trouble && !('state' in counts) ? { ...counts, trouble } : counts];
      }),
    );
    return new Map(counted);
  };
};
