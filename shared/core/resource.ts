// What every slice knows of a resource of any kind.

/** The name in the definition (`camunda-db`), unique within an environment. Never an AWS identifier. */
export type ResourceName = string & { readonly brand: 'ResourceName' };

export type Deadlines = { readonly start: number; readonly stop: number };

/** A time of a resource's own week, in the environment's zone; one that ends before it begins ends on the next day. */
export type AwakeSlot = {
  readonly days: readonly string[];
  readonly on?: readonly (number | string)[];
  readonly from: string;
  readonly until: string;
  /** AWS defines it, for what `why` says: its times are in UTC, and no calendar closes it. */
  readonly utc?: true;
  readonly why?: string;
};

/** What every kind of resource has. */
export type ResourceBase = {
  readonly name: ResourceName;
  readonly dependsOn: readonly ResourceName[];
  /** Of those, which need not be ready when it starts, if they are by the time it first needs them. */
  readonly early?: readonly ResourceName[];
  /** Seconds from "may be acted upon" to "given up", per action. */
  readonly deadlineSeconds: Deadlines;
  /** The resource may be missing in AWS. A run then skips it instead of failing. */
  readonly optional: boolean;
  /** A start brings it up also if somebody else had taken it down before the stop. */
  readonly startAlways?: true;
  /** Why it has leaveAlone: only checked, never changed. */
  readonly leaveAlone?: string;
  /** When it is awake, with all that it needs, also while its environment is down. */
  readonly awakeOn?: 'always' | readonly AwakeSlot[];
  /** Another environment of which it is a resource that is changed. */
  readonly alsoIn?: { readonly environment: string; readonly resource: ResourceName };
  /** Why a stop keeps it up: something that is left alone depends on it. */
  readonly keptUp?: string;
};
