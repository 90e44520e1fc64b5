// Time, chance and identity. The only place that may ask the machine for them.
import { randomUUID } from 'node:crypto';

export type Runtime = {
  now(): Date;
  /** In [0, 1). `why` names the draw, so that a seeded runtime can answer it reproducibly. */
  random(why: string): number;
  newId(why: string): string;
};

export const systemRuntime: Runtime = {
  now: () => new Date(),
  random: () => Math.random(),
  newId: () => randomUUID().slice(0, 8),
};
