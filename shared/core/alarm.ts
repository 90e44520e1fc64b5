// CloudWatch alarms, and the mute rules by which Curfew keeps them quiet while an environment is down on purpose.
import type { Expected } from './expectation.ts';

/** Which alarms a planned downtime mutes, as the definition says it. */
export type AlarmPolicy = {
  /** Names of alarms, exactly as in CloudWatch; one that ends in `*` stands for all that begin like it. */
  readonly mute: readonly string[];
  /** How long alarms stay muted after the environment is ready: metrics and alarms follow some minutes behind. */
  readonly graceMinutes: number;
};

/** What CloudWatch says of an alarm. */
export type Alarm = {
  readonly name: string;
  /** False when somebody has disabled its actions. */
  readonly actionsEnabled: boolean;
  /** ARNs of its actions, for every state. */
  readonly actions: readonly string[];
  /** What AWS calls the resources that its metrics are of; none where that cannot be told, as of an alarm made of others. */
  readonly identities?: readonly string[];
};

/**
 * A one-time mute rule. CloudWatch counts in minutes: it is in force from the minute of `fromMs` to the end of that of
 * `untilMs`. Putting one by the name of another replaces it (facts/aws-semantics.md 6).
 */
export type MuteRule = {
  readonly name: string;
  readonly description: string;
  readonly alarms: readonly string[];
  readonly fromMs: number;
  readonly untilMs: number;
};

/** How the rules of an environment are called; a number follows. People's own rules never have such names. */
export const muteRulePrefix = (environment: string): string => `curfew-${environment}-downtime-`;

/** What a run did about alarms, for its report. */
export type AlarmsOfRun = {
  /** The first of them by name; `mutedCount` says how many there are where these are not all. */
  readonly muted: readonly string[];
  readonly mutedCount?: number;
  /** What was counted while it was down, instead of posted. */
  readonly expected: readonly Expected[];
  readonly warnings: readonly string[];
};
