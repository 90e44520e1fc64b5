// The calls of shared/run/alarms/cloudwatch-alarms.ts.
import { muteRulePrefix } from '#core/alarm.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { Definition } from '#definition/definition.ts';
import { allow, type Statement } from './statement.ts';

type Alarmed = Pick<Definition, 'environment' | 'alarms'>;

/** AWS publishes the rules' ARN in two spellings (facts/aws-semantics.md 6). */
const ownRules = (environment: string, arn: Arn): string[] =>
  ['alarm-mute-rule', 'alarm-mute'].map((type) => arn('cloudwatch', `${type}:${muteRulePrefix(environment)}*`));

/** Nothing for an environment that mutes none. */
const ifAny = ({ alarms }: Alarmed, statements: () => Statement[]): Statement[] =>
  alarms.mute.length > 0 ? statements() : [];

/** Putting a rule is also a right on every alarm that it mutes. A star ends a name in the definition as in an ARN. */
export const muteAlarms = (definition: Alarmed, arn: Arn): Statement[] =>
  ifAny(definition, () => [
    allow(
      ['cloudwatch:PutAlarmMuteRule'],
      [
        ...ownRules(definition.environment, arn),
        ...definition.alarms.mute.map((name) => arn('cloudwatch', `alarm:${name}`)),
      ],
    ),
  ]);

export const unmuteAlarms = (definition: Alarmed, arn: Arn): Statement[] =>
  ifAny(definition, () => [allow(['cloudwatch:DeleteAlarmMuteRule'], ownRules(definition.environment, arn))]);

/** Which of them somebody else keeps quiet: rules are listed to those who may see all of them. */
export const lookAtRules = (definition: Alarmed, arn: Arn): Statement[] =>
  ifAny(definition, () => [
    // In both spellings of their ARN; a role has room for so many letters.
    allow(['cloudwatch:ListAlarmMuteRules', 'cloudwatch:GetAlarmMuteRule'], [arn('cloudwatch', 'alarm-mute*')]),
  ]);

/** Composite alarms are shown only to those who may see all alarms. */
export const lookAtAlarms = (definition: Alarmed): Statement[] =>
  ifAny(definition, () => [allow(['cloudwatch:DescribeAlarms'], ['*'])]);
