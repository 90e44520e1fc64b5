// The simulated side of a kind that is described as a value: it goes up and down on its way through the statuses of its description,
// and is shown by the rows that its adapter reads.
import type { Action } from '#core/action.ts';
import type { Resource } from '#kinds/resource.ts';
import type { AnyStatusAdapter } from '#kinds/status-adapters.ts';
import { columnOf } from '#kinds/status-columns.ts';
import { type Facts, nameOf, type Refusal, type StatusKind } from '#kinds/status-kind.ts';
import { errorOf } from '#sim/faults.ts';
import { minutes, notSimulated, present, type SimulatedService, seconds, type World } from './simulated-service.ts';
import { simulatedSnapshots } from './snapshots.ts';
import type { Wiring } from './wiring.ts';

/** What a scenario may say of such a resource in addition to the facts of its kind. */
type StatusWorld = {
  readonly status?: string | undefined;
  readonly startMinutes?: number | undefined;
  readonly stopMinutes?: number | undefined;
  /** The status of an instance of a cluster, where it has one of its own. */
  readonly memberStatus?: string | undefined;
};

type Machine = {
  readonly name: string;
  readonly id: string;
  /** What the definition says of it. */
  readonly fields: Facts;
  status: string;
  facts: StatusWorld & Facts;
  /** What reads still show for a moment after a change. */
  stale?: { readonly status: string; readonly untilMs: number };
  pending?: () => void;
  restartAtMs?: number;
};

/** AWS says that it is up, but its parts are not: traces distinguish the two, AWS's answers do not. */
const waitingForParts = 'waiting-for-parts';

/** How long it takes, unless the world says otherwise. */
const usualMinutes = { start: [3, 8], stop: [2, 6] } as const satisfies Readonly<
  Record<Action, readonly [number, number]>
>;

const sevenDaysMs = 7 * 24 * minutes(60);

const isRefusedByAws = (refusal: Refusal | undefined): boolean => refusal !== undefined && !refusal.isOurs;

type Input = Readonly<Record<string, unknown>>;
type FilterInput = { readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[] };

type StatusMachines = {
  /** Whether a call reads a single resource, so that its answer is no list to add to. */
  readonly readsOne: (operation: string) => boolean;
  readonly service: SimulatedService;
  set(name: string, facts: StatusWorld): void;
  state(name: string): { readonly status?: string | undefined };
};

/** The ids that a read asks for; all where it names none. */
const isAskedFor = (input: Input, id: string): boolean => {
  const { Filters = [] } = input as FilterInput;
  const ids = input.InstanceIds as readonly string[] | undefined;
  const byFilter = Filters.filter(({ Name }) => /(^|-)(cluster-id|instance-id)$/.test(Name));
  return (ids?.includes(id) ?? true) && byFilter.every(({ Values }) => Values.includes(id));
};

export const statusMachines = (
  kind: StatusKind,
  adapter: AnyStatusAdapter,
  resources: readonly Resource[],
  wiring: Wiring,
  world: World,
): StatusMachines => {
  const { clock, chance } = world;
  const { calls, rehearsal, statuses } = kind;
  const [up = 'up'] = statuses.up;
  const [down = 'down'] = statuses.down;
  const machines = resources.map(
    (one): Machine => ({
      name: one.name,
      id: nameOf(kind, one),
      fields: one as unknown as Facts,
      status: up,
      facts: {},
    }),
  );

  const show = (machine: Machine, status: string): void => {
    if (status === machine.status) return;
    world.changed(machine.name, machine.status, status);
    machine.status = status;
  };

  const takes = ({ name, facts }: Machine, to: Action): number => {
    const fixed = to === 'start' ? facts.startMinutes : facts.stopMinutes;
    const [min, max] = usualMinutes[to];
    return Math.round(minutes(fixed ?? chance.between(`${name} ${to}`, min, max)) / 1_000) * 1_000;
  };

  const arePartsUp = ({ facts }: Machine): boolean => facts.memberStatus === undefined || facts.memberStatus === up;

  const move = (machine: Machine, to: Action): void => {
    const lagMs = chance.between(`${machine.name} read lag`, 0, seconds(3));
    machine.stale = { status: machine.status, untilMs: clock.nowMs() + lagMs };
    show(machine, rehearsal.via[to]);
    machine.pending?.();
    machine.pending = clock.at(clock.nowMs() + takes(machine, to), () => {
      if (to === 'stop') return show(machine, down);
      if (!rehearsal.partsLag) return show(machine, up);
      show(machine, waitingForParts);
      const partsMs = seconds(chance.integer(`${machine.name} parts`, 0, 20));
      machine.pending = clock.at(clock.nowMs() + partsMs, () => {
        if (arePartsUp(machine)) show(machine, up);
      });
    });
  };

  /** AWS starts it by itself, where it does so for the kind. */
  const restartLater = (machine: Machine): void => {
    if (!kind.restartedByAws) return;
    const dueMs = clock.nowMs() + sevenDaysMs;
    machine.restartAtMs = dueMs;
    clock.at(dueMs, () => {
      if (machine.restartAtMs !== dueMs || machine.status !== down) return;
      world.restarting?.(machine.name);
      move(machine, 'start');
    });
  };

  const change = (machine: Machine | undefined, to: Action): void => {
    if (!machine || world.isMissing?.(machine.name))
      throw errorOf(rehearsal.notFound, rehearsal.texts?.notFound ?? `There is no such ${kind.kind}.`);
    const column = columnOf(kind, answered(machine.status));
    const never = to === 'stop' && isRefusedByAws(kind.cannotStop?.(machine.facts, machine.fields));
    if (rehearsal.takesAgain && column === (to === 'start' ? 'up' : 'down')) return;
    if (column !== (to === 'start' ? 'down' : 'up') || never || (to === 'stop' && !arePartsUp(machine)))
      throw errorOf(
        rehearsal.refused,
        rehearsal.texts?.refused ?? `${machine.id} is ${machine.status}, which does not allow this operation.`,
      );
    delete machine.restartAtMs;
    move(machine, to);
    if (to === 'stop') restartLater(machine);
  };

  const answered = (status: string): string => (status === waitingForParts ? up : status);

  const item = (machine: Machine) => ({
    id: machine.id,
    status: answered(machine.stale && clock.nowMs() < machine.stale.untilMs ? machine.stale.status : machine.status),
    isLagging: machine.status === waitingForParts,
    ...(arePartsUp(machine) ? {} : { memberStatus: machine.facts.memberStatus ?? up }),
    facts: machine.facts,
    host: wiring.host(machine.name),
    group: wiring.group(machine.name),
    tags: wiring.tags(machine.name),
  });

  const byName = (name: string): Machine | undefined => machines.find((one) => one.name === name);
  const named = (input: Input): Machine | undefined => machines.find(({ id }) => id === adapter.nameIn(input));
  const isChange = (operation: string): boolean => operation === calls.start || operation === calls.stop;
  const directionOf = (operation: string, input: Input): Action =>
    adapter.goes?.(input) ?? (operation === calls.start ? 'start' : 'stop');

  const snapshots = adapter.snapshots
    ? simulatedSnapshots(
        'cluster',
        (id) => {
          const machine = machines.find((one) => one.id === id);
          if (!machine || world.isMissing?.(machine.name)) throw errorOf(rehearsal.notFound, `${id} not found.`);
          return {
            name: machine.name,
            facts: machine.facts as never,
            status: answered(machine.status),
            show: () => {},
          };
        },
        world,
      )
    : undefined;
  const owner = (operation: string, input: Input): Machine | undefined => {
    if (isChange(operation) || adapter.rehearsed[operation]?.isOne) return named(input);
    if (!snapshots || !operation.includes('Snapshot')) return undefined;
    return named(input) ?? machines.find(({ id }) => id === snapshots.databaseOf(input as never));
  };

  const service: SimulatedService = {
    knows: (operation) => adapter.rehearsed[operation] !== undefined,
    handle(operation, input: Input) {
      const ofSnapshots = snapshots?.handle(operation, input as never);
      if (ofSnapshots) return ofSnapshots;
      if (isChange(operation)) {
        change(named(input), directionOf(operation, input));
        return {};
      }
      const shown = adapter.rehearsed[operation];
      if (!shown) return notSimulated(calls.service, operation);
      if (shown.isOne) {
        const machine = named(input);
        if (!machine || world.isMissing?.(machine.name))
          throw errorOf(rehearsal.notFound, rehearsal.texts?.notFound ?? `There is no such ${kind.kind}.`);
        return shown.list === '' ? shown.row(item(machine)) : { [shown.list]: shown.row(item(machine)) };
      }
      return {
        [shown.list]: present(machines, world)
          .filter(({ id }) => adapter.isAskedFor?.(input, id) ?? isAskedFor(input, id))
          .flatMap((one) => shown.row(item(one))),
      };
    },
    resourceOf: (operation, input: Input) => owner(operation, input)?.name,
  };

  return {
    service,
    readsOne: (operation) => adapter.rehearsed[operation]?.isOne === true,
    /** Puts the world's facts on one; a new status holds until something changes it. */
    set(name, facts) {
      const machine = byName(name);
      if (!machine) return;
      machine.facts = { ...machine.facts, ...(facts as Facts) };
      if (facts.memberStatus !== undefined && answered(machine.status) === up)
        show(machine, facts.memberStatus === up ? up : waitingForParts);
      if (facts.status === undefined) return;
      machine.pending?.();
      show(machine, facts.status);
      if (facts.status === down) restartLater(machine);
    },
    state: (name) => ({ status: byName(name)?.status }),
  };
};

/** Several kinds may answer to one service: a change goes to the kind that has the resource, lists are merged. */
export const joined = (base: SimulatedService | undefined, others: readonly StatusMachines[]): SimulatedService => {
  const services = others.map(({ service }) => service);
  return {
    ...base,
    handle(operation, input: never) {
      const owner = services.find((one) => one.resourceOf?.(operation, input) !== undefined);
      if (owner) return owner.handle(operation, input);
      const isKnown = base?.knows?.(operation) ?? base !== undefined;
      // What none of them has is another one of the service itself.
      const isOfBase = isKnown && others.some(({ readsOne }) => readsOne(operation));
      const listing = isOfBase ? [] : services.filter((one) => one.knows?.(operation));
      // A change of what no such machine has: the service itself answers, or refuses.
      if (listing.length === 0) return isKnown ? base?.handle(operation, input) : services[0]?.handle(operation, input);
      const answer = ((isKnown && base?.handle(operation, input)) || {}) as Record<string, unknown>;
      if ((input as Input).Marker !== undefined) return answer;
      for (const one of listing) {
        const more = one.handle(operation, input) as Readonly<Record<string, readonly unknown[]>>;
        for (const [list, rows] of Object.entries(more))
          answer[list] = [...((answer[list] as readonly unknown[] | undefined) ?? []), ...rows];
      }
      return answer;
    },
    resourceOf: (operation, input: never) =>
      services.map((one) => one.resourceOf?.(operation, input)).find((name) => name !== undefined) ??
      base?.resourceOf?.(operation, input),
  };
};
