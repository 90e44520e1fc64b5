// Before the first change of a stop: what it is about to cause is recorded, and the alarms that it will raise are muted.
// Nothing here ends a run: what could not be done becomes a warning of the report.

import { shortened } from '#core/bytes.ts';
import { OperationError } from '#core/errors.ts';
import type { Expectation } from '#core/expectation.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Claim } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import { isHeldBy } from '../claim/holds-lease.ts';
import { limits } from '../limits.ts';
import type { Plan } from '../plan/plan.ts';
import { alarmQuery, alarmsToMute, muteRules, spelledOut, surplusRules } from './alarms-to-mute.ts';
import { type DowntimeEnd, downtimeEnd, inForce, stoppableNameOf } from './downtime.ts';
import type { DowntimePorts } from './downtime-ports.ts';
import { alarmsIn } from './lift-mutes.ts';
import { deleteRules, putRules } from './mute-rules.ts';
import { alarmsAbout, alarmsBut } from './part-alarms.ts';

/** How a downtime began. JSON: it is the result of a step. */
export type Begun = {
  /** Nothing is, unless the run is a stop that has something to stop. */
  readonly recorded: boolean;
  readonly muted: readonly string[];
  readonly mutedCount?: number;
  readonly warnings: readonly string[];
};

/** A checkpoint takes 256 KB, and a name has up to 255 characters. */
const namesMax = 100;
const warningsMax = 100;
const warningMax = 1_000;

type Muted = Pick<Begun, 'muted' | 'mutedCount'>;

const mutedOf = (names: readonly string[]): Muted => ({
  muted: names.slice(0, namesMax),
  ...(names.length > namesMax ? { mutedCount: names.length } : {}),
});

export const boundedWarnings = (warnings: readonly string[]): string[] => {
  const more = warnings.length - warningsMax;
  const first = warnings.slice(0, warningsMax).map((one) => shortened(one, warningMax));
  return more > 0 ? [...first, `and ${more} warnings more about alarms`] : first;
};

const nothingBegun: Begun = { recorded: false, muted: [], warnings: [] };

export const errorMessageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Found = { readonly isKnown: boolean; readonly alarms: readonly string[]; readonly warnings: readonly string[] };

/** Without a look at them no alarm is muted: one of them might be autoscaling's. Those spelled out are still expected. */
export const findAlarms = async (definition: Definition, { alarms }: DowntimePorts, isPart = false): Promise<Found> => {
  const { alarms: policy, resources } = definition;
  if (policy.mute.length === 0) return { isKnown: true, alarms: [], warnings: [] };
  try {
    const found = await alarms.find(alarmQuery(policy));
    const { mute } = alarmsToMute(policy, isPart ? alarmsAbout(found, resources) : alarmsBut(found, definition));
    const missing = isPart ? [] : alarmsToMute(policy, found).missing;
    const warnings = boundedWarnings(
      missing.map((name) => `no alarm is named ${name}; check \`alarms.mute\` in the definition`),
    );
    return { isKnown: true, alarms: mute, warnings };
  } catch (error) {
    if (!(error instanceof OperationError) || error.retryable) throw error;
    return {
      isKnown: false,
      alarms: isPart ? [] : spelledOut(policy),
      warnings: [`alarms are not muted: ${error.message}`],
    };
  }
};

const unplanned = ({ environment, timeZone }: Definition, { untilMs, planned }: DowntimeEnd): string[] =>
  planned
    ? []
    : [
        `no start of ${environment} is scheduled: its alarms are muted until ${offsetTime(untilMs, timeZone)} at most; alarms that are active then notify`,
      ];

/** What a stop may touch: also what could not be read yet, or a stop that begins blind would stop it with its alarms on. */
const identitiesIn = ({ resources }: Definition, { items }: Plan): string[] => {
  const acted = items.filter(({ decision, unread }) => decision === 'act' || unread);
  const names = new Set(acted.map(({ resource }) => resource));
  return resources.filter(({ name }) => names.has(name)).flatMap(stoppableNameOf);
};

type Window = { readonly alarms: readonly string[]; readonly untilMs: number };
type Rules = Window & { readonly lapsing: Window; readonly earlier: readonly Expectation[] };

/** Puts the rules that are needed, and deletes the others that an earlier downtime needed. */
const mute = async (
  run: string,
  environment: string,
  { alarms, untilMs, lapsing, earlier }: Rules,
  deps: DowntimePorts,
) => {
  const fromMs = deps.runtime.now().getTime();
  const down = muteRules(environment, alarms, { fromMs, untilMs }, run);
  const up = muteRules(environment, lapsing.alarms, { fromMs, untilMs: lapsing.untilMs }, run, down.length);
  const { muted, refusals } = await putRules([...down, ...up], deps.alarms);
  const before = Math.max(0, ...earlier.map((one) => one.alarms.length));
  const surplus = surplusRules(environment, before, 0).slice(down.length + up.length);
  const kept = await deleteRules(surplus, deps.alarms);
  const warnings = [
    ...refusals.map((why) => `alarms are not muted: ${why}`),
    ...kept.map((why) => `alarms of an earlier downtime stay muted: ${why}`),
  ];
  return { muted, warnings };
};

const endOf = ({ until }: Expectation): number => Date.parse(until);

/**
 * What is muted together. A rule that is put takes the place of the one before, so a stop of some resources keeps muted what an earlier
 * downtime muted, until that is to end. `lapsing`: what a start has brought up since is muted for its minutes more, and no longer.
 */
const windows = (own: Window & { readonly isPart: boolean }, earlier: readonly Expectation[], graceEndMs: number) => {
  const isOver = (one: Expectation): boolean => endOf(one) <= graceEndMs && endOf(one) < own.untilMs;
  const [over, down] = [earlier.filter(isOver), earlier.filter((one) => !isOver(one))];
  const { untilMs } = own;
  const muted: Window = own.isPart
    ? {
        alarms: [...new Set([...own.alarms, ...alarmsIn(down)])].sort(),
        untilMs: Math.max(untilMs, ...down.map(endOf)),
      }
    : { alarms: own.alarms, untilMs };
  const together = new Set(muted.alarms);
  const lapsing = alarmsIn(over).filter((name) => !together.has(name));
  return { ...muted, lapsing: { alarms: lapsing, untilMs: Math.max(0, ...over.map(endOf)) } };
};

const isOfSome = ({ request }: Claim): boolean => request.only !== undefined;

const expectationOf = (claim: Claim, plan: Plan, definition: Definition, untilMs: number) => ({
  run: claim.run,
  ...(isOfSome(claim) ? { ofSome: true as const } : {}),
  reason: claim.request.why ?? `stop by ${claim.request.requestedBy}`,
  from: new Date(claim.at).toISOString(),
  until: new Date(untilMs).toISOString(),
  identities: identitiesIn(definition, plan),
});

const begin = async (claim: Claim, plan: Plan, deps: DowntimePorts): Promise<Begun> => {
  const { run, at } = claim;
  const { environment } = plan;
  const { state } = deps;
  const { lease, overrides, expectations } = await state.readState(environment);
  if (!(await isHeldBy({ environment, run }, lease, deps))) return nothingBegun;
  const definition = deps.definition(environment);
  const isPart = isOfSome(claim);
  const { isKnown, alarms, warnings } = await findAlarms(definition, deps, isPart);
  const end = downtimeEnd(definition, overrides, at, limits.runSecondsMax * 1_000);
  // Recorded before the first rule is there: what is not recorded nobody would lift.
  await state.expect(environment, { ...expectationOf(claim, plan, definition, end.untilMs), alarms });
  if (!isKnown) return { recorded: true, muted: [], warnings };
  const earlier = inForce(expectations, at).filter((one) => one.run !== run);
  const graceEndMs = deps.runtime.now().getTime() + (definition.alarms.graceMinutes + 1) * 60_000;
  const together = windows({ alarms, untilMs: end.untilMs, isPart }, earlier, graceEndMs);
  const { muted: all, warnings: muteWarnings } = await mute(run, environment, { ...together, earlier }, deps);
  const own = new Set(alarms);
  const muted = all.filter((name) => own.has(name));
  const allWarnings = [...warnings, ...muteWarnings, ...(muted.length > 0 ? unplanned(definition, end) : [])];
  return { recorded: true, ...mutedOf(muted), warnings: boundedWarnings(allWarnings) };
};

/** CloudWatch did not answer in all that time: the downtime is recorded, and that its alarms are still to be muted. */
const beginUnmuted = async (claim: Claim, plan: Plan, why: string, deps: DowntimePorts): Promise<Begun> => {
  const { environment } = plan;
  const { state } = deps;
  const { lease, overrides, expectations: all } = await state.readState(environment);
  if (!(await isHeldBy({ environment, run: claim.run }, lease, deps))) return nothingBegun;
  const definition = deps.definition(environment);
  const { untilMs } = downtimeEnd(definition, overrides, claim.at, limits.runSecondsMax * 1_000);
  const alarms =
    all.find(({ run }) => run === claim.run)?.alarms ?? (isOfSome(claim) ? [] : spelledOut(definition.alarms));
  await state.expect(environment, { ...expectationOf(claim, plan, definition, untilMs), alarms, unmuted: true });
  return { recorded: true, muted: [], warnings: [`alarms are not muted yet, reconcile retries: ${why}`] };
};

/** What a stop would mute, by reading alone. */
const foresee = async (environment: string, deps: DowntimePorts, isPart: boolean): Promise<Begun> => {
  const { isKnown, alarms, warnings } = await findAlarms(deps.definition(environment), deps, isPart);
  return { ...nothingBegun, ...mutedOf(isKnown ? alarms : []), warnings };
};

const trying = async (
  workflow: Workflow,
  name: string,
  what: () => Promise<Begun>,
  otherwise: (why: string) => Promise<Begun>,
): Promise<Begun> => {
  let why: string;
  try {
    return await workflow.step(name, what, limits.alarmRetry);
  } catch (error) {
    why = errorMessageOf(error);
  }
  try {
    return await workflow.step(`${name} later`, () => otherwise(why), limits.alarmRetry);
  } catch {
    // It may have been recorded anyway; the end of the downtime looks.
    return { recorded: true, muted: [], warnings: [`alarms are not muted: ${why}`] };
  }
};

/** Mutes before a stop that has something to stop. A start, and a stop with nothing left to do, begin no downtime. */
export const beginDowntime = (workflow: Workflow, claim: Claim, plan: Plan, deps: DowntimePorts): Promise<Begun> => {
  const isStop = claim.granted && claim.action === 'stop';
  if (!isStop || identitiesIn(deps.definition(plan.environment), plan).length === 0)
    return Promise.resolve(nothingBegun);
  return claim.request.dryRun
    ? trying(
        workflow,
        'look at alarms',
        () => foresee(plan.environment, deps, isOfSome(claim)),
        async (why) => ({ ...nothingBegun, warnings: [`alarms are not muted: ${why}`] }),
      )
    : trying(
        workflow,
        'mute alarms',
        () => begin(claim, plan, deps),
        (why) => beginUnmuted(claim, plan, why, deps),
      );
};
