// A figure is one measured number, held against what a user would run instead or against a limit.
import type { Matrix } from './matrix.ts';

export type Figure = {
  /** Dotted, from the general to the particular: `ready.ratio.median`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same measure of what it is compared with, in the same unit. */
  readonly peer?: number;
  /** What the peer is. */
  readonly against?: string;
  /** What it must reach, in the same unit. */
  readonly limit?: number;
  /** The limit is the least, not the most, that it may be. */
  readonly atLeast?: true;
};

/** What is measured together. A family may give up on a machine that lacks something, by a `Skipped`. */
export type Family = {
  /** What its figures' names begin with. */
  readonly namePrefixes: readonly string[];
  /** Takes minutes or the network: measured only where asked for by name. */
  readonly onlyWhenAsked?: true;
  readonly measure: (isWanted: (name: string) => boolean) => AsyncIterable<Figure | Skipped | Matrix>;
};

export type Skipped = { readonly skipped: string; readonly why: string };

export const isReached = ({ value, limit, atLeast }: Figure): boolean | undefined =>
  limit === undefined ? undefined : atLeast ? value >= limit : value <= limit;
