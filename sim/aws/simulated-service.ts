// The contract of a simulated AWS service, and what it is given.

import type { Scaling } from '#kinds/ecs-service/definition.ts';
import type { Clock } from '#sim/clock.ts';
import type { Chance } from '../random/chance.ts';

export type World = {
  readonly clock: Clock;
  readonly chance: Chance;
  /** Records what the simulated AWS did to a resource. */
  readonly changed: (resource: string, from: string, to: string, facts?: Record<string, unknown>) => void;
  /** AWS starts a database by itself that was stopped for seven days. */
  readonly restarting?: (resource: string) => void;
  /** Makes a change that the owner of a resource planned, so that it is recorded as his. */
  readonly byOwner?: (change: () => void) => void;
  /** A resource that the definition names and AWS does not have (any more). */
  readonly isMissing?: (resource: string) => boolean;
  /** Whether what depends on a resource can work now. */
  readonly serves?: (resource: string) => boolean;
  /** Records that a task ended because something that it needs was not there. */
  readonly startedInVain?: (resource: string, needed: string) => void;
  /** Records how many tasks a service is to have, and within which bounds. */
  readonly resized?: (resource: string, desired: number, scaling: Scaling | undefined) => void;
};

export type SimulatedService = {
  /**
   * Answers a call, or throws as the SDK would. Unknown operations throw a plain error: they are not simulated. The answer
   * is made for the caller: nobody changes the world by writing to it. What of the input is kept has to be copied.
   */
  handle(operation: string, input: never): unknown;
  /** Whether it knows an operation; without it, it knows every one. */
  knows?(operation: string): boolean;
  /** The name, in the definition, of the resource a call is about; nothing for calls about many. */
  resourceOf?(operation: string, input: never): string | undefined;
  /** The rate class a call belongs to; false when it is over the limit. */
  admits?(operation: string): boolean;
};

export const notSimulated = (service: string, operation: string): never => {
  throw new Error(`the simulated AWS does not support ${service}:${operation}`);
};

/** How a trace calls what AWS does not have. */
export const missing = 'missing';

/** Those that AWS has. */
export const present = <T extends { readonly name: string }>(all: readonly T[], { isMissing }: World): readonly T[] =>
  isMissing === undefined ? all : all.filter(({ name }) => !isMissing(name));

/** Whole milliseconds, as every time is. */
export const minutes = (count: number): number => Math.round(count * 60_000);
export const seconds = (count: number): number => count * 1_000;

/** One page of a list, and the token of the next one. */
export const page = <T>(
  items: readonly T[],
  token: string | undefined,
  size: number,
): { items: T[]; next?: string } => {
  const from = Number(token ?? 0);
  return {
    items: items.slice(from, from + size),
    ...(from + size < items.length ? { next: String(from + size) } : {}),
  };
};
