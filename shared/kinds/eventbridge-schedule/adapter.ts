import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  type ScheduleSummary,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { noTags } from '../inventory/tags.ts';
import type { StatusAdapter, StatusRow } from '../status-adapter.ts';

type Client = Sends<SchedulerClient>;

const keyOf = (name: string) => {
  const [GroupName = '', Name = ''] = name.split('/');
  return { GroupName, Name };
};

const schedulesOf = (client: Client, GroupName?: string): Promise<ScheduleSummary[]> =>
  allPages(
    (NextToken) =>
      client.send(
        new ListSchedulesCommand({
          MaxResults: 100,
          ...(GroupName === undefined ? {} : { GroupName }),
          ...(NextToken ? { NextToken } : {}),
        }),
      ),
    (page) => page.Schedules,
    (page) => page.NextToken,
  );

const rowOf = ({ GroupName = '', Name = '', State }: ScheduleSummary): StatusRow => ({
  name: `${GroupName}/${Name}`,
  status: State ?? 'unknown',
  // Tags are those of the group.
  ...{ facts: {}, tags: noTags, groups: [], hosts: [] },
});

export const eventbridgeScheduleAdapter: StatusAdapter<SchedulerClient> = {
  client: SchedulerClient,
  readsAll: true,
  async read(client, names) {
    const groups = names ? [...new Set(names.map((name) => keyOf(name).GroupName))] : [undefined];
    return (await Promise.all(groups.map((group) => schedulesOf(client, group)))).flat().map(rowOf);
  },
  // The scheduler takes a schedule as a whole: what is left out is set to its default.
  async change(client, to, name) {
    const found = await client.send(new GetScheduleCommand(keyOf(name)));
    const { Arn: _arn, CreationDate: _created, LastModificationDate: _changed, $metadata: _answer, ...whole } = found;
    const { ScheduleExpression, Target, FlexibleTimeWindow } = whole;
    const State = to === 'start' ? 'ENABLED' : 'DISABLED';
    return client.send(
      new UpdateScheduleCommand({ ...whole, ...keyOf(name), ScheduleExpression, Target, FlexibleTimeWindow, State }),
    );
  },
  goes: ({ State }) => (State === 'ENABLED' ? 'start' : 'stop'),
  rehearsed: {
    ListSchedules: { list: 'Schedules', row: ({ id, status }) => ({ ...keyOf(id), State: status }) },
    GetSchedule: {
      list: '',
      isOne: true,
      row: ({ id, status }) => ({
        ...keyOf(id),
        State: status,
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:aws:lambda:job', RoleArn: 'arn:aws:iam::role/job', Input: '{}' },
      }),
    },
  },
  nameIn: ({ GroupName, Name }) => `${GroupName}/${Name}`,
};
