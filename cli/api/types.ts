// What `import 'curfew'` gives, in types that need no other package.

/** A time of a resource's own week; one that ends before it begins ends on the next day. Days of each month: there `days` is empty. */
export type AwakeSlot = {
  readonly days: readonly string[];
  readonly on?: readonly (number | string)[];
  readonly from: string;
  readonly until: string;
};

/** How many snapshots are kept, and what a stop does if one fails. */
export type SnapshotPolicy = { readonly keep: number; readonly ifFailed: 'continue' | 'keep-up' };

/** What every resource may have. */
export type AnyResource = {
  readonly name: string;
  readonly kind: string;
  readonly dependsOn: readonly string[];
  /** Of those, which need not be ready when it starts (`{ on: db, early: true }` in the file). */
  readonly early?: readonly string[];
  /** `deadlineMinutes` of the file. */
  readonly deadlineSeconds: { readonly start: number; readonly stop: number };
  readonly optional: boolean;
  readonly startAlways?: true;
  /** Why it is only checked, never changed. */
  readonly leaveAlone?: string;
  /** When it is awake, with all that it needs, also while its environment is down. */
  readonly awakeOn?: 'always' | readonly AwakeSlot[];
};

/** What resources of some kinds have: docs/definition.md says which, and what each means. */
export type ResourceFields = {
  /** Of a database: whether it is up for its weekly maintenance window. */
  readonly maintenance?: 'attend' | 'ignore';
  /** Of a database. */
  readonly snapshotBeforeStop?: SnapshotPolicy;
  readonly instance?: string;
  readonly cluster?: string;
  readonly service?: string;
  readonly fallbackDesired?: number;
  readonly replicationGroup?: string;
  readonly whenStopped?: 'keep' | 'shrink';
  readonly connector?: string;
  readonly group?: string;
  readonly nodeGroup?: string;
  readonly url?: string;
  readonly status?: number;
  readonly timeoutSeconds?: number;
  readonly queue?: string;
  readonly ifNotDrained?: 'continue' | 'keep-up';
  readonly namespace?: string;
  readonly metric?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly atMost?: number;
  readonly id?: string;
  readonly monthlyUsd?: number;
  readonly uuid?: string;
  readonly pipe?: string;
  readonly rule?: string;
  readonly bus?: string;
  readonly schedule?: string;
  readonly role?: string;
  readonly pipeline?: string;
  readonly application?: string;
  readonly acceptStateLoss?: boolean;
  readonly notebook?: string;
  readonly serviceName?: string;
  readonly server?: string;
  readonly project?: string;
  readonly credentialsSecret?: string;
  readonly organization?: string;
  readonly awake?: boolean;
};

/** One thing that is started and stopped. */
export type Resource = AnyResource & ResourceFields;

/** Whether what failed is made again, and until which local time. */
export type RetryPolicy = 'off' | { readonly until: string };

/** A local time on some days of the week, or of each month: there `days` is empty. */
export type Slot = {
  readonly days: readonly string[];
  readonly on?: readonly (number | string)[];
  /** Of a start with `readyBy` that time. */
  readonly at: string;
  /** Of a start with `readyBy`: it begins early enough, but not before. */
  readonly notBefore?: string;
  /** The time in the file, where `spreadMinutes` has moved this one. */
  readonly written?: string;
  readonly retry?: RetryPolicy;
  /** Of a stop: jobs that it lets finish. */
  readonly waitFor?: { readonly tasks: readonly string[]; readonly minutes: number };
};

export type Schedule = {
  readonly enabled: boolean;
  readonly toleranceMinutes: number;
  readonly spreadMinutes?: number;
  readonly retry?: RetryPolicy;
  readonly start?: Slot | readonly Slot[];
  readonly stop?: Slot | readonly Slot[];
};

/** Local dates, both ends included. */
export type ClosedDays = { readonly from: string; readonly to: string; readonly name: string };

/** The days of one calendar: `{ date }` in the file is one that begins and ends with that date, `ical` is read by the command. */
export type Calendar = {
  readonly name: string;
  readonly changeCalendar?: string;
  readonly closed: readonly ClosedDays[];
  /** Days that end earlier. */
  readonly half?: readonly (ClosedDays & { readonly until: string })[];
  /** Working days, which go like a day of the week. */
  readonly open?: readonly { readonly date: string; readonly name: string; readonly like?: string }[];
};

/** Where messages go, and how: docs/definition.md. */
export type Notifications = {
  readonly to?: readonly string[];
  readonly slack?: unknown;
  readonly pagerduty?: unknown;
  readonly teams?: unknown;
  readonly jira?: unknown;
  readonly webhook?: unknown;
  readonly email?: unknown;
  readonly routes: readonly unknown[];
  readonly topics?: readonly string[];
  readonly dashboard?: string;
  readonly runbooks: readonly unknown[];
  readonly groupBy?: readonly string[];
  readonly repeatAfter?: string;
  readonly inhibits?: unknown;
  readonly rules?: readonly unknown[];
  readonly logs?: readonly unknown[];
  readonly accounts?: Readonly<Record<string, string>>;
};

/** The content of a definition file, with the defaults filled in. `startAlways` of the file is that of its resources. */
export type Definition = {
  readonly environment: string;
  readonly region: string;
  readonly account?: string;
  readonly timeZone: string;
  readonly schedule: Schedule;
  readonly calendars: readonly Calendar[];
  readonly whileDown: 'report' | 'enforce';
  readonly resources: readonly Resource[];
  readonly notifications: Notifications;
  readonly alarms: { readonly mute: readonly string[]; readonly graceMinutes: number };
  readonly access?: { readonly services?: 'cluster'; readonly policiesPerRole?: number };
  readonly costs?: {
    readonly tag: string;
    readonly value?: string;
    readonly monthlyUsd?: number;
    readonly monthlyMessage: boolean;
  };
  readonly budgetGuard?: {
    readonly monthlyUsd: number;
    readonly workingHours: { readonly days: readonly string[]; readonly from: string; readonly to: string };
    readonly hold: boolean;
  };
  readonly investigations?: {
    readonly agentSpace: string;
    readonly perDay: number;
    readonly when?: unknown;
    readonly webApp?: string;
  };
  /** Kafka topics: docs/definition.md. */
  readonly cleanup?: unknown;
};

/** What `start` and `stop` of an environment take, for whoever invokes these functions. */
export type RunEvent = {
  readonly environment: string;
  /** Shown in reports and messages. */
  readonly requestedBy?: string;
  readonly why?: string;
  /** These resources alone: a start with what they need, a stop with what needs them. */
  readonly only?: readonly string[];
  /** Take over from a run in progress. */
  readonly supersede?: boolean;
  readonly dryRun?: boolean;
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
