import {
  GetScheduleCommand,
  type GetScheduleOutput,
  ListSchedulesCommand,
  SchedulerClient,
  type ScheduleSummary,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { groupedAdapter } from '../described/grouped-adapter.ts';

/** All of it but what only the scheduler writes: what is left out is set to its default. */
const asItIs = ({ Arn, CreationDate, LastModificationDate, ...whole }: GetScheduleOutput) => {
  const { ScheduleExpression, Target, FlexibleTimeWindow, Name } = whole;
  return { ...whole, ScheduleExpression, Target, FlexibleTimeWindow, Name };
};

/** A beginning that is over decides nothing any more, and the scheduler takes none of before five minutes ago. */
const isOldStart = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationException' && /StartDate/.test(error.message);

export const eventbridgeScheduleAdapter = groupedAdapter<SchedulerClient, ScheduleSummary, 'GroupName'>({
  client: SchedulerClient,
  group: 'GroupName',
  list: [ListSchedulesCommand, 'Schedules'],
  row: { name: 'Name', status: 'State' },
  async change(client, to, key) {
    const { $metadata: _answer, ...found } = await client.send(new GetScheduleCommand(key));
    const whole = { ...asItIs(found), ...key, State: to === 'start' ? ('ENABLED' as const) : ('DISABLED' as const) };
    try {
      return await client.send(new UpdateScheduleCommand(whole));
    } catch (error) {
      if (!isOldStart(error)) throw error;
      const { StartDate, ...withoutStart } = whole;
      return client.send(new UpdateScheduleCommand(withoutStart));
    }
  },
  one: [
    GetScheduleCommand,
    ({ status }) => ({
      ...{ State: status, ScheduleExpression: 'rate(5 minutes)', FlexibleTimeWindow: { Mode: 'OFF' } },
      Target: { Arn: 'arn:aws:lambda:job', RoleArn: 'arn:aws:iam::role/job', Input: '{}' },
    }),
  ],
  goes: ({ State }) => (State === 'ENABLED' ? 'start' : 'stop'),
});
