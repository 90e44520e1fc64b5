// What `import 'curfew'` gives, in types that need no other package.

/** One thing that is started and stopped. What further fields there are depends on the kind: docs/definition.md. */
export type Resource = {
  readonly name: string;
  readonly kind: string;
  readonly dependsOn: readonly string[];
  readonly deadlineSeconds: { readonly start: number; readonly stop: number };
};

/** A local time on some days of the week, or of each month: there `days` is empty. */
export type Slot = {
  readonly days: readonly string[];
  readonly on?: readonly (number | string)[];
  readonly at: string;
};

/** The content of a definition file, with the defaults filled in. */
export type Definition = {
  readonly environment: string;
  readonly region: string;
  readonly account?: string;
  readonly timeZone: string;
  readonly schedule: {
    readonly enabled: boolean;
    readonly toleranceMinutes: number;
    readonly start?: Slot | readonly Slot[];
    readonly stop?: Slot | readonly Slot[];
  };
  readonly resources: readonly Resource[];
};

/** Something that is wrong with a definition, or probably not meant, and what to do about it. */
export type Problem = {
  readonly path: readonly (string | number)[];
  readonly line: number;
  readonly col: number;
  readonly what: string;
  readonly remedy: string;
};

export type Checked = {
  /** Absent where the file is wrong. */
  readonly definition?: Definition;
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
};

/** A statement of an IAM policy. */
export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** Nothing of it reads a file or asks AWS. */
export type Api = {
  /** As `curfew validate` checks a file; `file` is how messages call it. */
  readonly checkDefinition: (text: string, file?: string) => Checked;
  /** Throws an error whose message names every line that is wrong, and why. */
  readonly parseDefinition: (text: string, file?: string) => Definition;
  /** By function, what its role may do: of a definition that `parseDefinition` made. */
  readonly accessOf: (definition: Definition, account: string) => Readonly<Record<string, readonly Statement[]>>;
};
