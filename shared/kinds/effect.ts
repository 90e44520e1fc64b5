// The changes a run may make. Each one can be repeated without harm; the step that carries it may run twice.
import type { Remembered } from './memory.ts';
import type { Suspended } from './observation.ts';

export type AwsEffect =
  | { readonly do: 'start-instance' }
  | { readonly do: 'stop-instance' }
  | { readonly do: 'start-cluster' }
  | { readonly do: 'stop-cluster' }
  | { readonly do: 'set-desired-count'; readonly desired: number }
  | { readonly do: 'set-scaling'; readonly bounds?: { min: number; max: number }; readonly suspended: Suspended }
  | { readonly do: 'set-failover'; readonly multiAz: boolean; readonly automaticFailover: boolean }
  | { readonly do: 'add-replicas'; readonly replicas: number }
  | { readonly do: 'remove-replicas'; readonly replicas: number }
  | { readonly do: 'pause-connector'; readonly arn: string }
  | { readonly do: 'resume-connector'; readonly arn: string };

export type MemoryEffect =
  | ({ readonly do: 'remember' } & Remembered)
  // Of the memory that this run captured: another one is not meant.
  | { readonly do: 'give-back'; readonly capturedBy: string }
  | { readonly do: 'forget'; readonly capturedBy: string };

export type Effect = MemoryEffect | AwsEffect;
