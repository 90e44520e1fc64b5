// Time, chance and identity. The only place that may ask the machine for them.
import { randomUUID } from 'node:crypto';

/** A wait that may be ended before its time. */
export type Pause = { readonly over: Promise<void>; end(): void };

export type Runtime = {
  now(): Date;
  /** In [0, 1). `why` names the draw, so that a seeded runtime can answer it reproducibly. */
  random(why: string): number;
  newId(why: string): string;
  /**
   * Is over after the time, or as soon as it is ended. Only to bound how long a call is waited for: runs wait through
   * `Workflow`. Without it every call is waited for to its end.
   */
  pause?(ms: number): Pause;
};

/** It keeps no process alive. */
const pause = (ms: number): Pause => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms).unref();
  return {
    over: promise,
    end: () => {
      clearTimeout(timer);
      resolve();
    },
  };
};

export const systemRuntime: Runtime = {
  now: () => new Date(),
  random: () => Math.random(),
  newId: () => randomUUID().slice(0, 8),
  pause,
};
