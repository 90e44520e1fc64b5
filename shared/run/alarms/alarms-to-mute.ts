// Which alarms a planned downtime mutes, and in which rules. Pure.
import { type Alarm, type AlarmPolicy, type MuteRule, muteRulePrefix } from '#core/alarm.ts';

/** What is asked of CloudWatch: alarms by name, and all that begin like a prefix. */
type AlarmQuery = { readonly names: readonly string[]; readonly prefixes: readonly string[] };

const isPrefix = (name: string): boolean => name.endsWith('*');

export const alarmQuery = ({ mute }: AlarmPolicy): AlarmQuery => ({
  names: mute.filter((name) => !isPrefix(name)),
  prefixes: mute.filter(isPrefix).map((name) => name.slice(0, -1)),
});

const isCovered = (name: string, { names, prefixes }: AlarmQuery): boolean =>
  names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix));

/** A mute also mutes what an alarm does to a service, so those of autoscaling are left alone (facts/aws-semantics.md 6). */
const scales = ({ name, actions }: Alarm): boolean =>
  name.startsWith('TargetTracking-') || actions.some((arn) => /^arn:[\w-]+:autoscaling:/.test(arn));

/** Our own alarms say that we failed: nobody is to miss that because an environment is down. */
const isOurs = ({ name }: Alarm): boolean => name.startsWith('curfew-');

type Muting = { readonly mute: readonly string[]; readonly missing: readonly string[] };

/**
 * Of the alarms there are, those to mute, and the names that no alarm has. One whose actions somebody has disabled stays
 * out: it is quiet, and stays so when ours is lifted. A rule of somebody else is no reason to leave an alarm out: rules do
 * not touch each other, and theirs may end in the middle of the night.
 */
export const alarmsToMute = (policy: AlarmPolicy, alarms: readonly Alarm[]): Muting => {
  const query = alarmQuery(policy);
  const known = new Set(alarms.map(({ name }) => name));
  const wanted = alarms.filter(
    (alarm) => isCovered(alarm.name, query) && alarm.actionsEnabled && !scales(alarm) && !isOurs(alarm),
  );
  return {
    mute: [...new Set(wanted.map(({ name }) => name))].sort(),
    missing: query.names.filter((name) => !known.has(name)),
  };
};

/** The names that a definition spells out, where CloudWatch could not be asked. */
export const spelledOut = (policy: AlarmPolicy): readonly string[] => alarmQuery(policy).names;

const alarmsPerRule = 100;

const ruleName = (environment: string, index: number): string => `${muteRulePrefix(environment)}${index + 1}`;

const rulesFor = (count: number): number => Math.ceil(count / alarmsPerRule);

type MuteWindow = Pick<MuteRule, 'fromMs' | 'untilMs'>;

/** The same names for every downtime of an environment: a rule that is put again replaces that of the night before. */
export const muteRules = (
  environment: string,
  alarms: readonly string[],
  window: MuteWindow,
  run: string,
  /** How many rules stand before these. */
  first = 0,
): MuteRule[] =>
  Array.from({ length: rulesFor(alarms.length) }, (_, index) => ({
    ...window,
    name: ruleName(environment, first + index),
    description: `Curfew: ${environment} is stopped as planned (${run})`,
    alarms: alarms.slice(index * alarmsPerRule, (index + 1) * alarmsPerRule),
  }));

/** The rules that so many alarms once needed, and that fewer do not need any more. */
export const surplusRules = (environment: string, alarmsBefore: number, alarmsNow: number): string[] =>
  Array.from({ length: rulesFor(alarmsBefore) }, (_, index) => ruleName(environment, index)).slice(rulesFor(alarmsNow));
