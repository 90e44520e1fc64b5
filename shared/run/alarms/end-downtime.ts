// After the last change of a run: a start that brought everything up lets the alarms speak again after the grace, and one
// that did not arms them at once and says so. A stop that stopped nothing has nothing to keep quiet.
import type { AlarmsOfRun } from '#core/alarm.ts';
import type { Expectation, Expected } from '#core/expectation.ts';
import type { RunResult } from '#core/outcome.ts';
import type { Claim } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import { isHeldBy } from '../claim/holds-lease.ts';
import { limits } from '../limits.ts';
import { type Begun, boundedWarnings, errorMessageOf } from './begin-downtime.ts';
import { inForce, stoppableNameOf } from './downtime.ts';
import type { DowntimePorts } from './downtime-ports.ts';
import { arm, byHand, muteForGrace } from './lift-mutes.ts';
import { liftPart } from './part-alarms.ts';

const timesOf = (all: readonly Expected[]): number => all.reduce((sum, { times }) => sum + times, 0);

const expectedMax = 100;

/** What there is most of by name, and how often there was anything else: none is lost. */
const boundedExpected = (all: readonly Expected[]): Expected[] => {
  if (all.length <= expectedMax) return [...all];
  const sorted = all.toSorted((a, b) => b.times - a.times);
  const rest = sorted.slice(expectedMax);
  return [...sorted.slice(0, expectedMax), { what: `${rest.length} others`, times: timesOf(rest) }];
};

const countedIn = async (
  environment: string,
  expectations: readonly Expectation[],
  { state }: DowntimePorts,
): Promise<Expected[]> => {
  const all = await Promise.all(expectations.map(({ run }) => state.expected(environment, run)));
  return boundedExpected(
    [...Map.groupBy(all.flat(), ({ what }) => what)].map(([what, same]) => ({ what, times: timesOf(same) })),
  );
};

const hasSucceeded = ({ end, outcomes }: RunResult): boolean =>
  end === 'complete' && outcomes.every(({ outcome }) => outcome === 'done' || outcome === 'skipped');

/** Of some resources: their alarms speak after the grace, or at once where not all of them are up. */
const whenLifted = ({ request }: Claim, result: RunResult, { environment, alarms }: Definition) =>
  hasSucceeded(result)
    ? { graceMs: alarms.graceMinutes * 60_000 }
    : { graceMs: 0, why: `${request.only?.join(', ')} of ${environment} with what is needed is not up` };

/** What was in force when the run began: so that a repetition of the step finds what it ended. */
const endByStart = async (claim: Claim, result: RunResult, deps: DowntimePorts): Promise<AlarmsOfRun> => {
  const { environment } = claim.request;
  const { lease, expectations } = await deps.state.readState(environment);
  const standing = inForce(expectations, claim.at);
  if (standing.length === 0) return { muted: [], expected: [], warnings: [] };
  if (!(await isHeldBy({ environment, run: claim.run }, lease, deps)))
    return {
      muted: [],
      expected: [],
      warnings: ['alarms may stay muted: another run has taken over and handles them'],
    };
  if (claim.request.only) {
    const definition = deps.definition(environment);
    const lift = { run: claim.run, standing, ...whenLifted(claim, result, definition) };
    return { muted: [], expected: [], warnings: boundedWarnings(await liftPart(definition, lift, deps)) };
  }
  const warnings = hasSucceeded(result)
    ? await muteForGrace(claim.run, environment, standing, deps)
    : await arm(`${environment} is not up`, environment, standing, deps);
  return { muted: [], expected: await countedIn(environment, standing, deps), warnings: boundedWarnings(warnings) };
};

const alarmsAsBegun = ({ muted, mutedCount, warnings }: Begun): AlarmsOfRun => ({
  muted,
  ...(mutedCount === undefined ? {} : { mutedCount }),
  expected: [],
  warnings,
});

/** What was left alone runs as usual: nothing that AWS reports of it is expected. */
const expectLess = async (
  environment: string,
  own: readonly Expectation[],
  { outcomes }: RunResult,
  deps: DowntimePorts,
): Promise<void> => {
  const left = new Set(
    outcomes.flatMap(({ resource, outcome }) => (outcome === 'blocked' || outcome === 'refused' ? [resource] : [])),
  );
  const { resources } = deps.definition(environment);
  const untouched = new Set(resources.filter(({ name }) => left.has(name)).flatMap(stoppableNameOf));
  for (const one of own) {
    const identities = one.identities.filter((identity) => !untouched.has(identity));
    if (identities.length < one.identities.length) await deps.state.expect(environment, { ...one, identities });
  }
};

/** Where nothing went down, and nothing was down before, there is nothing to keep quiet. */
const endByStop = async (claim: Claim, begun: Begun, result: RunResult, deps: DowntimePorts): Promise<AlarmsOfRun> => {
  const { run, at, request } = claim;
  const { environment } = request;
  const asBegun = alarmsAsBegun(begun);
  const { lease, expectations } = await deps.state.readState(environment);
  if (!(await isHeldBy({ environment, run }, lease, deps))) return asBegun;
  const own = expectations.filter((one) => one.run === run);
  if (request.only && !result.outcomes.some(({ outcome }) => outcome === 'done')) {
    const others = inForce(expectations, at).filter((one) => one.run !== run);
    const why = `no resource of ${request.only.join(', ')} was stopped`;
    // What was down before stays so, and its alarms muted.
    if (others.length > 0) return { ...asBegun, warnings: begun.warnings };
    const warnings = await arm(why, environment, own, deps);
    return { muted: [], expected: [], warnings: boundedWarnings([...begun.warnings, ...warnings]) };
  }
  const wasDown = inForce(expectations, at).some((one) => one.run !== run);
  if (!wasDown && !result.outcomes.some(({ outcome }) => outcome === 'done')) {
    const armWarnings = await arm(`no resource of ${environment} was stopped`, environment, own, deps);
    return { muted: [], expected: [], warnings: boundedWarnings([...begun.warnings, ...armWarnings]) };
  }
  await expectLess(environment, own, result, deps);
  return asBegun;
};

/** What a run did about alarms. A run that was taken over leaves them to the one that took over. */
export const endDowntime = async (
  workflow: Workflow,
  claim: Claim,
  begun: Begun,
  result: RunResult,
  deps: DowntimePorts,
): Promise<AlarmsOfRun> => {
  const asBegun = alarmsAsBegun(begun);
  const isOver = claim.granted && !claim.request.dryRun && result.end !== 'superseded';
  const isOpen = claim.action === 'start' || (begun.recorded && !hasSucceeded(result));
  if (!isOver || !isOpen) return asBegun;
  try {
    return await workflow.step(
      'settle alarms',
      () => (claim.action === 'start' ? endByStart(claim, result, deps) : endByStop(claim, begun, result, deps)),
      limits.alarmRetry,
    );
  } catch (error) {
    const { environment } = claim.request;
    const warning = `alarms may stay muted: ${errorMessageOf(error)}; ${byHand(environment)}`;
    return { ...asBegun, warnings: [...asBegun.warnings, warning] };
  }
};
