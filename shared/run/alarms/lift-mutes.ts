// The two ways in which alarms that were muted for a downtime come to speak again, and the record of it.
import { muteRulePrefix } from '#core/alarm.ts';
import { someNames } from '#core/bytes.ts';
import { OperationError } from '#core/errors.ts';
import type { Expectation } from '#core/expectation.ts';
import { muteRules, surplusRules } from './alarms-to-mute.ts';
import type { DowntimePorts } from './downtime-ports.ts';
import { deleteRules, putRules } from './mute-rules.ts';

const minuteMs = 60_000;

/** That were really muted. */
export const alarmsIn = (expectations: readonly Expectation[]): string[] =>
  [...new Set(expectations.flatMap(({ alarms, unmuted }) => (unmuted ? [] : alarms)))].sort();

/** Of a downtime whose muting failed in the middle some rules may be there anyway. */
const deleteUnfinished = async (
  environment: string,
  standing: readonly Expectation[],
  alarms: DowntimePorts['alarms'],
): Promise<void> => {
  const unfinished = Math.max(0, ...standing.map((one) => (one.unmuted ? one.alarms.length : 0)));
  await deleteRules(surplusRules(environment, unfinished, alarmsIn(standing).length), alarms);
};

/** What somebody muted or disabled by hand does not speak. Where CloudWatch does not answer, that is reported instead. */
export const speaking = async (environment: string, alarms: readonly string[], deps: Pick<DowntimePorts, 'alarms'>) => {
  try {
    const quiet = await deps.alarms.quiet(alarms, muteRulePrefix(environment));
    return { names: alarms.filter((name) => !quiet.has(name)), unless: '' };
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return { names: alarms, unless: ', unless somebody muted them by hand' };
  }
};

const until = (expectation: Expectation, ms: number): Expectation => ({
  ...expectation,
  until: new Date(ms).toISOString(),
});

/** What the records say ends at the given time, unless it ends before. */
const shorten = async (
  environment: string,
  expectations: readonly Expectation[],
  ms: number,
  { state }: Pick<DowntimePorts, 'state'>,
): Promise<void> => {
  for (const expectation of expectations)
    if (Date.parse(expectation.until) > ms) await state.expect(environment, until(expectation, ms));
};

export const byHand = (environment: string): string =>
  `end the mute rules ${muteRulePrefix(environment)}* in CloudWatch by hand`;

/** Some minutes more: metrics and alarms follow behind what is up. */
export const muteForGrace = async (
  run: string,
  environment: string,
  standing: readonly Expectation[],
  deps: DowntimePorts,
): Promise<string[]> => {
  const nowMs = deps.runtime.now().getTime();
  const untilMs = nowMs + deps.definition(environment).alarms.graceMinutes * minuteMs;
  if (!standing.some((one) => Date.parse(one.until) > untilMs)) return [];
  const rules = muteRules(environment, alarmsIn(standing), { fromMs: nowMs, untilMs }, run);
  const { refusals } = await putRules(rules, deps.alarms);
  if (refusals.length > 0) return refusals.map((why) => `alarms stay muted: ${why}; ${byHand(environment)}`);
  await deleteUnfinished(environment, standing, deps.alarms);
  await shorten(environment, standing, untilMs, deps);
  return [];
};

const allRules = (environment: string, standing: readonly Expectation[]): string[] =>
  surplusRules(environment, Math.max(0, ...standing.map(({ alarms }) => alarms.length)), 0);

/** So many a sentence names. */
const namesMax = 50;

/** Speak at once. `why` begins the sentence that the report says. */
export const arm = async (
  why: string,
  environment: string,
  standing: readonly Expectation[],
  deps: DowntimePorts,
): Promise<string[]> => {
  const alarms = alarmsIn(standing);
  const refusals = await deleteRules(allRules(environment, standing), deps.alarms);
  // The record stays as long as a rule does: the next tick of reconcile, or the next start, tries again.
  if (refusals.length > 0) return refusals.map((refusal) => `alarms stay muted: ${refusal}; ${byHand(environment)}`);
  await shorten(environment, standing, deps.runtime.now().getTime(), deps);
  if (alarms.length === 0) return [];
  const { names, unless } = await speaking(environment, alarms, deps);
  if (names.length === 0) return [`${why}: its alarms are active again; somebody has muted or disabled all of them`];
  return [`${why}: its alarms are active again; still in alarm${unless}: ${someNames(names, namesMax)}`];
};
