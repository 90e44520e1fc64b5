// Most kinds are the same machine: AWS lists them by a name, each has a status that is up, down, on its way or broken, and there is
// one call for each direction. Such a kind is described here as a value; its decision, its permissions and its rehearsal
// follow from that. What AWS answers is read by `adapter.ts` beside the description.
import type * as z from 'zod';
import type { Action } from '#core/action.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { Deadlines } from '#core/resource.ts';
import type { OwnSnapshot, SnapshotEffect, Stopped } from './databases/snapshot-fields.ts';
import type { KindDefinition } from './kind-definition.ts';
import type { Permission } from './permission-shape.ts';
import type { TakenDown } from './taken-down.ts';

/** What a plan has to know of such a resource in addition to its status: facts as AWS reports them. */
export type Facts = Readonly<Record<string, string | boolean | undefined>>;

export type StatusObservation<K extends string = string> = {
  readonly kind: K;
  /** A free string in AWS: an unknown value means "on its way". */
  readonly status: string;
  /** The identifier by which AWS changes it, where that is not its name: an ARN, an id. */
  readonly handle?: string;
  /** Parts that cannot serve yet although the status says up, in words. */
  readonly lagging?: readonly string[];
  readonly facts: Facts;
  /** Before a stop, where the definition wants one: those that Curfew made. */
  readonly snapshots?: readonly OwnSnapshot[];
};

type StatusEffect =
  | { readonly do: 'start'; readonly handle?: string }
  | ({ readonly do: 'stop'; readonly handle?: string } & Stopped)
  | SnapshotEffect;

type StatusTypes<K extends string> = {
  readonly observation: StatusObservation<K>;
  readonly effect: StatusEffect;
  readonly remembered: TakenDown<K>;
};

/** Each status of the API's own list is in exactly one of these; one that AWS invents later means moving. */
type Statuses = {
  readonly up: readonly string[];
  /** Its clients can use it, but AWS takes no change of it now. */
  readonly busy?: readonly string[];
  readonly down: readonly string[];
  readonly moving: readonly string[];
  readonly broken: readonly string[];
};

export type StatusColumn = keyof Statuses;

/** `isOurs`: AWS would stop it, Curfew does not. */
export type Refusal = { readonly reason: string; readonly code: string; readonly isOurs?: true };

export type StatusKind<K extends string = string, F extends z.ZodRawShape = z.ZodRawShape> = {
  readonly kind: K;
  readonly help: string;
  readonly fields: F;
  /** The fields that are its name in AWS; without them the first one. */
  readonly identity?: readonly (keyof F & string)[];
  readonly deadlineMinutes: Deadlines;
  readonly restartedByAws?: true;
  readonly early?: 'at-once';
  readonly init: KindDefinition['init'];
  readonly statuses: Statuses;
  /** Of the broken ones, those in which it does not run any more: it keeps nothing up that it depends on. */
  readonly gone?: readonly string[];
  /** Why it must not be stopped, as far as a look (its status among the facts) and its definition show; refused when planned. */
  readonly cannotStop?: (facts: Facts, fields?: Facts) => Refusal | undefined;
  /** What its owner should know of a stop that is made all the same. */
  readonly warns?: (facts: Facts, fields: Facts) => string | undefined;
  /** What somebody should know when it stays in a status on its way. */
  readonly hints?: Readonly<Record<string, string>>;
  readonly calls: {
    readonly service: string;
    readonly reads: readonly string[];
    /** Reads of one by its name: IAM checks them against that one. */
    readonly each?: readonly string[];
    /** What is read once after a stop, for a warning. */
    readonly afterStop?: string;
  } & Readonly<Record<Action, string>>;
  /** Its ARN: IAM's name of the service, what comes before its name, and how its name stands there where it differs. */
  readonly arn: { readonly service: string; readonly prefix: string; readonly named?: (name: string) => string };
  /** The ARNs that IAM checks a read against; without them it knows nothing narrower than everything. */
  readonly readArns?: readonly string[];
  /** What a look and a change need beside their own calls, by what the definition says of it. */
  readonly needs?: (fields: Facts, arn: Arn, doing: 'observe' | Action) => readonly Permission[];
  /** A metric that is above zero while it is up, and the dimension by which alarms name it. */
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimension: string;
    /** Metrics of another kind have the same dimension, so that it alone does not say what an alarm is about. */
    readonly isShared?: true;
  };
  /** Why savings have no figure for it. */
  readonly notPriced: string;
  readonly rehearsal: {
    /** What begins its names in random nights. */
    readonly prefix: string;
    /** What AWS calls one, where that is not any name: made of random hexadecimal digits. */
    readonly randomName?: (digit: () => number) => string;
    readonly via: Readonly<Record<Action, string>>;
    /** AWS's errors: for a change in the wrong status, and for what does not exist. */
    readonly refused: string;
    readonly notFound: string;
    /** AWS takes a change that is made already, without effect. */
    readonly takesAgain?: true;
    /** Their texts, where AWS tells them apart by nothing else. */
    readonly texts?: { readonly refused: string; readonly notFound: string };
    /** It says that it is up before its parts are. */
    readonly partsLag?: true;
    /** Facts that make a plan refuse a stop: each is a key of `world` in a scenario. */
    readonly facts?: Readonly<Record<string, string | boolean>>;
    /** Facts that change something else. */
    readonly otherFacts?: Readonly<Record<string, string | boolean>>;
  };
};

/** Several statuses in a row. */
export const statusList = (text: string): string[] => text.split(' ');

/** The broken statuses of RDS and its like: `incompatible-network`. */
export const incompatible = (what: string): string[] => statusList(what).map((word) => `incompatible-${word}`);

export const statusKind = <const K extends string, const F extends z.ZodRawShape>(
  kind: StatusKind<K, F>,
): StatusKind<K, F> => kind;

type Named = Pick<StatusKind, 'fields' | 'identity'>;

/** The fields that hold its name in AWS. */
export const nameFields = ({ fields, identity = Object.keys(fields).slice(0, 1) }: Named): readonly string[] =>
  identity;

/** Its name in AWS, `bus/rule` where it has two parts, as a definition has them. */
export const nameOf = (kind: Named, resource: object): string =>
  nameFields(kind)
    .map((field) => (resource as Readonly<Record<string, unknown>>)[field])
    .join('/');

/** The other way round; only the first part may have a slash in it. */
export const namedBy = (kind: Named, name: string): Readonly<Record<string, string>> => {
  const [first = '', second] = nameFields(kind);
  const slash = name.lastIndexOf('/');
  return second === undefined ? { [first]: name } : { [first]: name.slice(0, slash), [second]: name.slice(slash + 1) };
};

/** The definition facet of a kind that is described as a value. */
export const definitionOfStatusKind = <K extends string, F extends z.ZodRawShape>(
  kind: StatusKind<K, F>,
): KindDefinition<F, StatusTypes<K>> & { readonly notPriced: string } => ({
  help: kind.help,
  fields: kind.fields,
  identity: nameFields(kind as unknown as StatusKind) as readonly (keyof F & string)[],
  ...(kind.metric.isShared ? {} : { dimension: kind.metric.dimension }),
  arn: { service: kind.arn.service, type: kind.arn.prefix.slice(0, -1) },
  deadlineMinutes: kind.deadlineMinutes,
  changesMax: 1,
  remembersWho: true,
  notPriced: kind.notPriced,
  ...(kind.restartedByAws ? { restartedByAws: true } : {}),
  ...(kind.early ? { early: kind.early } : {}),
  init: kind.init,
});
