// Desired and actual state of an environment, from the state table and a look at AWS. Only reads.

import type { Action } from '#core/action.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Override } from '#core/override.ts';
import { pluralise } from '#core/pluralise.ts';
import type { ResourceName } from '#core/resource.ts';
import { type Lease, leaseInForce } from '#core/run.ts';
import { isSilent, type Silence } from '#core/silence.ts';
import type { Loaded } from '#definition/check-text.ts';
import type { Definition } from '#definition/definition.ts';
import { partOf } from '#definition/part.ts';
import { type WantedEach, wantedEach } from '#definition/schedule/wanted-each.ts';
import { overrideInForce, type Wanted } from '#definition/schedule/wanted-state.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Observation, Reading } from '#kinds/observation.ts';
import { observeAll } from '#run/loop/observe-all.ts';
import { orphansOf, owedTo } from '#run/memory/remembered.ts';
import { attended } from '#run/plan/attended.ts';
import type { PlanItem } from '#run/plan/plan.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { nextTry } from '#run/reconcile/next-try.ts';
import { partNamed } from '../tables/run-summary.ts';
import { type Awake, type AwakeWindow, awakeByName, awakeWindows, type NextSlot, nextSlots } from './coming-slots.ts';
import { type DefinitionStatus, definitionStatus } from './definition-status.ts';
import { overrideJson } from './hold-by-hand.ts';
import { memoryJson } from './memories-by-hand.ts';
import { silenceJson } from './silence-by-hand.ts';
import type { Site } from './site.ts';
import { wantedInputs } from './wanted-inputs.ts';

export type ResourceStatus = {
  readonly resource: string;
  readonly kind: string;
  readonly status: string;
  readonly asWanted: boolean;
  readonly reason: string;
  /** Somebody else than Curfew had taken it down: a start leaves it so. */
  readonly staysDown?: true;
  /** It is up by a week of its own, or stays up by it after the next stop. */
  readonly awake?: Awake;
};

export type Status = {
  readonly environment: string;
  readonly at: string;
  readonly region: string;
  readonly timeZone: string;
  readonly wanted: { readonly state: 'up' | 'down'; readonly since: string; readonly reason: string } | null;
  /** What some resources are due to be for a reason of their own; left out if there is none. */
  readonly exceptions?: readonly {
    readonly state: 'up' | 'down';
    readonly since: string;
    readonly reason: string;
    readonly resources: readonly string[];
  }[];
  readonly schedule: {
    readonly enabled: boolean;
    readonly paused: boolean;
    readonly next: readonly NextSlot[];
    /** Of resources with a week of their own; left out if there is none. */
    readonly awake?: readonly AwakeWindow[];
  };
  readonly overrides: readonly ReturnType<typeof overrideJson>[];
  /** Left out if there is none. */
  readonly silences?: readonly ReturnType<typeof silenceJson>[];
  readonly lease:
    | (Pick<Lease, 'run' | 'action' | 'only'> & { readonly until: string; readonly expired: boolean })
    | null;
  readonly lastRun: {
    readonly run: string;
    readonly outcome: string;
    readonly endedAt: string;
    readonly reason: string;
  } | null;
  readonly definition: DefinitionStatus;
  /** Of a run that failed: when it is made again, or that it is not. */
  readonly retry: { readonly at: string | null; readonly text: string } | null;
  readonly resources: readonly ResourceStatus[];
  /** Down and remembered, but no longer in the definition. */
  readonly orphans: readonly ReturnType<typeof memoryJson>[];
};

const observedText = (observation: Observation): string => {
  if (observation.kind === 'ecs-service') return `${observation.running} of ${pluralise(observation.desired, 'task')}`;
  if (observation.kind === 'auto-scaling-group' || observation.kind === 'eks-node-group')
    return `${observation.ready} of ${observation.desired} ready`;
  if (observation.kind === 'elasticache-replication-group')
    return `${observation.status}, ${pluralise(observation.replicas, 'replica')}`;
  return observation.status;
};

const statusText = (reading: Reading | undefined): string => {
  if (reading === undefined || reading.state === 'unreadable') return 'unreadable';
  return reading.state === 'absent' ? 'absent' : observedText(reading.observation);
};

const resourceStatus = (
  { resource, kind, decision, reason, staysDown }: PlanItem,
  reading: Reading | undefined,
  awake: Awake | undefined,
): ResourceStatus => ({
  resource,
  kind,
  status: statusText(reading),
  asWanted: decision === 'skip',
  reason,
  ...(staysDown ? { staysDown } : {}),
  ...(awake ? { awake } : {}),
});

/** What some of them are due to be for a reason of their own. */
const exceptionsOf = (
  { resources, timeZone }: Definition,
  { whole, groups }: WantedEach,
): Pick<Status, 'exceptions'> => {
  const others = groups.filter(({ wanted }) => wanted !== whole);
  if (others.length === 0) return {};
  return {
    exceptions: others.map(({ wanted: { state, since, reason }, names }) => ({
      state,
      since: offsetTime(since, timeZone),
      reason,
      resources: resources.flatMap(({ name }) => (names.has(name) ? [name] : [])),
    })),
  };
};

/** Each by what it is due to be, in the order in which everything would be brought there. */
const itemsOf = (
  definition: Definition,
  { whole, groups }: WantedEach,
  readings: ReadonlyMap<ResourceName, Reading>,
  memories: readonly Memory[],
): readonly PlanItem[] => {
  const actionOf = (wanted: Wanted | undefined): Action => (wanted?.state === 'down' ? 'stop' : 'start');
  const all = planOperation(actionOf(whole), definition, readings, memories).items;
  const others = groups.filter(({ wanted }) => wanted !== whole);
  const own = new Map(
    others
      .flatMap(
        ({ wanted, names }) => planOperation(actionOf(wanted), partOf(definition, names), readings, memories).items,
      )
      .map((item) => [item.resource, item]),
  );
  return all.map((item) => own.get(item.resource) ?? item);
};

const silencesIn = (silences: readonly Silence[], nowMs: number, timeZone: string): Pick<Status, 'silences'> => {
  const inForce = silences.filter((one) => isSilent(one, nowMs)).map((one) => silenceJson(one, timeZone));
  return inForce.length === 0 ? {} : { silences: inForce };
};

const inForceOrAhead = (overrides: readonly Override[], nowMs: number): Override[] =>
  overrides.filter((one) => overrideInForce([one], nowMs) || one.from > nowMs);

/** Throws `OperationError` where the table cannot be read; a resource that cannot be read is part of the status. */
export const statusOf = async (site: Site, file?: Loaded): Promise<Status> => {
  const { ports, versions } = site;
  const definition = await attended(site.definition, ports);
  const { environment, region, timeZone, schedule } = definition;
  const { state, runtime, services, isEnabled } = ports;
  const nowMs = runtime.now().getTime();
  const [enabled, inputs, silences, memories, readings] = await Promise.all([
    isEnabled(environment),
    wantedInputs(site),
    state.silences(environment),
    state.memories(environment),
    observeAll(definition.resources, services),
  ]);
  const { lease, overrides, reports, installedAt } = inputs;
  const each = wantedEach(definition, { overrides, reports, lease, installedAt }, nowMs);
  const wanted = each.whole;
  const items = itemsOf(definition, each, readings, memories);
  const windows = awakeWindows(definition, nowMs);
  const awake = awakeByName(definition, { inputs, whole: wanted, nowMs });
  const time = (ms: number): string => offsetTime(ms, timeZone);
  const last = reports[0];
  const next = nextTry({ definition, wanted, enabled, lease, reports, readings, memories, nowMs }, each);
  return {
    environment,
    at: time(nowMs),
    region,
    timeZone,
    wanted: wanted ? { state: wanted.state, since: time(wanted.since), reason: wanted.reason } : null,
    ...exceptionsOf(definition, each),
    schedule: {
      enabled: schedule.enabled,
      paused: !enabled,
      next: schedule.enabled ? nextSlots(definition, inputs, nowMs) : [],
      ...(windows.length > 0 ? { awake: windows } : {}),
    },
    ...silencesIn(silences, nowMs, timeZone),
    overrides: inForceOrAhead(overrides, nowMs).map((one) => overrideJson(one, timeZone)),
    lease: lease
      ? {
          run: lease.run,
          action: lease.action,
          ...(lease.only ? { only: lease.only } : {}),
          until: time(lease.until),
          expired: leaseInForce(lease, nowMs) === undefined,
        }
      : null,
    lastRun: last ? { run: last.run, outcome: last.outcome, endedAt: last.endedAt, reason: partNamed(last) } : null,
    definition: await definitionStatus({ environment, versions, reports, file }),
    retry: next ? { at: next.at === undefined ? null : time(next.at), text: next.text } : null,
    resources: items.map((item) => resourceStatus(item, readings.get(item.resource), awake.get(item.resource))),
    orphans: owedTo(orphansOf(definition, memories)).map(({ memory }) => memoryJson(memory, definition)),
  };
};

/** All is well: everything is as desired, no desired state is known, or a run is in progress. */
export const isFine = ({ wanted, lease, resources }: Status): boolean =>
  wanted === null || (lease !== null && !lease.expired) || resources.every(({ asWanted }) => asWanted);
