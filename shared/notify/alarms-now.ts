// Which alarms are in alarm right now: earlier messages may be old, since not every alarm reports that it is OK again.
import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmStanding } from './sources/cloudwatch-alarm/detail.ts';

/** Of these names. Throws the SDK's errors. */
export type AlarmsNow = (names: readonly string[]) => Promise<ReadonlySet<string>>;

/** By name, in any state; a name that no alarm has is missing. Throws the SDK's errors. */
export type AlarmStandings = (names: readonly string[]) => Promise<ReadonlyMap<string, AlarmStanding>>;

const namesPerCall = 100;
/** Without this only metric alarms are listed. */
const everyType = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const;

type Described = {
  readonly AlarmName?: string | undefined;
  readonly StateValue?: string | undefined;
  readonly StateReason?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
};

const describe = async (
  client: Pick<CloudWatchClient, 'send'>,
  names: readonly string[],
  more: Pick<DescribeAlarmsCommandInput, 'StateValue'>,
): Promise<Described[]> => {
  const found: Described[] = [];
  for (let from = 0; from < names.length; from += namesPerCall) {
    const AlarmNames = names.slice(from, from + namesPerCall);
    const answer = await client.send(
      new DescribeAlarmsCommand({ AlarmNames, ...more, AlarmTypes: [...everyType], MaxRecords: namesPerCall }),
    );
    found.push(...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? []), ...(answer.LogAlarms ?? []));
  }
  return found;
};

export const alarmsNow =
  (client: Pick<CloudWatchClient, 'send'>): AlarmsNow =>
  async (names) => {
    const inAlarm = await describe(client, names, { StateValue: 'ALARM' });
    return new Set(inAlarm.flatMap(({ AlarmName }) => AlarmName ?? []));
  };

const alarmStandsAs = ({
  StateValue,
  StateReason,
  StateTransitionedTimestamp,
  StateUpdatedTimestamp,
}: Described): AlarmStanding => ({
  state: StateValue ?? 'unknown',
  reason: StateReason,
  since: (StateTransitionedTimestamp ?? StateUpdatedTimestamp)?.toISOString(),
});

export const alarmStandings =
  (client: Pick<CloudWatchClient, 'send'>): AlarmStandings =>
  async (names) => {
    const all = await describe(client, names, {});
    return new Map(all.flatMap((one) => (one.AlarmName === undefined ? [] : [[one.AlarmName, alarmStandsAs(one)]])));
  };
