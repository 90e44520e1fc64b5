// Simulated RDS instances: statuses, durations and refusals of facts/aws-semantics.md 1 and 11.

import { type MaintenanceWorld, maintainWeekly } from '#sim/aws/maintenance.ts';
import {
  minutes,
  notSimulated,
  present,
  type SimulatedService,
  seconds,
  type World,
} from '#sim/aws/simulated-service.ts';
import { simulatedSnapshots } from '#sim/aws/snapshots.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import type { SimulatedAurora } from '../aurora-cluster/simulated.ts';
import type { ResourceOf } from '../resource.ts';

type RdsInstance = ResourceOf<'rds-instance'>;

export type RdsWorld = MaintenanceWorld & {
  readonly status?: string | undefined;
  readonly startMinutes?: number | undefined;
  readonly stopMinutes?: number | undefined;
  readonly replicaOf?: string | undefined;
  readonly readReplicas?: readonly string[] | undefined;
  readonly cluster?: string | undefined;
  readonly engine?: string | undefined;
  readonly multiAz?: boolean | undefined;
  readonly snapshots?: 'work' | 'over-quota' | 'fail' | undefined;
  /** The side of a blue/green deployment that it is. */
  readonly blueGreenSide?: 'blue' | 'green' | undefined;
};

const hasNoStop = ({ engine = 'postgres', multiAz, blueGreenSide }: RdsWorld): boolean =>
  (engine.startsWith('sqlserver') && multiAz === true) || engine.startsWith('custom-') || blueGreenSide !== undefined;

type Instance = {
  readonly name: string;
  readonly id: string;
  status: string;
  facts: RdsWorld;
  /** What reads still show for a moment after a change: RDS is eventually consistent. */
  stale?: { readonly status: string; readonly untilMs: number };
  pending?: () => void;
  restartAtMs?: number;
};

const autoRestartMs = 7 * 24 * minutes(60);

export const simulatedRds = (
  resources: readonly RdsInstance[],
  aurora: SimulatedAurora,
  wiring: Wiring,
  world: World,
) => {
  const { clock, chance } = world;
  const instances = new Map<string, Instance>(
    resources.map(({ name, instance }) => [instance, { name, id: instance, status: 'available', facts: {} }]),
  );

  const show = (instance: Instance, status: string): void => {
    if (status === instance.status) return;
    world.changed(instance.name, instance.status, status);
    instance.status = status;
  };

  /** Goes through statuses, each after its own time; a new path replaces the one before. */
  const follow = (instance: Instance, path: readonly (readonly [afterMs: number, status: string])[]): void => {
    instance.pending?.();
    const [step, ...rest] = path;
    if (!step) return;
    instance.pending = clock.at(clock.nowMs() + step[0], () => {
      show(instance, step[1]);
      follow(instance, rest);
    });
  };

  const request = (instance: Instance, status: string): void => {
    const lagMs = chance.between(`${instance.name} read lag`, 0, seconds(3));
    instance.stale = { status: instance.status, untilMs: clock.nowMs() + lagMs };
    show(instance, status);
  };

  const draw = (instance: Instance, what: 'start' | 'stop'): number => {
    const fixed = what === 'start' ? instance.facts.startMinutes : instance.facts.stopMinutes;
    if (fixed !== undefined) return minutes(fixed);
    const slow = chance.happens(`${instance.name} slow ${what}`, 0.05);
    const [min, max] = what === 'start' ? (slow ? [12, 30] : [5, 12]) : slow ? [8, 30] : [3, 8];
    return Math.round(minutes(chance.between(`${instance.name} ${what}`, min, max)) / 1_000) * 1_000;
  };

  /** After a start some instances show `configuring-enhanced-monitoring` and `backing-up` before `available`. */
  const pathUp = (instance: Instance): (readonly [number, string])[] => {
    const upMs = draw(instance, 'start');
    const extras = instance.facts.startMinutes === undefined;
    const path: (readonly [number, string])[] = [];
    let waitMs = upMs;
    if (extras && chance.happens(`${instance.name} configures monitoring`, 0.2)) {
      path.push([waitMs, 'configuring-enhanced-monitoring']);
      waitMs = seconds(chance.integer(`${instance.name} monitoring`, 20, 60));
    }
    if (extras && chance.happens(`${instance.name} backs up`, 0.3)) {
      path.push([waitMs, 'backing-up']);
      waitMs = seconds(chance.integer(`${instance.name} backup`, 60, 240));
    }
    return [...path, [waitMs, 'available']];
  };

  const start = (instance: Instance): void => {
    delete instance.restartAtMs;
    request(instance, 'starting');
    follow(instance, pathUp(instance));
  };

  const restartAfterSevenDays = (instance: Instance): void => {
    const dueMs = clock.nowMs() + autoRestartMs;
    instance.restartAtMs = dueMs;
    clock.at(dueMs, () => {
      if (instance.restartAtMs !== dueMs || instance.status !== 'stopped') return;
      world.restarting?.(instance.name);
      start(instance);
    });
  };

  const find = (id: string): Instance => {
    const instance = instances.get(id);
    const member = aurora.instances().find((one) => one.DBInstanceIdentifier === id);
    if (member) throw notEligible(member.Engine);
    if (!instance || world.isMissing?.(instance.name))
      throw errorOf('DBInstanceNotFound', `DBInstance ${id} not found.`);
    return instance;
  };

  const notEligible = (engine: string): Error =>
    errorOf('InvalidParameterCombination', `${engine} DB instances are not eligible for stopping and starting.`);

  const stopInstance = (instance: Instance): void => {
    const { cluster, engine = 'postgres', replicaOf, readReplicas = [] } = instance.facts;
    if (cluster) throw notEligible(engine);
    if (instance.status !== 'available' || replicaOf || readReplicas.length > 0 || hasNoStop(instance.facts))
      throw errorOf('InvalidDBInstanceState', `Instance ${instance.id} is not in available state.`);
    request(instance, 'stopping');
    follow(instance, [[draw(instance, 'stop'), 'stopped']]);
    restartAfterSevenDays(instance);
  };

  const startInstance = (instance: Instance): void => {
    if (instance.status === 'inaccessible-encryption-credentials-recoverable')
      throw errorOf('KMSKeyNotAccessibleFault', `The key of ${instance.id} cannot be accessed.`);
    if (instance.status !== 'stopped')
      throw errorOf(
        'InvalidDBInstanceState',
        `Instance ${instance.id} is not stopped or it is not available to be started.`,
      );
    start(instance);
  };

  const visible = (instance: Instance): string =>
    instance.stale && clock.nowMs() < instance.stale.untilMs ? instance.stale.status : instance.status;

  const describe = (instance: Instance) => ({
    DBInstanceIdentifier: instance.id,
    DBInstanceStatus: visible(instance),
    DBInstanceClass: 'db.t4g.medium',
    MultiAZ: instance.facts.multiAz ?? false,
    AllocatedStorage: 50,
    StorageType: 'gp3',
    Endpoint: { Address: wiring.host(instance.name), Port: 5432 },
    VpcSecurityGroups: [{ VpcSecurityGroupId: wiring.group(instance.name), Status: 'active' }],
    TagList: wiring.tags(instance.name),
    PreferredMaintenanceWindow: instance.facts.maintenanceWindow,
    Engine: instance.facts.engine ?? 'postgres',
    DBClusterIdentifier: instance.facts.cluster,
    ReadReplicaSourceDBInstanceIdentifier: instance.facts.replicaOf,
    ReadReplicaDBInstanceIdentifiers: [...(instance.facts.readReplicas ?? [])],
    AutomaticRestartTime: instance.restartAtMs === undefined ? undefined : new Date(instance.restartAtMs),
  });

  type Describe = {
    readonly DBInstanceIdentifier?: string;
    readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[];
    readonly MaxRecords?: number;
    readonly Marker?: string;
  };

  const describeInstances = (input: Describe) => {
    if (input.DBInstanceIdentifier) return { DBInstances: [describe(find(input.DBInstanceIdentifier))] };
    const size = input.MaxRecords ?? 100;
    if (size < 20 || size > 100) throw errorOf('InvalidParameterValue', `Invalid value ${size} for MaxRecords.`);
    const fits = (filter: string, id: string | undefined): boolean =>
      (input.Filters ?? []).every(({ Name, Values }) => Name !== filter || Values.includes(id ?? ''));
    const isWanted = (id: string, cluster: string | undefined): boolean =>
      fits('db-instance-id', id) && fits('db-cluster-id', cluster);
    const all = [
      ...present([...instances.values()], world)
        .filter(({ id, facts }) => isWanted(id, facts.cluster))
        .map(describe),
      ...aurora.instances().filter((one) => isWanted(one.DBInstanceIdentifier, one.DBClusterIdentifier)),
    ];
    const from = Number(input.Marker ?? 0);
    const page = all.slice(from, from + size);
    return { DBInstances: page, ...(from + size < all.length ? { Marker: String(from + size) } : {}) };
  };

  type Side = { readonly id: string; readonly facts: { readonly blueGreenSide?: 'blue' | 'green' | undefined } };
  const arnOf = (type: string, id: string): string => `arn:aws:rds:us-east-1:111122223333:${type}:${id}`;
  /** The other side is somebody else's. */
  const blueGreen = (type: string, all: readonly Side[]) =>
    all.flatMap(({ id, facts }) => {
      if (facts.blueGreenSide === undefined) return [];
      const [own, other] = [arnOf(type, id), arnOf(type, `${id}-other-side`)];
      const [Source, Target] = facts.blueGreenSide === 'blue' ? [own, other] : [other, own];
      return [{ BlueGreenDeploymentName: `${id}-upgrade`, Status: 'AVAILABLE', Source, Target }];
    });

  const snapshots = simulatedSnapshots(
    'instance',
    (id) => {
      const found = find(id);
      return { name: found.name, facts: found.facts, status: found.status, show: (status) => show(found, status) };
    },
    world,
  );

  const service: SimulatedService = {
    handle(
      operation,
      input: Describe & { readonly DBInstanceIdentifier: string; readonly DBClusterIdentifier?: string },
    ) {
      const found = aurora.handle(operation, input) ?? snapshots.handle(operation, input as never);
      if (found) return found;
      switch (operation) {
        case 'DescribeDBInstances':
          return describeInstances(input);
        case 'DescribeBlueGreenDeployments':
          return {
            BlueGreenDeployments: [
              ...blueGreen('db', [...instances.values()]),
              ...blueGreen('cluster', aurora.sides()),
            ],
          };
        case 'StopDBInstance':
          stopInstance(find(input.DBInstanceIdentifier));
          return { DBInstance: describe(find(input.DBInstanceIdentifier)) };
        case 'StartDBInstance':
          startInstance(find(input.DBInstanceIdentifier));
          return { DBInstance: describe(find(input.DBInstanceIdentifier)) };
        default:
          return notSimulated('rds', operation);
      }
    },
    resourceOf: (
      _operation,
      input: { readonly DBInstanceIdentifier?: string; readonly DBClusterIdentifier?: string },
    ) => {
      const id = input.DBInstanceIdentifier ?? snapshots.databaseOf(input);
      return instances.get(id ?? '')?.name ?? aurora.nameOf(input);
    },
  };

  const byName = (name: string): Instance | undefined => [...instances.values()].find((one) => one.name === name);

  return {
    service,
    /** Puts the world's facts on an instance; a new status holds until something changes it. */
    set(name: string, facts: RdsWorld): void {
      const instance = byName(name);
      if (!instance) return;
      instance.facts = { ...instance.facts, ...facts };
      if (facts.maintenanceWindow !== undefined)
        maintainWeekly(clock, facts.maintenanceWindow, {
          status: () => instance.status,
          show: (status) => show(instance, status),
          facts: () => instance.facts,
        });
      if (facts.status === undefined) return;
      instance.pending?.();
      show(instance, facts.status);
      if (facts.status === 'stopped') restartAfterSevenDays(instance);
    },
    state: (name: string) => ({ status: byName(name)?.status }),
  };
};
