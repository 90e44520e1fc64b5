// CloudWatch alarms and their mute rules (facts/aws-semantics.md 6).
import {
  type CloudWatchClient,
  DeleteAlarmMuteRuleCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  type DescribeAlarmsCommandOutput,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  PutAlarmMuteRuleCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Alarm, MuteRule } from '#core/alarm.ts';
import { calling } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { Sends } from '#kinds/adapter.ts';
import { identitiesOfDimensions } from '#kinds/dimensions.ts';
import type { Alarms } from './alarms.ts';

const alarmsPerCall = 100;
const minuteMs = 60_000;

/** Without this only metric alarms are listed. */
const everyType = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const;

type SdkAlarm = {
  readonly AlarmName?: string | undefined;
  readonly ActionsEnabled?: boolean | undefined;
  readonly OKActions?: string[] | undefined;
  readonly AlarmActions?: string[] | undefined;
  readonly InsufficientDataActions?: string[] | undefined;
  readonly Dimensions?: readonly Dimension[] | undefined;
  readonly Metrics?:
    | readonly { readonly MetricStat?: { readonly Metric?: Metric | undefined } | undefined }[]
    | undefined;
};

type Dimension = { readonly Name?: string | undefined; readonly Value?: string | undefined };
type Metric = { readonly Dimensions?: readonly Dimension[] | undefined };

const identitiesOf = ({ Dimensions = [], Metrics = [] }: SdkAlarm): string[] =>
  [Dimensions, ...Metrics.map(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? [])].flatMap((one) =>
    identitiesOfDimensions(one.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }))),
  );

const about = (identities: readonly string[]): Pick<Alarm, 'identities'> =>
  identities.length > 0 ? { identities } : {};

const alarmOf = ({ AlarmName, ActionsEnabled, ...actions }: SdkAlarm): Alarm[] =>
  AlarmName === undefined
    ? []
    : [
        {
          name: AlarmName,
          ...about(identitiesOf(actions)),
          actionsEnabled: ActionsEnabled ?? true,
          actions: [
            ...(actions.OKActions ?? []),
            ...(actions.AlarmActions ?? []),
            ...(actions.InsufficientDataActions ?? []),
          ],
        },
      ];

const alarmsIn = ({ MetricAlarms, CompositeAlarms, LogAlarms }: DescribeAlarmsCommandOutput): Alarm[] =>
  [...(MetricAlarms ?? []), ...(CompositeAlarms ?? []), ...(LogAlarms ?? [])].flatMap(alarmOf);

const describe = (client: Sends<CloudWatchClient>, which: DescribeAlarmsCommandInput): Promise<Alarm[]> =>
  calling('describe alarms', () =>
    allPages(
      (NextToken) =>
        client.send(
          new DescribeAlarmsCommand({
            ...which,
            AlarmTypes: [...everyType],
            MaxRecords: alarmsPerCall,
            ...(NextToken ? { NextToken } : {}),
          }),
        ),
      alarmsIn,
      (page) => page.NextToken,
    ),
  );

/** `ana-is-on-holiday` of `arn:aws:cloudwatch:…:alarm-mute-rule:ana-is-on-holiday`. */
const ruleNameOf = (arn = ''): string => arn.split(':').slice(6).join(':');

/** Rules in force of anybody else. More than that nobody has, and each costs a call. */
const foreignRulesMax = 100;

const foreignRules = (client: Sends<CloudWatchClient>, ours: string): Promise<string[]> =>
  calling('list mute rules', async () => {
    const rules = await allPages(
      (NextToken) =>
        client.send(new ListAlarmMuteRulesCommand({ Statuses: ['ACTIVE'], ...(NextToken ? { NextToken } : {}) })),
      (page) => page.AlarmMuteRuleSummaries,
      (page) => page.NextToken,
    );
    const names = rules.map(({ AlarmMuteRuleArn }) => ruleNameOf(AlarmMuteRuleArn));
    return names.filter((name) => !name.startsWith(ours)).slice(0, foreignRulesMax);
  });

const targetsOf = (client: Sends<CloudWatchClient>, rule: string): Promise<readonly string[]> =>
  calling(`read mute rule ${rule}`, async () => {
    const { MuteTargets } = await client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: rule }));
    return MuteTargets?.AlarmNames ?? [];
  });

const fullMinutes = (ms: number): number => Math.floor(ms / minuteMs);

/** CloudWatch's `at` has no seconds, and a window that begins in the running minute is in force at once. */
const scheduleOf = ({ fromMs, untilMs }: MuteRule) => ({
  Expression: `at(${new Date(fullMinutes(fromMs) * minuteMs).toISOString().slice(0, 16)})`,
  Duration: `PT${Math.max(1, Math.ceil(untilMs / minuteMs) - fullMinutes(fromMs))}M`,
  Timezone: 'UTC',
});

export const cloudWatchAlarms = (client: Sends<CloudWatchClient>): Alarms => ({
  async find({ names, prefixes }) {
    const found: Alarm[] = [];
    // One after the other: CloudWatch takes nine of these calls a second in all.
    for (const AlarmNames of chunks(names, alarmsPerCall)) found.push(...(await describe(client, { AlarmNames })));
    for (const AlarmNamePrefix of prefixes) found.push(...(await describe(client, { AlarmNamePrefix })));
    return found;
  },
  async quiet(names, ours) {
    const disabled: Alarm[] = [];
    for (const AlarmNames of chunks(names, alarmsPerCall)) disabled.push(...(await describe(client, { AlarmNames })));
    const muted: string[] = [];
    for (const rule of await foreignRules(client, ours)) muted.push(...(await targetsOf(client, rule)));
    return new Set([...disabled.flatMap((one) => (one.actionsEnabled ? [] : [one.name])), ...muted]);
  },
  async mute(rule) {
    await calling(`put mute rule ${rule.name}`, () =>
      client.send(
        new PutAlarmMuteRuleCommand({
          Name: rule.name,
          Description: rule.description,
          Rule: { Schedule: scheduleOf(rule) },
          MuteTargets: { AlarmNames: [...rule.alarms] },
        }),
      ),
    );
  },
  async unmute(rule) {
    await calling(`delete mute rule ${rule}`, () =>
      client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: rule })),
    );
  },
});
