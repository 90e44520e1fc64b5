// Simulated ECS: the API over the services of ecs-world.ts, with its limits, paging, rates and refusals.

import { notSimulated, page, present, type SimulatedService, type World } from '#sim/aws/simulated-service.ts';
import { tokenBucket } from '#sim/aws/token-bucket.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import { containerHealth, containersOf, taskHealth } from './simulated-containers.ts';
import { type SimulatedJobs, simulatedJobs } from './simulated-jobs.ts';
import { taskProtectionAnswer } from './simulated-protection.ts';
import type { SimTask } from './simulated-task.ts';
import { type SimService, setDesired } from './simulated-world.ts';

type Input = {
  readonly cluster: string;
  readonly service: string;
  readonly services?: readonly string[];
  readonly tasks?: readonly string[];
  readonly desiredCount?: number;
  readonly desiredStatus?: 'RUNNING' | 'STOPPED';
  readonly serviceName?: string;
  readonly family?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
  readonly taskDefinition?: string;
  readonly include?: readonly string[];
  readonly serviceRevisionArns?: readonly string[];
};

const running = ({ lastStatus }: SimTask): boolean => lastStatus === 'RUNNING';
const pending = ({ lastStatus }: SimTask): boolean => lastStatus === 'PENDING';

const definitionArn = ({ service }: SimService): string => `arn:aws:ecs:task-definition/${service}:1`;
const revisionArn = (service: SimService): string =>
  `arn:aws:ecs:service-revision/${service.cluster}/${service.service}/1`;

const loadBalancersOf = (service: SimService) => {
  if (!service.loadBalanced) return [];
  const unused = [
    ...(service.facts.unusedGroup ? [{ targetGroupArn: groupArn(service, 'unused') }] : []),
    ...(service.facts.secondGroup ? [{ targetGroupArn: groupArn(service, 'second') }] : []),
  ];
  if (service.facts.blueGreen === undefined) return [{ targetGroupArn: targetGroupArn(service) }, ...unused];
  const advancedConfiguration = {
    alternateTargetGroupArn: groupArn(service, 'alternate'),
    productionListenerRule: listenerRuleArn(service),
  };
  return [{ targetGroupArn: targetGroupArn(service), advancedConfiguration }, ...unused];
};

const describeService = (service: SimService, wiring: Wiring, nowMs: number) => {
  const desiredCount = service.stale && nowMs < service.stale.untilMs ? service.stale.desired : service.desired;
  const runningCount = service.tasks.filter(running).length;
  const { strategy = 'REPLICA', controller = 'ECS', deleted = 'ACTIVE', rollout = 'COMPLETED' } = service.facts;
  return {
    serviceName: service.service,
    status: deleted,
    desiredCount,
    runningCount,
    pendingCount: service.tasks.filter(pending).length,
    schedulingStrategy: strategy,
    deploymentController: { type: controller },
    taskDefinition: definitionArn(service),
    currentServiceRevisions: [{ arn: revisionArn(service), runningTaskCount: runningCount }],
    // A change of the desired count alone starts no deployment: the PRIMARY stays as it was, which is COMPLETED.
    deployments: [
      {
        id: deploymentId(service),
        status: 'PRIMARY',
        taskDefinition: definitionArn(service),
        rolloutState: rollout,
        desiredCount,
        runningCount,
        failedTasks: service.failed,
        serviceConnectConfiguration: wiring.serviceConnect(service.name),
      },
    ],
    events: service.events.map(({ atMs, message }) => ({ createdAt: new Date(atMs), message })),
    networkConfiguration: { awsvpcConfiguration: { securityGroups: [wiring.group(service.name)] } },
    loadBalancers: loadBalancersOf(service),
  };
};

const deploymentId = ({ service }: SimService): string => `ecs-svc/${service}`;

const groupArn = ({ cluster, service }: SimService, which: 'alternate' | 'unused' | 'second'): string =>
  `arn:aws:elasticloadbalancing:targetgroup/${cluster}/${service}-${which}`;

const targetGroupArn = ({ cluster, service }: SimService): string =>
  `arn:aws:elasticloadbalancing:targetgroup/${cluster}/${service}`;

export const listenerRuleArn = ({ cluster, service, facts }: SimService): string =>
  `arn:aws:elasticloadbalancing:us-east-1:simulated:${facts.network ? 'listener/net' : 'listener-rule/app'}/${cluster}/${service}`;

/** The groups of a service, and which of them its tasks are registered with; of an unused one AWS says that it is. */
export const targetGroupsOf = (service: SimService) => {
  const { blueGreen, unusedGroup, secondGroup } = service.facts;
  return [
    { arn: targetGroupArn(service), serves: blueGreen !== 'alternate', unused: false },
    ...(blueGreen ? [{ arn: groupArn(service, 'alternate'), serves: blueGreen === 'alternate', unused: false }] : []),
    ...(unusedGroup ? [{ arn: groupArn(service, 'unused'), serves: true, unused: true }] : []),
    ...(secondGroup
      ? [{ arn: groupArn(service, 'second'), serves: true, unused: false, fails: secondGroup === 'unhealthy' }]
      : []),
  ];
};

/** Only what an essential container with a check says makes a task's health. */
const describeTask = (task: SimTask, service: SimService) => {
  const containers = containerHealth(task, service);
  return {
    taskArn: task.arn,
    group: `service:${task.service}`,
    startedBy: deploymentId(service),
    taskDefinitionArn: definitionArn(service),
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: taskHealth(containers),
    containers: containers.map(({ name, healthStatus }) => ({ name, healthStatus })),
    createdAt: new Date(task.createdMs),
    ...(task.ranMs === undefined ? {} : { startedAt: new Date(task.ranMs) }),
    ...(task.stoppedMs === undefined ? {} : { stoppedAt: new Date(task.stoppedMs) }),
    ...(task.stopped ? { stopCode: task.stopped.code, stoppedReason: task.stopped.reason } : {}),
  };
};

const tooMany = (what: string, count: number, max: number): void => {
  if (count > max) throw errorOf('InvalidParameterException', `${what} can have at most ${max} items.`);
};

/** Rates and bursts by class of request: facts/aws-semantics.md 2.3. */
const rates = () => {
  const modify = tokenBucket(50, 5);
  const readService = tokenBucket(100, 20);
  const readCluster = tokenBucket(100, 20);
  const readDefinition = tokenBucket(50, 20);
  return new Map([
    ['UpdateService', modify],
    ['DescribeServices', readService],
    ['ListTasks', readCluster],
    ['DescribeTasks', readCluster],
    ['GetTaskProtection', readCluster],
    ['DescribeTaskDefinition', readDefinition],
    ['ListServices', readCluster],
  ]);
};

export const simulatedEcs = (
  services: readonly SimService[],
  wiring: Wiring,
  world: World,
  jobs: SimulatedJobs = simulatedJobs(world),
): SimulatedService => {
  const buckets = rates();
  const byCluster = Map.groupBy(services, ({ cluster }) => cluster);
  const find = (cluster: string, name: string): SimService | undefined =>
    byCluster.get(cluster)?.find((one) => one.service === name && !world.isMissing?.(one.name));
  const definedBy = (arn: string | undefined): SimService | undefined =>
    services.find((one) => definitionArn(one) === arn);
  const inCluster = (cluster: string): SimService[] => {
    const found = byCluster.get(cluster);
    if (!found) throw errorOf('ClusterNotFoundException', 'Cluster not found.');
    return found;
  };

  const listClusters = ({ maxResults = 100, nextToken }: Input) => {
    const { items, next } = page([...byCluster.keys()], nextToken, maxResults);
    return {
      clusterArns: items.map((cluster) => `arn:aws:ecs:cluster/${cluster}`),
      ...(next ? { nextToken: next } : {}),
    };
  };

  const listServices = ({ cluster, maxResults = 10, nextToken }: Input) => {
    const { items, next } = page(present(inCluster(cluster), world), nextToken, maxResults);
    return {
      serviceArns: items.map(({ service }) => `arn:aws:ecs:service/${cluster}/${service}`),
      ...(next ? { nextToken: next } : {}),
    };
  };

  /** Tags come only when asked for. */
  const shown = (one: SimService, include: readonly string[]) => ({
    ...describeService(one, wiring, world.clock.nowMs()),
    ...(include.includes('TAGS')
      ? { tags: wiring.tags(one.name).map(({ Key, Value }) => ({ key: Key, value: Value })) }
      : {}),
  });

  const describeServices = ({ cluster, services: names = [], include = [] }: Input) => {
    tooMany('services', names.length, 10);
    inCluster(cluster);
    const found = names.map((name) => ({ name, one: find(cluster, name) }));
    return {
      services: found.flatMap(({ one }) => (one ? [shown(one, include)] : [])),
      failures: found.flatMap(({ name, one }) => (one ? [] : [{ arn: name, reason: 'MISSING' }])),
    };
  };

  const listTasks = (input: Input) => {
    const { cluster, serviceName, family, desiredStatus = 'RUNNING', maxResults = 100, nextToken = '0' } = input;
    const ofServices = inCluster(cluster)
      .filter((one) => serviceName === undefined || one.service === serviceName)
      .filter((one) => family === undefined || one.service === family)
      .flatMap(({ tasks }) => tasks.filter((task) => task.desiredStatus === desiredStatus));
    const all = [...ofServices, ...(serviceName === undefined ? jobs.meantTo(desiredStatus, cluster, family) : [])];
    const from = Number(nextToken);
    const more = from + maxResults < all.length;
    return {
      taskArns: all.slice(from, from + maxResults).map(({ arn }) => arn),
      ...(more ? { nextToken: String(from + maxResults) } : {}),
    };
  };

  const describeTasks = ({ cluster, tasks = [] }: Input) => {
    tooMany('tasks', tasks.length, 100);
    const asked = new Set(tasks);
    const found = inCluster(cluster).flatMap((one) =>
      one.tasks.filter(({ arn }) => asked.has(arn)).map((task) => describeTask(task, one)),
    );
    return { tasks: [...found, ...jobs.described(cluster, asked)], failures: [] };
  };

  const taskProtection = ({ cluster, tasks = [] }: Input) => {
    tooMany('tasks', tasks.length, 100);
    return taskProtectionAnswer(inCluster(cluster), new Set(tasks), world.clock.nowMs());
  };

  const updateService = ({ cluster, service: name, desiredCount }: Input) => {
    inCluster(cluster);
    const service = find(cluster, name);
    if (!service) throw errorOf('ServiceNotFoundException', 'Service not found.');
    if (service.facts.deleted) throw errorOf('ServiceNotActiveException', 'Service was not ACTIVE.');
    if (desiredCount !== undefined && service.facts.strategy === 'DAEMON')
      throw errorOf('InvalidParameterException', 'The daemon scheduling strategy does not support a desired count.');
    if (desiredCount !== undefined && desiredCount !== service.desired) setDesired(service, desiredCount, world);
    return { service: describeService(service, wiring, world.clock.nowMs()) };
  };

  const describeRevisions = ({ serviceRevisionArns = [] }: Input) => ({
    serviceRevisions: services
      .filter((one) => serviceRevisionArns.includes(revisionArn(one)))
      .map((one) => ({
        serviceRevisionArn: revisionArn(one),
        taskDefinition: definitionArn(one),
        resolvedConfiguration: {
          loadBalancers: targetGroupsOf(one)
            .filter(({ serves }) => serves)
            .map(({ arn }) => ({ targetGroupArn: arn, productionListenerRule: listenerRuleArn(one) })),
        },
      })),
    failures: [],
  });

  return {
    handle(operation, input: Input) {
      switch (operation) {
        case 'ListClusters':
          return listClusters(input);
        case 'ListServices':
          return listServices(input);
        case 'DescribeServices':
          return describeServices(input);
        case 'ListTasks':
          return listTasks(input);
        case 'DescribeTasks':
          return describeTasks(input);
        case 'GetTaskProtection':
          return taskProtection(input);
        case 'UpdateService':
          return updateService(input);
        case 'DescribeServiceRevisions':
          return describeRevisions(input);
        case 'DescribeTaskDefinition':
          return {
            taskDefinition: {
              taskDefinitionArn: input.taskDefinition,
              cpu: '512',
              memory: '1024',
              containerDefinitions: containersOf(definedBy(input.taskDefinition), wiring),
            },
          };
        default:
          return notSimulated('ecs', operation);
      }
    },
    resourceOf: (_operation, input: Input) => find(input.cluster, input.service)?.name,
    admits: (operation) => buckets.get(operation)?.take(world.clock.nowMs()) ?? true,
  };
};
