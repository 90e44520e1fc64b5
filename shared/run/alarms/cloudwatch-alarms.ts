// CloudWatch alarms and their mute rules (facts/aws-semantics.md 6).
import {
  type CloudWatchClient,
  DeleteAlarmMuteRuleCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  type DescribeAlarmsCommandOutput,
  PutAlarmMuteRuleCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Alarm, MuteRule } from '#core/alarm.ts';
import { calling } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { Sends } from '#kinds/adapter.ts';
import type { Alarms } from './alarms.ts';

const alarmsPerCall = 100;
const minuteMs = 60_000;

/** Without this only metric alarms are told. */
const everyType = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const;

type SdkAlarm = {
  readonly AlarmName?: string | undefined;
  readonly ActionsEnabled?: boolean | undefined;
  readonly OKActions?: string[] | undefined;
  readonly AlarmActions?: string[] | undefined;
  readonly InsufficientDataActions?: string[] | undefined;
};

const alarmOf = ({ AlarmName, ActionsEnabled, ...actions }: SdkAlarm): Alarm[] =>
  AlarmName === undefined
    ? []
    : [
        {
          name: AlarmName,
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
