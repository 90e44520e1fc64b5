// What ECS itself says of tasks that do not come up: its events, the reasons of stopped tasks, the state of a rollout. Pure.
// Only what it said since the service was last steady counts, and only of the deployment that stands (facts/field.md, ECS).
import type { Deployment, Service as SdkService, ServiceEvent, Task } from '@aws-sdk/client-ecs';
import type { Trouble } from './definition.ts';

const steady = /has reached a steady state/;
const bad = /\b(unable to|failed|unhealthy|throttled)\b/;
const scaleIn = /unable to scale in|under protection|scale-in protection/i;

const timeOf = (date: Date | undefined): number => date?.getTime() ?? 0;

const primaryOf = ({ deployments = [] }: SdkService): Deployment | undefined =>
  deployments.find(({ status }) => status === 'PRIMARY');

const newestFirst = ({ events = [] }: SdkService): ServiceEvent[] =>
  events.toSorted((a, b) => timeOf(b.createdAt) - timeOf(a.createdAt));

/** When the service was last known to be well: it was steady, or what now stands was deployed. */
const wellAt = (service: SdkService, events = newestFirst(service)): number => {
  const last = events.find(({ message = '' }) => steady.test(message));
  return Math.max(timeOf(last?.createdAt), timeOf(primaryOf(service)?.createdAt));
};

const recentEvents = (service: SdkService): string[] => {
  const events = newestFirst(service);
  const since = wellAt(service, events);
  return events
    .filter(({ createdAt }) => createdAt === undefined || timeOf(createdAt) > since)
    .flatMap(({ message }) => message ?? []);
};

/** Without the name of the service, which the reader knows. */
const bare = (message: string): string => message.replace(/^\(service [^)]*\)\s*/, '');

const badEvents = (recent: readonly string[]): string[] =>
  recent.filter((message) => bad.test(message) && !scaleIn.test(message)).map(bare);

/** As long as tasks take to come up that come up at all, most of the time. */
const lateMs = 10 * 60_000;

/** Whether ECS has just started tasks: it does so when it scales out, from zero, too. */
export const startedLately = (service: SdkService, nowMs: number): boolean =>
  newestFirst(service).some(
    ({ createdAt, message = '' }) => startedIn(message) > 0 && nowMs - timeOf(createdAt) <= lateMs,
  );

const startedIn = (message: string): number => Number(/has started (\d+) tasks/.exec(message)?.[1] ?? 0);

/** Whether the reasons of stopped tasks are worth a read: tasks failed, ECS complains, or it started more than it is to have. */
export const isTroubled = (service: SdkService): boolean => {
  const { desiredCount = 0 } = service;
  if (desiredCount === 0) return false;
  if ((primaryOf(service)?.failedTasks ?? 0) > 0) return true;
  const recent = recentEvents(service);
  return badEvents(recent).length > 0 || recent.reduce((sum, message) => sum + startedIn(message), 0) > desiredCount;
};

const failures: ReadonlySet<string | undefined> = new Set(['TaskFailedToStart', 'EssentialContainerExited']);

/** A task that was scaled in, or that a person stopped, did not fail. */
const isFailed = ({ lastStatus, desiredStatus, stopCode, stoppedReason = '' }: Task): boolean =>
  (lastStatus === 'STOPPED' || desiredStatus === 'STOPPED') &&
  (failures.has(stopCode) || /failed .*health check|Error\b/i.test(stoppedReason));

/** When it began: a task from before something was put right proves nothing. */
const begunAt = ({ createdAt, stoppedAt }: Task): number => timeOf(createdAt ?? stoppedAt);

const failedSince = (service: SdkService, tasks: readonly Task[]): Task[] => {
  const [since, primary] = [wellAt(service), primaryOf(service)?.id];
  return tasks
    .filter(isFailed)
    .filter(({ createdAt }) => createdAt === undefined || timeOf(createdAt) >= since)
    .filter(({ startedBy }) => startedBy === undefined || primary === undefined || startedBy === primary)
    .toSorted((a, b) => begunAt(b) - begunAt(a));
};

/** "Essential container in task exited" says little without the container that did. */
const stoppedReasonOf = ({ stoppedReason = 'no reason given', stopCode, containers = [] }: Task): string => {
  if (stopCode !== 'EssentialContainerExited') return stoppedReason;
  const exits = containers
    .filter(({ exitCode, reason }) => (exitCode !== undefined && exitCode !== 0) || reason !== undefined)
    .map(({ name, exitCode, reason }) =>
      [
        `${name} exited`,
        ...(exitCode === undefined ? [] : [` with ${exitCode}`]),
        ...(reason ? [`: ${reason}`] : []),
      ].join(''),
    );
  return exits.length > 0 ? `${stoppedReason} (${exits.join(', ')})` : stoppedReason;
};

/** What passes by itself: AWS has no room, is too slow, or is asked too often. */
const passing =
  /capacity|timed? ?out|timeout|deadline exceeded|too ?many ?requests|rate limit|throttl|limit on the number|unable to place|connection (reset|refused)|\b50[0234]\b/i;
const cannotBegin = /CannotPull\w*|ResourceInitializationError|CannotStart\w*|CannotCreate\w*|exec format error/;
const hopeless =
  /not found|notfound|manifest unknown|does not exist|no such|denied|unauthori[sz]ed|not authori[sz]ed|no basic auth|forbidden|\b40[134]\b|can'?t find|invalid reference|does not contain descriptor|exec format error/i;

const causeOf = (reason: string): Trouble['cause'] => {
  if (cannotBegin.test(reason) && hopeless.test(reason)) return 'hopeless';
  return passing.test(reason) ? 'passing' : 'failing';
};

/** A person reads it in one line of a message. */
const reasonMax = 300;
const inOneLine = (reason: string): string => {
  const line = reason.replaceAll(/\s+/g, ' ').trim();
  return line.length > reasonMax ? `${line.slice(0, reasonMax - 1)}…` : line;
};

const livedOf = (failed: readonly Task[]): Pick<Trouble, 'livedSeconds'> => {
  const lives = failed.flatMap(({ createdAt, stoppedAt }) =>
    createdAt && stoppedAt ? [(stoppedAt.getTime() - createdAt.getTime()) / 1_000] : [],
  );
  return lives.length > 0 ? { livedSeconds: Math.max(0, Math.floor(Math.min(...lives))) } : {};
};

/** More than any service is allowed to have failed. */
const failuresKept = 400;

/** Nothing for a service that is to have no tasks, or of which ECS does not complain. */
export const troubleOf = (service: SdkService, tasks: readonly Task[]): Trouble | undefined => {
  if ((service.desiredCount ?? 0) === 0) return undefined;
  const failed = failedSince(service, tasks);
  const [reason] = [...failed.map(stoppedReasonOf), ...badEvents(recentEvents(service))];
  if (reason === undefined) return undefined;
  const failedAt = failed.slice(0, failuresKept).map(begunAt);
  return { reason: inOneLine(reason), cause: causeOf(reason), failedAt, ...livedOf(failed) };
};

/** Why tasks that are to go stay: a task may protect itself from being scaled in, for up to 48 hours. */
export const scaleInProtectionOf = (service: SdkService): string | undefined => {
  if ((service.desiredCount ?? 0) > 0 || (service.runningCount ?? 0) === 0) return undefined;
  const found = recentEvents(service).find((message) => scaleIn.test(message));
  return found === undefined ? undefined : inOneLine(bare(found));
};
