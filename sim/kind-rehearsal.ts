// What the rehearsal knows of a kind of resource: what a scenario may say of it, how it is wired to others, and how it fares in
// random nights.
import type * as z from 'zod';
import type { Action } from '#core/action.ts';
import type { Kind, ResourceOf } from '#kinds/resource.ts';
import type { SimulatedService, World } from './aws/simulated-service.ts';
import type { Wiring } from './aws/wiring.ts';
import type { Chance } from './random/chance.ts';
import type { ResourceWorld } from './scenario/scenario.ts';

/** A metric that is at least one while the resource is up, with the dimensions by which AWS names the resource. */
type Watched = {
  readonly metric: string;
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

export type Disturbance = { readonly wrong: readonly ResourceWorld[]; readonly right: ResourceWorld };

/** Statuses that get in the way, and the one that ends them. */
export const statuses = (right: string, ...wrong: readonly string[]): Disturbance => ({
  wrong: wrong.map((status) => ({ status })),
  right: { status: right },
});

/** The resources of a kind in the simulated AWS: the service that answers, somebody who changes them, and a look at them. */
export type Machines = {
  readonly service: SimulatedService;
  set(name: string, change: ResourceWorld): void;
  state(name: string): { readonly status?: string | undefined };
};

/** What makes them; the operations of the kind name its service. */
export type Simulates<K extends Kind> = {
  readonly simulate: (resources: readonly ResourceOf<K>[], wiring: Wiring, world: World) => Machines;
};

export type KindRehearsal<K extends Kind> = {
  /** The operations that functions call, by service, as scenario files name them. */
  readonly operations: Readonly<Record<string, readonly string[]>>;
  /** What only a person's look at a whole account calls in addition. */
  readonly inventoryOperations?: Readonly<Record<string, readonly string[]>>;
  /** The statuses in which its clients can use it, those in which it is down, and those in which it can run no more; judges go by them. */
  readonly standing: {
    readonly up: readonly string[];
    readonly down: readonly string[];
    readonly gone?: readonly string[];
  };
  /** The calls that move it, and which way: by their name, or by their input. */
  readonly moves: Readonly<Record<string, Action | ((input: Readonly<Record<string, unknown>>) => Action | undefined)>>;
  /** Why a stop must not even be tried, by what a scenario says of it. */
  readonly protectedBecause?: (world: ResourceWorld, resource: ResourceOf<K>) => string | undefined;
  /** The keys of `world` in a scenario. */
  readonly world: z.ZodObject;
  /** The stack that it would be in, and the name by which others reach it. */
  readonly stack: string;
  readonly host: (resource: ResourceOf<K>) => string;
  /** How a client finds it: what ends the variable's name, and its value; nothing for what is not reached by address. */
  readonly variable?: (host: string) => { readonly suffix: string; readonly value: string };
  readonly watched: (resource: ResourceOf<K>) => Watched;
  readonly random: {
    /** How often a resource is of this kind, compared with the others. */
    readonly weight: number;
    readonly prefix: string;
    readonly fields: (id: string, chance: Chance) => Readonly<Record<string, unknown>>;
    /** How it stands in the evening; without it as the simulated AWS makes it. */
    readonly world?: (chance: Chance) => ResourceWorld;
    readonly disturbances?: readonly Disturbance[];
    /** The statuses between which people move it by hand. */
    readonly byHand?: { readonly what: string; readonly statuses: readonly string[] };
    readonly hasAlarms?: true;
  };
};
