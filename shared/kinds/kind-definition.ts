// What Curfew knows of a kind before it looks at AWS: how a definition names such a resource, and what follows from its kind
// alone. Plain data: every function and the command load it.
import type * as z from 'zod';
import type { Deadlines } from '#core/resource.ts';
import type { TakenDown } from './taken-down.ts';

/** What a look sees of a kind, the changes that can be made of it, and what a stop has to remember in order to restore. */
type KindTypes = {
  readonly observation: { readonly kind: string; readonly status: string };
  readonly effect?: { readonly do: string };
  readonly remembered?: { readonly kind: string };
};

export type KindDefinition<F extends z.ZodRawShape = z.ZodRawShape, T extends KindTypes = KindTypes> = {
  /** Never there: carries the types of the kind. */
  readonly types?: T;
  /** The help of `kind:` in a definition. */
  readonly help: string;
  /** What a definition says of it in addition to what every kind has. */
  readonly fields: F;
  /** The fields by which AWS knows it. */
  readonly identity: readonly (keyof F & string)[];
  /** The dimension of CloudWatch that holds its name alone: by that alarms are known to be about it. */
  readonly dimension?: string;
  /** What its ARN says before its name, for the same: `arn:aws:rds:…:db:`. */
  readonly arn?: { readonly service: string; readonly type: string };
  /** How long a run waits for it before it gives it up, unless the file says otherwise. */
  readonly deadlineMinutes: Deadlines;
  /** The most changes that a run makes of one such resource when nothing is refused, each a step of its own. */
  readonly changesMax: number;
  /** `always`: AWS cannot stop it, so it is only checked. `unless-shrunk`: only checked unless the file says otherwise. */
  readonly gate?: 'always' | 'unless-shrunk';
  /** AWS starts it by itself after seven days (facts/aws-semantics.md 1.4). */
  readonly restartedByAws?: true;
  /**
   * What an early dependency means to it. `at-once`: it needs others only to serve, so it starts with them. `measured`: it needs them once
   * its tasks run, and how long it takes to there is known of earlier starts. Nothing: nobody knows when it needs what.
   */
  readonly early?: 'at-once' | 'measured';
  /** Its vendor starts it by itself after so many days. */
  readonly resumedAfterDays?: number;
  /** It has a status and no count, so that a stop remembers who took it down. */
  readonly remembersWho?: true;
  /** Why savings have no figure for it; without a reason `sizes.ts` has to know it. */
  readonly notPriced?: string;
  /** Its changes follow each other, so that what one took says nothing of all of them. */
  readonly changesInSteps?: true;
  readonly init: {
    /** Where it stands in a definition: what the others need comes first. */
    readonly order: 'store' | 'service' | 'connector';
    /** Whether others are its clients, and whether it is a client of others. */
    readonly role: 'store' | 'client' | 'both';
    /** What distinguishes it from another resource of the same name; `db` ends every database's name. */
    readonly word: string;
    /** The comment above the first one. */
    readonly heading: string;
  };
};

type TypesOf<D> = D extends { readonly types?: infer T } ? NonNullable<T> : never;
export type ObservedBy<D> = TypesOf<D> extends { readonly observation: infer O } ? O : never;
export type EffectOf<D> = TypesOf<D> extends { readonly effect: infer E } ? E : never;
export type RememberedOf<D> = TypesOf<D> extends { readonly remembered: infer R } ? R : never;

/** What the types of a kind say that the run has to know, too. */
type AsTyped<T extends KindTypes> = T extends { readonly remembered: TakenDown<string> }
  ? { readonly remembersWho: true }
  : { readonly remembersWho?: never };

export const kindDefinition =
  <T extends KindTypes>() =>
  <const F extends z.ZodRawShape, const D extends KindDefinition<F, T>>(
    definition: D & AsTyped<T> & { readonly fields: F; readonly identity: readonly (keyof F & string)[] },
  ): D & { readonly types?: T } =>
    definition;
