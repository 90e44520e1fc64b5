// A kind whose API is a vendor's own and not AWS's: it has a status, and is moved by requests over HTTP. It is described as a value,
// as the kinds of AWS that have a status are; `adapter.ts` beside the description says how its answers are read.
import type * as z from 'zod';
import type { KindDefinition } from '../kind-definition.ts';
import type { StatusKind, StatusObservation } from '../status-kind.ts';
import type { TakenDown } from '../taken-down.ts';

type VendorTypes<K extends string> = {
  readonly observation: StatusObservation<K>;
  /** `awake`: what idles serves again; it was never down. */
  readonly effect:
    | { readonly do: 'start'; readonly handle?: string }
    | { readonly do: 'stop'; readonly handle?: string }
    | { readonly do: 'awake' };
  readonly remembered: TakenDown<K>;
};

export type VendorKind<K extends string = string, F extends z.ZodRawShape = z.ZodRawShape> = Pick<
  StatusKind<K, F>,
  'kind' | 'help' | 'fields' | 'deadlineMinutes' | 'init' | 'statuses' | 'gone' | 'cannotStop' | 'notPriced'
> & {
  readonly vendor: string;
  /** The fields that name it there. */
  readonly identity: readonly (keyof F & string)[];
  /** The vendor starts it by itself after so many days. */
  readonly resumedAfterDays?: number;
  readonly early?: 'at-once';
};

export const vendorKind = <const K extends string, const F extends z.ZodRawShape>(
  kind: VendorKind<K, F>,
): VendorKind<K, F> => kind;

/** The definition facet of such a kind. */
export const definitionOfVendorKind = <K extends string, F extends z.ZodRawShape>({
  help,
  fields,
  identity,
  deadlineMinutes,
  notPriced,
  resumedAfterDays,
  early,
  init,
}: VendorKind<K, F>): KindDefinition<F, VendorTypes<K>> & {
  readonly notPriced: string;
  readonly remembersWho: true;
} => ({
  ...{ help, fields, identity, deadlineMinutes, notPriced, init },
  changesMax: 1,
  remembersWho: true,
  ...(resumedAfterDays === undefined ? {} : { resumedAfterDays }),
  ...(early ? { early } : {}),
});
