// What must hold in every night, with any faults. Judged from the trace against the definition, never against the plan.
import { alarmsInStep } from './alarms-in-step.ts';
import { cachesComeBack } from './caches-come-back.ts';
import { converges } from './converges.ts';
import { countsComeBack } from './counts-come-back.ts';
import { deploymentsAreUndisturbed } from './deployments-are-undisturbed.ts';
import { drainedMeansGone } from './drained-means-gone.ts';
import { earlyStartsHarmNothing } from './early-starts.ts';
import { finishesByItself } from './finishes-by-itself.ts';
import { guardKeepsToItsHours } from './guard-holds.ts';
import { memoryIsKept } from './memory-is-kept.ts';
import { memoryOfTheDay } from './memory-of-the-day.ts';
import { oneOutcomePerResource } from './one-outcome-per-resource.ts';
import { oneRunAtATime } from './one-run-at-a-time.ts';
import { oneVoice } from './one-voice.ts';
import { onlyOwnChangesAreUndone } from './only-own-changes-are-undone.ts';
import { orphansAreNamed } from './orphans-are-named.ts';
import { ownWeeks } from './own-weeks.ts';
import { ownership } from './ownership.ts';
import { partsAreExact } from './parts-are-exact.ts';
import { protectedIsUntouched } from './protected-is-untouched.ts';
import { reportsTellTheTruth } from './reports-tell-the-truth.ts';
import { runsKeepTheirDefinition } from './runs-keep-their-definition.ts';
import { startsAfterDependencies } from './starts-after-dependencies.ts';
import { stopsAfterDependants } from './stops-after-dependants.ts';
import { isEdited, versionViews } from './versions.ts';
import { viewsOf } from './views.ts';
import type { Invariant, Judged, Violation } from './violation.ts';

export type { Violation };

export const invariants: readonly Invariant[] = [
  startsAfterDependencies,
  stopsAfterDependants,
  drainedMeansGone,
  memoryIsKept,
  memoryOfTheDay,
  ownership,
  onlyOwnChangesAreUndone,
  countsComeBack,
  cachesComeBack,
  oneOutcomePerResource,
  oneRunAtATime,
  deploymentsAreUndisturbed,
  reportsTellTheTruth,
  protectedIsUntouched,
  alarmsInStep,
  earlyStartsHarmNothing,
  finishesByItself,
  oneVoice,
  converges,
  runsKeepTheirDefinition,
  guardKeepsToItsHours,
  ownWeeks,
  partsAreExact,
];

/** What holds for every definition. */
const ofAnyDefinition: readonly Invariant[] = [
  oneRunAtATime,
  deploymentsAreUndisturbed,
  oneVoice,
  converges,
  runsKeepTheirDefinition,
  guardKeepsToItsHours,
  orphansAreNamed,
];

/** What holds for each run, against the version of the definition that it worked by. */
const ofEachVersion: readonly Invariant[] = [
  startsAfterDependencies,
  stopsAfterDependants,
  drainedMeansGone,
  oneOutcomePerResource,
  reportsTellTheTruth,
  protectedIsUntouched,
  partsAreExact,
];

/** The others are about one definition that stays as it is. */
export const invariantsOf = (scenario: Judged['scenario']): readonly Invariant[] =>
  isEdited(scenario) ? [...ofAnyDefinition, ...ofEachVersion] : invariants;

const violationsIn = (view: Judged, among: readonly Invariant[]): Violation[] =>
  among.flatMap(({ name, judge }) => judge(view).map((found) => ({ ...found, invariant: name })));

/** Of several environments one changes; to the others that is nothing. */
export const violationsOf = (rehearsal: Judged): Violation[] =>
  viewsOf(rehearsal).flatMap((view) =>
    isEdited(view.scenario)
      ? [
          ...violationsIn(view, ofAnyDefinition),
          ...versionViews(view, rehearsal.scenario.others).flatMap((one) => violationsIn(one, ofEachVersion)),
        ]
      : violationsIn(view, invariants),
  );
