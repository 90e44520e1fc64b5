// Which alarms are in alarm right now: what was heard of them may be old, since not every alarm tells that it is OK again.
import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

/** Of these names. Throws the SDK's errors. */
export type AlarmsNow = (names: readonly string[]) => Promise<ReadonlySet<string>>;

const namesPerCall = 100;
/** Without this only metric alarms are told. */
const everyType = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const;

type Named = { readonly AlarmName?: string | undefined };

const namesOf = (...lists: readonly (readonly Named[] | undefined)[]): string[] =>
  lists.flatMap((list) => (list ?? []).flatMap(({ AlarmName }) => AlarmName ?? []));

export const alarmsNow =
  (client: Pick<CloudWatchClient, 'send'>): AlarmsNow =>
  async (names) => {
    const found = new Set<string>();
    for (let from = 0; from < names.length; from += namesPerCall) {
      const AlarmNames = names.slice(from, from + namesPerCall);
      const answer = await client.send(
        new DescribeAlarmsCommand({
          AlarmNames,
          StateValue: 'ALARM',
          AlarmTypes: [...everyType],
          MaxRecords: namesPerCall,
        }),
      );
      for (const name of namesOf(answer.MetricAlarms, answer.CompositeAlarms, answer.LogAlarms)) found.add(name);
    }
    return found;
  };
