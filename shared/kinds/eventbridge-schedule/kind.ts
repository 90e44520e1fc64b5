// A schedule of EventBridge Scheduler. What it would have fired while it is disabled is not fired later.
import { awsName } from '../fields.ts';
import { statusKind } from '../status-kind.ts';

export const eventbridgeSchedule = statusKind({
  kind: 'eventbridge-schedule',
  help: 'A schedule of EventBridge Scheduler, disabled and enabled. What was due while it is disabled is not fired later.',
  fields: {
    schedule: awsName(/^[.\-_A-Za-z0-9]{1,64}$/, 'name of the schedule', 'poc-atlas-dev-nightly'),
    group: awsName(/^[.\-_A-Za-z0-9]{1,64}$/, 'name of its schedule group', 'default').default('default'),
    role: awsName(
      /^[\w+=,.@/-]{1,512}$/,
      'name of the role that its target is called with, path included: a change writes the whole schedule again, which needs the right to pass that role',
      'poc-atlas-dev-nightly',
    ).exactOptional(),
  },
  identity: ['group', 'schedule'],
  deadlineMinutes: { start: 15, stop: 15 },
  init: {
    order: 'connector',
    role: 'client',
    word: 'schedule',
    heading: 'Schedules of EventBridge Scheduler: disabled and enabled.',
  },
  statuses: { up: ['ENABLED'], down: ['DISABLED'], moving: [], broken: [] },
  cannotStop: (_, { group, schedule } = {}) =>
    /^curfew-/.test(String(group))
      ? { code: 'OWN_SCHEDULE', reason: `${schedule} is one of the schedules of Curfew itself`, isOurs: true }
      : undefined,
  calls: {
    service: 'scheduler',
    reads: ['ListSchedules', 'GetSchedule'],
    start: 'UpdateSchedule',
    stop: 'UpdateSchedule',
  },
  arn: { service: 'scheduler', prefix: 'schedule/' },
  readArns: { of: { GetSchedule: ['schedule/*'] } },
  // A change sends the whole of it again, the role of its target among it.
  changeNeeds: ({ role }, arn) =>
    role === undefined
      ? []
      : [
          {
            actions: { 'iam:PassRole': 'write a schedule again as it is, with the role of its target' },
            on: [arn('iam', `role/${role}`).replace(/^(arn:[^:]*:iam:)[^:]*:/, '$1:')],
            conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
          },
        ],
  metric: { namespace: 'AWS/Scheduler', name: 'InvocationAttemptCount', dimension: 'ScheduleName' },
  notPriced: 'a schedule costs nothing by the hour: it is disabled so that nothing fires at what sleeps',
  rehearsal: {
    prefix: 'schedule',
    via: { start: 'ENABLED', stop: 'DISABLED' },
    refused: 'ConflictException',
    notFound: 'ResourceNotFoundException',
    takesAgain: true,
  },
});
