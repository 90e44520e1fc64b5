// The simulated side of a vendor's kind: machines with a status behind an HTTP API, answered below the client that asks.
import * as z from 'zod';
import type { Action } from '#core/action.ts';
import type { Facts } from '#kinds/status-kind.ts';
import { type VendorKindName, vendorKindOf } from '#kinds/vendor/vendor-kinds.ts';
import type { Command } from '#kinds/vendor/vendor-service.ts';
import type { WebRequest } from '#kinds/web/web-client.ts';
import { type KindRehearsal, statuses } from '#sim/kind-rehearsal.ts';
import { flag, minutes as minutesField, text } from '#sim/scenario/fields.ts';
import { status as statusField } from '#sim/scenario/status.ts';
import { minutes, notSimulated, present, type SimulatedService, seconds, type World } from './simulated-service.ts';
import type { VendorFacts } from './vendor-facts.ts';
import type { Tag, Wiring } from './wiring.ts';

export type VendorMachine = {
  readonly name: string;
  readonly path: string;
  status: string;
  facts: VendorFacts;
  startedAtMs?: number;
  stale?: { readonly status: string; readonly untilMs: number };
  pending?: () => void;
};

/** As a list shows it. */
type Listed = {
  readonly path: string;
  readonly shown: object;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
};

type Refused = { readonly status: number; readonly body: unknown };

export type VendorSide = {
  readonly kind: VendorKindName;
  /** How a status is shown, and what a request asks for. */
  readonly show: (machine: VendorMachine, status: string) => unknown;
  readonly commandOf: (input: WebRequest) => Command;
  readonly reads: string;
  /** By the name that the client gives to a change, which way it goes. */
  readonly changes: Readonly<Record<string, Action>>;
  /** The status of each command on its way, and after it. */
  readonly via: Readonly<Record<Command, string>>;
  readonly refuses: (machine: VendorMachine, to: Command, nowMs: number) => Refused | undefined;
  readonly notFound: Refused;
  /** What only a person's look at everything asks, by the name of the request: the body that answers it. */
  readonly lists?: Readonly<Record<string, (machines: readonly Listed[], path: string) => unknown>>;
  readonly token?: unknown;
  readonly startedByItselfAfterDays?: number;
};

const usualMinutes = { start: [3, 8], stop: [2, 6], awake: [0.3, 1] } as const;

const answer = (status: number, body: unknown) => ({ status, headers: {}, body: JSON.stringify(body) });

/** Below the address of the API: what a request is about. */
const pathOf = (url: string): string => new URL(url).pathname.replace(/\/state$/, '');

type Named = { readonly name: string; readonly path: string };

/** As vendors spell them; those of CloudFormation are on resources of AWS alone. */
const tagsOf = (tags: readonly Tag[]) =>
  tags.flatMap(({ Key, Value }) => (Key.startsWith('aws:') ? [] : [{ key: Key, value: Value }]));

export const vendorMachines = (side: VendorSide, named: readonly Named[], wiring: Wiring, world: World) => {
  const { clock, chance } = world;
  const { statuses: columns } = vendorKindOf(side.kind);
  const [up = 'up'] = columns.up;
  const [down = 'down'] = columns.down;
  const machines = named.map((one): VendorMachine => ({ ...one, status: up, facts: {} }));
  const show = (machine: VendorMachine, status: string): void => {
    if (status === machine.status) return;
    world.changed(machine.name, machine.status, status);
    machine.status = status;
  };
  const takesMs = ({ name, facts }: VendorMachine, to: Command): number => {
    const fixed = to === 'stop' ? facts.stopMinutes : to === 'start' ? facts.startMinutes : undefined;
    const [min, max] = usualMinutes[to];
    return Math.round(minutes(fixed ?? chance.between(`${name} ${to}`, min, max)) / 1_000) * 1_000;
  };
  const move = (machine: VendorMachine, to: Command): void => {
    const lagMs = chance.between(`${machine.name} read lag`, 0, seconds(3));
    machine.stale = { status: machine.status, untilMs: clock.nowMs() + lagMs };
    show(machine, side.via[to]);
    machine.pending?.();
    machine.pending = clock.at(clock.nowMs() + takesMs(machine, to), () => {
      if (to !== 'stop') machine.startedAtMs = clock.nowMs();
      show(machine, to === 'stop' ? down : up);
      if (to === 'stop') startLater(machine);
    });
  };
  const startLater = (machine: VendorMachine): void => {
    const days = side.startedByItselfAfterDays;
    if (days === undefined) return;
    machine.pending = clock.at(clock.nowMs() + minutes(days * 24 * 60), () => {
      if (machine.status === down) move(machine, 'start');
    });
  };
  const at = ({ url }: WebRequest): VendorMachine | undefined => {
    const path = pathOf(url);
    return machines.find((one) => one.path === path && !world.isMissing?.(one.name));
  };
  const shownStatus = ({ status, stale }: VendorMachine): string =>
    stale && clock.nowMs() < stale.untilMs ? stale.status : status;
  const listed = (): Listed[] =>
    present(machines, world).map((one) => ({
      path: one.path,
      shown: side.show(one, shownStatus(one)) as object,
      tags: tagsOf(wiring.tags(one.name)),
    }));
  const change = (machine: VendorMachine, input: WebRequest) => {
    const to = side.commandOf(input);
    const refused = side.refuses(machine, to, clock.nowMs());
    if (refused) return answer(refused.status, refused.body);
    const isThere = to === 'stop' ? machine.status === down : machine.status === up;
    if (!isThere) move(machine, to);
    return answer(200, side.show(machine, machine.status));
  };
  const service: SimulatedService = {
    handle(operation, input: WebRequest) {
      if (operation === 'GetToken') return answer(200, side.token);
      const list = side.lists?.[operation];
      if (list) return answer(200, list(listed(), pathOf(input.url)));
      const isChange = Object.hasOwn(side.changes, operation);
      if (operation !== side.reads && !isChange) return notSimulated(side.kind, operation);
      const machine = at(input);
      if (!machine) return answer(side.notFound.status, side.notFound.body);
      return isChange ? change(machine, input) : answer(200, side.show(machine, shownStatus(machine)));
    },
    resourceOf: (operation, input: WebRequest) =>
      operation === 'GetToken' || side.lists?.[operation] ? undefined : at(input)?.name,
  };
  const byName = (name: string): VendorMachine | undefined => machines.find((one) => one.name === name);
  return {
    service,
    set(name: string, facts: VendorFacts): void {
      const machine = byName(name);
      if (!machine) return;
      machine.facts = { ...machine.facts, ...facts };
      if (facts.justStartedMinutes !== undefined) machine.startedAtMs = clock.nowMs();
      if (facts.status === undefined) return;
      machine.pending?.();
      show(machine, facts.status);
      if (facts.status === down) startLater(machine);
    },
    state: (name: string) => ({ status: byName(name)?.status }),
  };
};

/** What all vendors' kinds have in common in a rehearsal. */
export const vendorRehearsal = (side: VendorSide, service: string) => {
  const name = side.kind;
  const kind = vendorKindOf(name);
  const operations = [side.reads, ...Object.keys(side.changes), ...(side.token === undefined ? [] : ['GetToken'])];
  const { statuses: columns } = kind;
  const [up = 'up'] = columns.up;
  const [down = 'down'] = columns.down;
  return {
    operations: { [service]: operations, secretsmanager: ['GetSecretValue'] },
    ...(side.lists ? { inventoryOperations: { [service]: Object.keys(side.lists) } } : {}),
    standing: { up: [...columns.up, ...(columns.busy ?? [])], down: columns.down, gone: kind.gone ?? [] },
    moves: side.changes,
    protectedBecause: (world: object) => kind.cannotStop?.(world as Facts)?.reason,
    world: z.strictObject({
      status: statusField(Object.values(columns).flat()).optional(),
      startMinutes: minutesField(8).optional(),
      stopMinutes: minutesField(4).optional(),
      ...(name === 'mongodb-atlas-cluster'
        ? {
            justStartedMinutes: minutesField(5).optional(),
            replicationLag: flag(true).optional(),
            tier: text('M0').optional(),
          }
        : {}),
    }),
    stack: 'vendors',
    variable: (host: string) => ({ suffix: 'HOST', value: host }),
    watched: ({ name: alias }: { readonly name: string }) => ({
      metric: 'Up',
      namespace: 'Vendors',
      dimensions: { Name: alias },
    }),
    random: {
      weight: 1,
      world: (chance: Parameters<NonNullable<KindRehearsal<VendorKindName>['random']['world']>>[0]) => ({
        startMinutes: chance.between('up', 0.4, 3),
        stopMinutes: chance.between('down', 0.4, 2),
        ...(chance.happens('stopped before', 0.04) ? { status: down } : {}),
      }),
      disturbances: [statuses(up, ...columns.moving, ...columns.broken, 'resizing-the-moon')],
      byHand: { what: `${name} status`, statuses: [up, down] },
    },
  };
};

/** Names made of hexadecimal digits, from a text that is known. */
export const hexOf = (text: string, digits: number): string =>
  Buffer.from(text).toString('hex').padStart(digits, '0').slice(-digits);

export const uuidOf = (text: string): string =>
  hexOf(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
