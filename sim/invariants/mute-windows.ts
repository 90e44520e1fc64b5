// The mute rules of a rehearsal, as the calls in its trace put and deleted them.
import { windowOf } from '../aws/cloudwatch.ts';
import { type Call, isApplied } from '../calls.ts';

export type StandingRule = {
  readonly alarms: readonly string[];
  readonly untilMs: number;
  /** Who put it last, and when. */
  readonly by: Call;
  readonly at: number;
};

type PutInput = Parameters<typeof windowOf>[0] & {
  readonly Name: string;
  readonly MuteTargets: { readonly AlarmNames: readonly string[] };
};

const putInput = ({ operation, input }: Call): PutInput | undefined =>
  operation === 'cloudwatch:PutAlarmMuteRule' ? (input as PutInput) : undefined;

const deleted = ({ operation, input }: Call): string | undefined =>
  operation === 'cloudwatch:DeleteAlarmMuteRule'
    ? (input as { readonly AlarmMuteRuleName: string }).AlarmMuteRuleName
    : undefined;

/** The rule that a call is about, and the alarms it would mute. */
export const ruleIn = (call: Call): { readonly name: string; readonly alarms: readonly string[] } | undefined => {
  const put = putInput(call);
  const name = put?.Name ?? deleted(call);
  return name === undefined ? undefined : { name, alarms: put?.MuteTargets.AlarmNames ?? [] };
};

/** Takes in one call of the trace. */
export const applyTo = (rules: Map<string, StandingRule>, at: number, call: Call): void => {
  if (!isApplied(call)) return;
  const put = putInput(call);
  if (put) rules.set(put.Name, { alarms: put.MuteTargets.AlarmNames, untilMs: windowOf(put).untilMs, by: call, at });
  const name = deleted(call);
  if (name !== undefined) rules.delete(name);
};
