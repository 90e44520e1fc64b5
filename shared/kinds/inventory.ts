import type { Observation } from './observation.ts';
import type { Identity } from './resource.ts';
// What an account has that an environment could be made of, as `curfew init` reads it.

/** A name by which others reach it, in lower case; only within a Service Connect namespace where one is given. */
export type Host = { readonly name: string; readonly namespace?: string };

/** Where its configuration names hosts: the words there that could be some. The values themselves are not kept. */
export type Mention = { readonly where: string; readonly candidates: readonly string[] };

export type Found = {
  readonly identity: Identity;
  /** What AWS calls it, and what a filter by name looks at. */
  readonly id: string;
  /** What a definition has to say of it besides, such as the name of a secret. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly tags: ReadonlyMap<string, string>;
  /** Security groups by id. */
  readonly groups: readonly string[];
  readonly hosts: readonly Host[];
  readonly mentions: readonly Mention[];
  /** Service Connect namespaces that it takes part in. */
  readonly namespace?: string;
  /** How many tasks a service is to have now. */
  readonly desired?: number;
  /** What decides whether AWS would ever stop it. */
  readonly observation?: Observation;
  /** Why no definition can name it. */
  readonly cannot?: string;
};

/** Something that no kind of resource stands for. */
export type Other = {
  readonly what: string;
  readonly id: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly why: string;
};

/** What AWS did not answer. `action` is the permission that it takes: `ecs:ListServices`. */
export type Unread = { readonly action: string; readonly why: string };

export type Inventory = {
  readonly found: readonly Found[];
  readonly others: readonly Other[];
  /** By security group: the groups that its rules let in. */
  readonly letIn: ReadonlyMap<string, readonly string[]>;
  readonly unread: readonly Unread[];
};
