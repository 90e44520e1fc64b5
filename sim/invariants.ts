// What must hold in every night, whatever happens. Judged from the trace against the definition, never against the plan.
import { alarmsInStep } from './invariants/alarms-in-step.ts';
import { cachesComeBack } from './invariants/caches-come-back.ts';
import { converges } from './invariants/converges.ts';
import { countsComeBack } from './invariants/counts-come-back.ts';
import { deploymentsAreUndisturbed } from './invariants/deployments-are-undisturbed.ts';
import { drainedMeansGone } from './invariants/drained-means-gone.ts';
import { memoryIsKept } from './invariants/memory-is-kept.ts';
import { oneOutcomePerResource } from './invariants/one-outcome-per-resource.ts';
import { oneRunAtATime } from './invariants/one-run-at-a-time.ts';
import { onlyOwnChangesAreUndone } from './invariants/only-own-changes-are-undone.ts';
import { protectedIsUntouched } from './invariants/protected-is-untouched.ts';
import { reportsTellTheTruth } from './invariants/reports-tell-the-truth.ts';
import { startsAfterDependencies } from './invariants/starts-after-dependencies.ts';
import { stopsAfterDependants } from './invariants/stops-after-dependants.ts';
import type { Invariant, Judged, Violation } from './invariants/violation.ts';

export type { Violation };

export const invariants: readonly Invariant[] = [
  startsAfterDependencies,
  stopsAfterDependants,
  drainedMeansGone,
  memoryIsKept,
  onlyOwnChangesAreUndone,
  countsComeBack,
  cachesComeBack,
  oneOutcomePerResource,
  oneRunAtATime,
  deploymentsAreUndisturbed,
  reportsTellTheTruth,
  protectedIsUntouched,
  alarmsInStep,
  converges,
];

export const violationsOf = (rehearsal: Judged): Violation[] =>
  invariants.flatMap(({ name, judge }) => judge(rehearsal).map((found) => ({ ...found, invariant: name })));
