import type { AwsEffect } from './effect.ts';
import type { Kind } from './resource.ts';

/** An effect that no decision about this kind asks for: a bug. */
export const unexpected = (kind: Kind, effect: AwsEffect): never => {
  throw new Error(`${kind} has no effect ${effect.do}`);
};
