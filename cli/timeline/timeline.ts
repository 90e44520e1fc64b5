// What a page about runs shows: charts of runs, and what else happened. Times are epoch milliseconds.
import type { Report, ReportedResource } from '#core/report.ts';
import type { SavedInTime } from '#savings/savings.ts';

/** A part of a resource's time: `draining`, `starting`. Where nobody watched, there is one from beginning to end. */
export type Phase = { readonly from: number; readonly to: number; readonly text: string };

export type Mark = { readonly at: number; readonly tone: Tone; readonly text: string };

type Tone = 'good' | 'bad' | 'warning' | 'plain';

export type Row = {
  readonly resource: string;
  readonly kind: string;
  readonly stage: number;
  readonly outcome: ReportedResource['outcome'];
  readonly reason: string;
  readonly errorCode?: string;
  /** On the chain that decided how long the run took. */
  readonly critical: boolean;
  /** From its turn to its outcome; absent if its turn never came. */
  readonly from?: number;
  readonly to?: number;
  readonly phases: readonly Phase[];
  /** Faults of calls about it, and what others did to it. */
  readonly marks: readonly Mark[];
};

export type Chart = {
  readonly report: Report;
  /** From the slot, where there is one, to the report. */
  readonly from: number;
  readonly to: number;
  readonly stages: readonly (readonly [stage: number, readonly Row[]])[];
};

/** Anything that is not about one resource of one run. */
export type Happening = Mark & { readonly what: 'message' | 'alarm' | 'person' | 'function' | 'fault' | 'invariant' };

export type Timeline = {
  readonly title: string;
  readonly subtitle: string;
  readonly timeZone: string;
  readonly from: number;
  readonly to: number;
  readonly charts: readonly Chart[];
  readonly happenings: readonly Happening[];
  /** Of the simulated AWS. */
  readonly isSimulated: boolean;
  /** What was not spent in this time; absent where prices or sizes are not known. */
  readonly saved?: SavedInTime;
};
