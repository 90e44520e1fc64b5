// The resources of a definition in the simulated AWS: built from the scenario's world, changed by every actor.
import type { Definition } from '#definition/definition.ts';
import { simulatedAurora } from '#kinds/aurora-cluster/simulated.ts';
import { simulatedMachineGroups } from '#kinds/auto-scaling-group/simulated.ts';
import type { Scaling } from '#kinds/ecs-service/definition.ts';
import { simulatedEcs } from '#kinds/ecs-service/simulated.ts';
import { simulatedJobs } from '#kinds/ecs-service/simulated-jobs.ts';
import {
  addEvent,
  clamp,
  planActions,
  recreateService,
  removeService,
  reportCapacity,
  type SimService,
  schedule,
  setDesired,
  setHealth,
  standing,
  standingService,
} from '#kinds/ecs-service/simulated-world.ts';
import { simulatedRds } from '#kinds/rds-instance/simulated.ts';
import type { Kind, ResourceOf } from '#kinds/resource.ts';
import { statusAdapterOf } from '#kinds/status-adapters.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from '#kinds/status-kinds.ts';
import { simulatedAutoScaling } from './aws/autoscaling.ts';
import { simulatedEc2 } from './aws/ec2.ts';
import { simulatedElbv2 } from './aws/elbv2.ts';
import { simulatedSecrets } from './aws/messaging.ts';
import { missing as missingStatus, notSimulated, type SimulatedService, type World } from './aws/simulated-service.ts';
import { joined, statusMachines } from './aws/status-machine.ts';
import { simulatedTagging } from './aws/tagging.ts';
import { wiringOf } from './aws/wire.ts';
import { errorOf } from './faults.ts';
import type { Machines } from './kind-rehearsal.ts';
import { rehearsalOf, simulatedKinds } from './kinds.ts';
import type { ResourceWorld } from './scenario/scenario.ts';

const suspendedFact = ({ suspended }: Scaling): unknown => {
  const flags = Object.values(suspended);
  if (flags.every((flag) => flag)) return 'all';
  return flags.some((flag) => flag) ? suspended : 'none';
};

const ecsState = (service: SimService) => ({
  status: standing(service),
  desired: service.desired,
  running: service.tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
  ...(service.scaling
    ? { scaling: { min: service.scaling.min, max: service.scaling.max, suspended: suspendedFact(service.scaling) } }
    : {}),
});

const setEcs = (service: SimService, facts: ResourceWorld, world: World): void => {
  const wasMissing = service.facts.missing ?? false;
  service.facts = { ...service.facts, ...facts };
  if (facts.missing && !wasMissing) removeService(service, world);
  if (facts.missing ?? wasMissing) return;
  const isReplaced = facts.missing === false && service.facts.deleted !== undefined;
  if (wasMissing || isReplaced) {
    service.facts = { ...service.facts, deleted: undefined };
    recreateService(service, facts, world);
    return;
  }
  // Nobody changes a service that is deleted.
  if (service.facts.deleted !== undefined && facts.deleted === undefined) return;
  if (facts.scheduledActions !== undefined) planActions(service, world);
  if (facts.event !== undefined) addEvent(service, facts.event, world);
  // A service is deleted at zero, or with its tasks; it is INACTIVE when none of them is left.
  if (facts.deleted === 'INACTIVE') removeService(service, world);
  if (facts.deleted !== undefined && service.desired > 0) setDesired(service, 0, world);
  if (facts.scaling !== undefined) {
    service.scaling = facts.scaling ?? undefined;
    clamp(service, world);
    reportCapacity(service, world);
  }
  // What was in the way of new tasks may be gone.
  if (facts.noRoom !== undefined || facts.stoppedReason !== undefined) schedule(service, world);
  if (facts.healthy !== undefined) setHealth(service, facts.healthy, world);
  if (facts.desired !== undefined && facts.desired !== service.desired) setDesired(service, facts.desired, world);
};

/** A cache serves while its replicas are away; what is optional may be missing. */
const whileShrunk = ['shrunk', 'unreplicated'];

const serves = ({ resources }: Definition, name: string, status: string): boolean => {
  const one = resources.find((resource) => resource.name === name);
  if (!one || one.kind === 'always-on' || rehearsalOf(one.kind).standing.up.includes(status)) return true;
  if (status === missingStatus) return one.optional;
  return one.kind === 'elasticache-replication-group' && whileShrunk.includes(status);
};

type Simulated = { readonly operations: ReadonlySet<string>; readonly machines: Machines };

/** What the first does not know is answered by the second. */
const falling = (first: SimulatedService, second: SimulatedService): SimulatedService => ({
  ...first,
  handle: (operation, input) => (first.knows?.(operation) ? first : second).handle(operation, input),
});

/** Several kinds of one service: the kind that has the resource answers, or else one that knows the call. */
const together = (all: readonly Simulated[]): SimulatedService | undefined => {
  const [first, ...others] = all;
  if (!first || others.length === 0) return first?.machines.service;
  const ownerOf = (operation: string, input: never): Simulated | undefined =>
    all.find(({ machines }) => machines.service.resourceOf?.(operation, input) !== undefined);
  return {
    handle(operation, input: never) {
      const { machines } = ownerOf(operation, input) ?? all.find((one) => one.operations.has(operation)) ?? first;
      return machines.service.handle(operation, input);
    },
    resourceOf: (operation, input: never) => ownerOf(operation, input)?.machines.service.resourceOf?.(operation, input),
  };
};

/** A service of which an environment has nothing: its lists are empty. */
const noneOf = (id: string): SimulatedService => {
  const own = statusKindNames.filter((name) => statusKindOf(name).calls.service === id);
  return {
    handle(operation) {
      const shown = own.map((name) => statusAdapterOf(name).rehearsed[operation]).find((one) => one !== undefined);
      if (shown && !shown.isOne) return { [shown.list]: [] };
      if (
        shown ||
        own.some((name) => [statusKindOf(name).calls.start, statusKindOf(name).calls.stop].includes(operation))
      ) {
        const { notFound, texts } = statusKindOf(own[0] as StatusKindName).rehearsal;
        throw errorOf(notFound, texts?.notFound ?? 'There is none.');
      }
      return notSimulated(id, operation);
    },
  };
};

/** One value serves every vendor: each takes of it what it knows. */
const anyCredentials = JSON.stringify({ clientId: 'id', clientSecret: 'secret', keyId: 'id', keySecret: 'secret' });

const vendorSecrets = ({ resources }: Definition): Map<string, string> =>
  new Map(
    resources.flatMap((one) => ('credentialsSecret' in one ? [[one.credentialsSecret, anyCredentials] as const] : [])),
  );

export type SimulatedWorld = ReturnType<typeof simulatedWorld>;

export const simulatedWorld = (
  definition: Definition,
  facts: Readonly<Record<string, ResourceWorld>>,
  surroundings: World,
) => {
  const missing = new Set<string>();
  // What continues with something that is not there any more is nobody's business.
  const world: World = {
    ...surroundings,
    isMissing: (name) => missing.has(name),
    serves: (name) => serves(definition, name, statusOf(name)),
    changed: (name, from, to, more) => {
      if (!missing.has(name)) surroundings.changed(name, from, to, more);
    },
  };
  const of = <K extends Kind>(kind: K) =>
    definition.resources.filter((resource): resource is ResourceOf<K> => resource.kind === kind);
  const ecsServices: readonly SimService[] = of('ecs-service').map((resource) =>
    standingService(resource, facts[resource.name] ?? {}, world),
  );
  const wiring = wiringOf(definition);
  const aurora = simulatedAurora(of('aurora-cluster'), wiring, world);
  const machineGroups = simulatedMachineGroups(of('auto-scaling-group'), of('eks-node-group'), wiring, world);
  const rds = simulatedRds(of('rds-instance'), aurora, wiring, world);
  const simulated = simulatedKinds.map(({ kind, service, operations, simulate }) => ({
    ...{ kind, service, operations, machines: simulate(of(kind), wiring, world) },
  }));
  const described = new Map(
    statusKindNames.flatMap((name) => {
      const own = definition.resources.filter(({ kind }) => kind === name);
      if (own.length === 0) return [];
      return [[name, statusMachines(statusKindOf(name), statusAdapterOf(name), own, wiring, world)] as const];
    }),
  );
  /** The machines of a service, with those that are described as a value. */
  const serviceWith = (id: string, base?: SimulatedService): SimulatedService => {
    const others = [...described].flatMap(([name, machines]) =>
      statusKindOf(name).calls.service === id ? [machines] : [],
    );
    const whole = base?.knows ? falling(base, noneOf(id)) : (base ?? noneOf(id));
    return others.length > 0 ? joined(base, others) : whole;
  };
  /** All but services of ECS, which are more than their machines. */
  const machinesByKind = new Map<Kind, Pick<Machines, 'set' | 'state'>>([
    ['rds-instance', rds],
    ['aurora-cluster', aurora],
    ['auto-scaling-group', machineGroups],
    ['eks-node-group', machineGroups],
    ...simulated.map(({ kind, machines }) => [kind, machines] as const),
    ...described,
  ]);

  const statusOf = (name: string): string => {
    const service = serviceNamed(name);
    if (service) return standing(service);
    const kind = definition.resources.find((resource) => resource.name === name)?.kind;
    return missing.has(name) || kind === undefined
      ? missingStatus
      : (machinesByKind.get(kind)?.state(name).status ?? '');
  };

  const serviceNamed = (name: string) => ecsServices.find((service) => service.name === name);

  const set = (name: string, change: ResourceWorld): void => {
    const kind = definition.resources.find((resource) => resource.name === name)?.kind;
    const service = serviceNamed(name);
    if (kind === undefined) return;
    const wasMissing = missing.has(name);
    const isMissing = change.missing ?? wasMissing;
    if (service) {
      if (!isMissing) missing.delete(name);
      setEcs(service, change, world);
      if (isMissing) missing.add(name);
      return;
    }
    const machines = machinesByKind.get(kind);
    if (isMissing && !wasMissing) {
      surroundings.changed(name, machines?.state(name).status ?? 'unknown', missingStatus);
      missing.add(name);
    }
    // What is created again is up, unless given otherwise.
    const [up] = rehearsalOf(kind).standing.up;
    machines?.set(name, wasMissing && !isMissing ? { status: up, ...change } : change);
    if (!wasMissing || isMissing) return;
    missing.delete(name);
    surroundings.changed(name, missingStatus, machines?.state(name).status ?? 'unknown');
  };
  for (const [name, change] of Object.entries(facts))
    if (!serviceNamed(name)) set(name, change);
    else if (change.missing) missing.add(name);
  const jobs = simulatedJobs(world);

  return {
    /** A service of the account itself, with those of its resources that are described as a value. */
    with: serviceWith,
    services: {
      secretsmanager: simulatedSecrets(vendorSecrets(definition)),
      ...Object.fromEntries(
        [...Map.groupBy(simulated, ({ service }) => service)].map(([id, all]) => [id, together(all)]),
      ),
      ...Object.fromEntries(
        [...new Set(statusKindNames.map((name) => statusKindOf(name).calls.service))].map((id) => [
          id,
          serviceWith(id),
        ]),
      ),
      rds: serviceWith('rds', rds.service),
      ecs: simulatedEcs(ecsServices, wiring, world, jobs),
      autoscaling: simulatedAutoScaling(ecsServices, world),
      elbv2: simulatedElbv2(ecsServices),
      ec2autoscaling: machineGroups.autoScaling,
      eks: machineGroups.eks,
      tagging: simulatedTagging(definition.resources, wiring, world),
      ec2: serviceWith('ec2', simulatedEc2(wiring)),
    },
    /** Someone else changes the world. */
    set,
    /** Somebody, or somebody's schedule, runs a task that belongs to no service. */
    runTask: jobs.run,
    /** Application Auto Scaling acts, unless it is suspended; never beyond the bounds of its target. */
    scale(name: string, by: 'alarm' | 'schedule', to: number): void {
      const service = serviceNamed(name);
      const { scaling } = service ?? {};
      if (!service || !scaling || service.facts.deleted) return;
      const { dynamicScalingIn, dynamicScalingOut, scheduledScaling } = scaling.suspended;
      const dynamic = to < service.desired ? dynamicScalingIn : dynamicScalingOut;
      if (by === 'schedule' ? scheduledScaling : dynamic) return;
      const wanted = Math.min(scaling.max, Math.max(scaling.min, to));
      if (wanted !== service.desired) setDesired(service, wanted, world);
    },
    /** Every resource as it stands, by the definition's names. */
    state: (): Record<string, { readonly status?: string | undefined; readonly [fact: string]: unknown }> =>
      Object.fromEntries(
        definition.resources.map(({ name, kind }) => {
          const service = serviceNamed(name);
          if (service) return [name, ecsState(service)];
          if (missing.has(name)) return [name, { status: missingStatus }];
          return [name, machinesByKind.get(kind)?.state(name) ?? {}];
        }),
      ),
  };
};
