// What a decision says is to be done next.
import type { Effect } from './effect.ts';

/** It serves its clients while it is brought to its goal: what depends on it need not wait for that. */
type MayServe = { readonly serves?: true };

/** What to do next about one resource, and why. The reason reaches the operator unchanged. */
export type Next =
  | (MayServe & {
      readonly kind: 'act';
      readonly effects: readonly Effect[];
      readonly reason: string;
      /** Once these are made the resource is at its goal: there is nothing left to look for. */
      readonly final?: true;
    })
  | (MayServe & { readonly kind: 'wait'; readonly reason: string })
  | { readonly kind: 'ready'; readonly reason: string }
  /** Must not or cannot be done at all; nothing of it was changed. */
  | { readonly kind: 'refuse'; readonly reason: string; readonly code: string }
  /** Blocked for good by its state; a person is needed. */
  | { readonly kind: 'fail'; readonly reason: string; readonly code: string };
