// A fake AWS account: what exists in it, by type and name, and what people put there. For the fake CloudFormation and the preflight.
import type { Look } from '#infra/platform/preflight/look.ts';
import type { StackTemplate } from '#infra/platform/preflight/template.ts';

type Existing = { readonly type: string; readonly name: string; readonly stack: string };

export type DeployedResource = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string;
  readonly dependsOn: readonly string[];
};

export type DeployedState = {
  status: string;
  isProtected: boolean;
  template: StackTemplate;
  parameters: Readonly<Record<string, string>>;
  resources: Map<string, DeployedResource>;
  exports: readonly string[];
  outputs: readonly string[];
  imports: readonly string[];
};

export type Account = {
  readonly parameters: Map<string, string>;
  readonly secrets: Map<string, Readonly<Record<string, string>>>;
  readonly images: Set<string>;
  readonly certificates: Map<string, string>;
  readonly buckets: Map<string, Set<string>>;
  /** What `control` stores, by environment. */
  readonly definitions: Map<string, string>;
  /** `type name`, of what exists, with or without a stack. */
  readonly resources: Map<string, Existing>;
  readonly stacks: Map<string, DeployedState>;
};

export const accountId = '111122223333';
export const keyOf = (type: string, name: string): string => `${type} ${name}`;

export const emptyAccount = (): Account => ({
  parameters: new Map(),
  secrets: new Map(),
  images: new Set(),
  certificates: new Map(),
  buckets: new Map(),
  definitions: new Map(),
  resources: new Map(),
  stacks: new Map(),
});

export const lookAt = (account: Account): Look => ({
  account: async () => accountId,
  parameter: async (name) => account.parameters.get(name),
  secret: async (name) => account.secrets.get(name),
  hasImage: async (repository, reference) => account.images.has(`${repository}${reference}`),
  certificateStatus: async (arn) => account.certificates.get(arn),
  hasObject: async (bucket, key) => account.buckets.get(bucket)?.has(key) ?? false,
  stack: async (name) => {
    const found = account.stacks.get(name);
    return found && { status: found.status, parameters: found.parameters };
  },
  template: async (name) => account.stacks.get(name)?.template,
  exists: async (type, name) => account.resources.has(keyOf(type, name)),
});
