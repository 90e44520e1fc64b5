// A definition as `curfew init` proposes it: what was found, what was guessed and why, and what was left out.

import type { ResourceName } from '#core/resource.ts';
import type { Identity } from '#kinds/resource.ts';

/** What an environment is made of. Of prefixes and of stacks one must hold, tags must all; an empty list holds. */
export type Filter = {
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly prefixes: readonly string[];
  readonly stacks: readonly string[];
};

/** `because`: the evidence, one fact each, in words. `early`: it needs it only to serve, and may start at once. */
export type Guess = { readonly on: ResourceName; readonly because: readonly string[]; readonly early?: true };

/** A guess that is not made, because together with others it would be a cycle: a path that ends where it began. */
export type DroppedGuess = Guess & { readonly cycle: readonly ResourceName[] };

export type Proposed = {
  readonly name: ResourceName;
  readonly identity: Identity;
  /** What else a definition has to say of it. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly dependsOn: readonly Guess[];
  readonly cut: readonly DroppedGuess[];
  /** Of a service: its tasks now, 0 included. */
  readonly desired?: number;
};

export type LeftOut = { readonly what: string; readonly id: string; readonly why: string };

export type Proposal = { readonly resources: readonly Proposed[]; readonly leftOut: readonly LeftOut[] };
