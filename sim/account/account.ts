// An account that Curfew is deployed to: what exists in it by type and name, whoever made it.
import type { Template } from '#deploy/template.ts';

export type Existing = {
  readonly type: string;
  readonly name: string;
  /** None: it belongs to no stack. */
  readonly stack?: string;
  readonly isProtected: boolean;
};

export type DeployedStack = {
  status: string;
  template: Template | undefined;
  parameters: Readonly<Record<string, string>>;
  /** Physical names by logical ids. */
  resources: Map<string, Existing>;
  events: StackEvent[];
};

type StackEvent = {
  readonly id: string;
  readonly atMs: number;
  readonly resource: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
};

/** `imports`: takes over what exists already. */
export type ChangeSet = {
  readonly template: Template;
  readonly values: Readonly<Record<string, string>>;
  readonly imports: boolean;
};

export type Account = {
  readonly id: string;
  readonly region: string;
  readonly stacks: Map<string, DeployedStack>;
  readonly changeSets: Map<string, ChangeSet | 'empty'>;
  serial: number;
  /** By `type name`. */
  readonly existing: Map<string, Existing>;
  /** Keys of objects by bucket. */
  readonly buckets: Map<string, Map<string, Uint8Array>>;
  /** Settings of buckets that were made, by operation. */
  readonly bucketSettings: Map<string, Set<string>>;
  readonly topics: Set<string>;
  readonly secrets: Map<string, string>;
  /** Whether its region has them. */
  hasDurableFunctions: boolean;
  readonly quotas: { roles: number; policiesPerRole: number; concurrency: number };
};

export const keyOf = (type: string, name: string): string => `${type} ${name}`;

export const emptyAccount = (region: string, topics: readonly string[] = []): Account => ({
  id: '000000000000',
  region,
  stacks: new Map(),
  changeSets: new Map(),
  serial: 0,
  existing: new Map(),
  buckets: new Map(),
  bucketSettings: new Map(),
  topics: new Set(topics),
  secrets: new Map(),
  hasDurableFunctions: true,
  quotas: { roles: 1_000, policiesPerRole: 10, concurrency: 1_000 },
});
