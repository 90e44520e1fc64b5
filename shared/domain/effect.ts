// The changes a run may make. Each one can be repeated without harm; the step that carries it may run twice.
import type { Suspended } from './observation.ts';

export type AwsEffect =
  | { readonly do: 'start-instance' }
  | { readonly do: 'stop-instance' }
  | { readonly do: 'set-desired-count'; readonly desired: number }
  | { readonly do: 'set-scaling'; readonly bounds?: { min: number; max: number }; readonly suspended: Suspended }
  | { readonly do: 'pause-connector'; readonly arn: string }
  | { readonly do: 'resume-connector'; readonly arn: string };

export type MemoryEffect =
  | {
      readonly do: 'remember';
      readonly desired: number;
      readonly scaling?: { min: number; max: number; suspended: Suspended };
    }
  | { readonly do: 'forget' };

export type Effect = MemoryEffect | AwsEffect;
