// One expectation of a scenario: what must be so of its night, and where in the file it is written.
import type * as z from 'zod';
import type { Path } from '#definition/problem.ts';
import type { expectedAlarm, expectedMessage, expectedNotice, expectedReport, expectedRun } from './expect-schema.ts';

export type ExpectedRun = z.output<typeof expectedRun>;
export type ExpectedReport = z.output<typeof expectedReport>;
type ExpectedMessage = z.output<typeof expectedMessage>;
type ExpectedNotice = z.output<typeof expectedNotice>;
type ExpectedAlarm = z.output<typeof expectedAlarm>;

/** Facts of a resource as the simulated AWS shows them; `scaling` may name only a part. */
export type ExpectedFacts = Readonly<Record<string, unknown>>;

export type Expectation =
  /** Every run of the night, in the order in which they ended, and no other. */
  | { readonly of: 'runs'; readonly runs: readonly ExpectedRun[] }
  | { readonly of: 'report'; readonly report: ExpectedReport }
  | { readonly of: 'message'; readonly message: ExpectedMessage }
  | { readonly of: 'notice'; readonly notice: ExpectedNotice }
  | { readonly of: 'alarm'; readonly alarm: ExpectedAlarm }
  /** At a time, or without one at the end. */
  | { readonly of: 'state'; readonly resource: string; readonly facts: ExpectedFacts; readonly at?: number }
  /** The resources of which the state table remembers something in the end. */
  | { readonly of: 'memory'; readonly resources: readonly string[] };

export type PlacedExpectation = Expectation & {
  readonly path: Path;
  /** `mine.yaml:31:5` */
  readonly place: string;
};
