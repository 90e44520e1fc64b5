// What a deployment needs of the world: the ports, and nothing else.
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import type { Template } from './template.ts';

export type Account = { readonly id: string; readonly caller: string };

export type Stack = {
  readonly status: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
};

/** One resource as CloudFormation reports on it. */
export type StackEvent = {
  readonly id: string;
  readonly resource: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
};

export type ChangeSetRequest = {
  readonly stack: string;
  readonly isNew: boolean;
  readonly template: { readonly body: string } | { readonly url: string };
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
};

/** `nothing`: the stack is as the template says. */
export type ChangeSet =
  | { readonly kind: 'made'; readonly name: string; readonly changes: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly reason: string };

export type Stacks = {
  read(name: string): Promise<Stack | undefined>;
  /** As it was sent; undefined where there is none. */
  template(name: string): Promise<Template | undefined>;
  /** Not carried out: a change set of that name is waited for, and adopts what exists by a fixed name and is kept when deleted. */
  createChangeSet(request: ChangeSetRequest): Promise<ChangeSet>;
  execute(stack: string, changeSet: string): Promise<void>;
  discard(stack: string, changeSet: string): Promise<void>;
  continueRollback(stack: string): Promise<void>;
  /** Of one whose operation failed and was left as it was. */
  rollback(stack: string): Promise<void>;
  remove(stack: string, retained: readonly string[]): Promise<void>;
  /** Newest first, back to one that is known already. */
  events(stack: string, isKnown: (id: string) => boolean): Promise<readonly StackEvent[]>;
  validate(body: string): Promise<void>;
};

export type Artifacts = {
  /** Makes the bucket private where it is not there yet, or is not as it is to be. Throws where it is somebody else's. */
  ensureBucket(bucket: string): Promise<void>;
  /** Only looks: somebody's own bucket has settings of its own. Throws where it is not there, somebody else's or in another region. */
  requireBucket(bucket: string): Promise<void>;
  has(bucket: string, key: string): Promise<boolean>;
  put(bucket: string, key: string, content: Uint8Array): Promise<void>;
};

/** `unknown`: whoever asks may not see it. */
export type Found = 'yes' | 'no' | 'unknown';

type Quotas = {
  readonly roles?: { readonly used: number; readonly most: number };
  readonly policiesPerRole?: number;
  /** Of Lambda, not reserved by any function. */
  readonly concurrency?: number;
};

/** What is looked at in an account before anything is made. Nothing of it changes anything. */
export type Look = {
  account(): Promise<Account>;
  topic(name: string, account: string): Promise<Found>;
  secret(name: string): Promise<Found>;
  /** `protected`: from being deleted. */
  table(name: string): Promise<{ readonly isThere: boolean }>;
  /** The stack that a function belongs to, by its tags; undefined where there is no such function. */
  functionOwner(name: string): Promise<{ readonly stack?: string } | undefined>;
  quotas(): Promise<Quotas>;
  /** Why a resource cannot be operated: it is not there, or cannot be read. */
  unreadable(resources: readonly Resource[]): Promise<readonly { readonly resource: Resource; readonly why: string }[]>;
  hasPrices(region: string): boolean;
  /** Whether Lambda knows durable functions in the region. */
  durableFunctions(): Promise<Found>;
};

export type Applied =
  | { readonly kind: 'applied' | 'same' | 'would-apply'; readonly version: number; readonly schedules?: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly because: string };

/** What runs use now, and who may change it. */
export type Current = {
  readonly version: number;
  readonly definition: Definition;
  /** The name of the stack that changes it; none where people do. */
  readonly ownedBy?: string;
};

/** The deployed function `control`. */
export type Control = {
  /** `basedOn`: the version that was seen before; another one meanwhile is a refusal. */
  apply(request: { readonly dryRun?: boolean; readonly basedOn?: number }): Promise<Applied>;
  /** Undefined where none was ever applied. */
  current(): Promise<Current | undefined>;
};

export type DeployPorts = {
  readonly stacks: Stacks;
  readonly artifacts: Artifacts;
  readonly look: Look;
  readonly control: Control;
  readonly setSwitch: (isOn: boolean) => Promise<void>;
  readonly isOn: () => Promise<boolean>;
  /** What a stop would do, as the deployed function sees it. */
  readonly dryRun: () => Promise<unknown>;
  readonly createSecret: (name: string, value: string) => Promise<void>;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** Whether whoever types the command has left it. */
  readonly isInterrupted: () => boolean;
};
