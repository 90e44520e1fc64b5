// The alarms of some resources alone: a run of these mutes or lifts theirs, and lets all others be as they are.
import type { Alarm } from '#core/alarm.ts';
import { someNames } from '#core/bytes.ts';
import type { Expectation } from '#core/expectation.ts';
import type { Definition } from '#definition/definition.ts';
import { awsNameOf, type Resource } from '#kinds/resource.ts';
import { alarmQuery, alarmsToMute, muteRules, surplusRules } from './alarms-to-mute.ts';
import type { DowntimePorts } from './downtime-ports.ts';
import { alarmsIn, byHand, speaking } from './lift-mutes.ts';
import { deleteRules, putRules } from './mute-rules.ts';

/** Whether all that an alarm is about is among these: what it is about besides them is as it was. */
const isAboutThese = ({ identities = [] }: Alarm, names: ReadonlySet<string>): boolean =>
  identities.some((one) => names.has(one));

const awsNames = (resources: readonly Resource[]): ReadonlySet<string> => new Set(resources.map(awsNameOf));

/** Those about one of these resources. */
export const alarmsAbout = (alarms: readonly Alarm[], resources: readonly Resource[]): Alarm[] => {
  const names = awsNames(resources);
  return alarms.filter((one) => isAboutThese(one, names));
};

/** Without those about what stays up. */
export const alarmsBut = (alarms: readonly Alarm[], { resources }: Pick<Definition, 'resources'>): readonly Alarm[] => {
  const staysUp = awsNames(
    resources.filter(({ keptUp, leaveAlone }) => keptUp !== undefined && leaveAlone === undefined),
  );
  const others = awsNames(resources.filter(({ keptUp }) => keptUp === undefined));
  return staysUp.size === 0 ? alarms : alarms.filter((one) => !isAboutThese(one, staysUp) || isAboutThese(one, others));
};

type Lift = {
  readonly run: string;
  readonly standing: readonly Expectation[];
  /** How long theirs stay muted. */
  readonly graceMs: number;
  /** Why they speak at once, where something is wrong. */
  readonly why?: string;
};

const without = (all: readonly string[], some: ReadonlySet<string>): string[] => all.filter((one) => !some.has(one));

/** What a downtime still expects when these are up again. */
const reduced = (one: Expectation, alarms: ReadonlySet<string>, identities: ReadonlySet<string>): Expectation => ({
  ...one,
  alarms: without(one.alarms, alarms),
  identities: without(one.identities, identities),
});

/** `definition`: of these resources alone. The records say what stays muted; they are written when the rules are. */
export const liftPart = async (
  definition: Definition,
  { run, standing, graceMs, why }: Lift,
  deps: DowntimePorts,
): Promise<string[]> => {
  const { environment, resources, alarms: policy } = definition;
  const known = await deps.alarms.find(alarmQuery(policy));
  const own = new Set(alarmsToMute(policy, alarmsAbout(known, resources)).mute);
  const names = awsNames(resources);
  const muted = alarmsIn(standing);
  const lifted = muted.filter((one) => own.has(one));
  const after = standing.map((one) => reduced(one, own, names));
  const nowMs = deps.runtime.now().getTime();
  const untilMs = Math.max(nowMs, ...standing.map(({ until }) => Date.parse(until)));
  const stay = muteRules(environment, without(muted, own), { fromMs: nowMs, untilMs }, run);
  const grace =
    graceMs > 0 ? muteRules(environment, lifted, { fromMs: nowMs, untilMs: nowMs + graceMs }, run, stay.length) : [];
  if (lifted.length > 0) {
    const { refusals } = await putRules([...stay, ...grace], deps.alarms);
    const surplus = surplusRules(environment, muted.length, 0).slice(stay.length + grace.length);
    const failed = [...refusals, ...(await deleteRules(surplus, deps.alarms))];
    if (failed.length > 0) return failed.map((text) => `alarms stay muted: ${text}; ${byHand(environment)}`);
  }
  for (const [index, one] of after.entries()) {
    const before = standing[index];
    const isLess =
      one.alarms.length < (before?.alarms.length ?? 0) || one.identities.length < (before?.identities.length ?? 0);
    if (isLess) await deps.state.expect(environment, one);
  }
  if (why === undefined || lifted.length === 0) return [];
  const { names: loud, unless } = await speaking(environment, lifted, deps);
  return loud.length === 0
    ? [`${why}: their alarms are active again; somebody has muted or disabled all of them`]
    : [`${why}: their alarms are active again; still in alarm${unless}: ${someNames(loud, 50)}`];
};
