// The changes a run may make. Each one can be repeated without harm; the step that carries it may run twice.
import type { kindDefinitions } from './definitions.ts';
import type { EffectOf } from './kind-definition.ts';
import type { Remembered } from './memory.ts';
import type { Kind } from './resource.ts';

export type AwsEffect = { [K in Kind]: EffectOf<(typeof kindDefinitions)[K]> }[Kind];

type MemoryEffect =
  | ({ readonly do: 'remember' } & Remembered)
  // Of the memory that this run captured: another one is not meant.
  | { readonly do: 'give-back'; readonly capturedBy: string }
  | { readonly do: 'forget'; readonly capturedBy: string };

export type Effect = MemoryEffect | AwsEffect;
