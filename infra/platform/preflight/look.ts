// What is asked of an account before a deployment. Nothing here changes anything.
import type { StackTemplate } from './template.ts';

export type Look = {
  readonly account: () => Promise<string>;
  readonly parameter: (name: string) => Promise<string | undefined>;
  /** Its document; `deleted` while Secrets Manager still keeps the name. */
  readonly secret: (name: string) => Promise<Readonly<Record<string, string>> | 'deleted' | undefined>;
  /** `reference`: `:tag` or `@sha256:…`. */
  readonly hasImage: (repository: string, reference: string) => Promise<boolean>;
  readonly certificateStatus: (arn: string) => Promise<string | undefined>;
  readonly hasObject: (bucket: string, key: string) => Promise<boolean>;
  /** Status and parameters of a stack by its name in CloudFormation. */
  readonly stack: (
    name: string,
  ) => Promise<{ readonly status: string; readonly parameters: Readonly<Record<string, string>> } | undefined>;
  /** What a stack was deployed from. */
  readonly template: (name: string) => Promise<StackTemplate | undefined>;
  /** Whether a resource of a type has this name, created by anyone. `undefined`: there is no way to ask. */
  readonly exists: (type: string, name: string) => Promise<boolean | undefined>;
};

export type Missing = { readonly what: string; readonly remedy: string };

/** One stack that is about to be deployed. */
export type Planned = {
  /** As CDK calls it: `staging/data`. */
  readonly id: string;
  /** As CloudFormation calls it: `staging-data`. */
  readonly stackName: string;
  readonly template: StackTemplate;
  /** Parameters that the deployment gives. */
  readonly given: Readonly<Record<string, string>>;
};
