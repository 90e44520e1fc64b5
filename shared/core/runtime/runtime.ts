// Time, chance and identity. The only place that may ask the machine for them.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

export type Runtime = {
  now(): Date;
  /** In [0, 1). `why` names the draw, so that a seeded runtime can answer it reproducibly. */
  random(why: string): number;
  newId(why: string): string;
  /**
   * Resolves after the time, or as soon as the signal aborts. Only to bound how long a call is waited for: runs wait through
   * `Workflow`. Without it every call is waited for to its end.
   */
  pause?(ms: number, signal: AbortSignal): Promise<void>;
};

/** It keeps no process alive, and one that is no longer needed is no error. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { ref: false, signal }).catch(() => {});

export const systemRuntime: Runtime = {
  now: () => new Date(),
  random: () => Math.random(),
  newId: () => randomUUID().slice(0, 8),
  pause,
};
