// A schedule of EventBridge Scheduler. What it would have fired while it is disabled is not fired later.

import { eventsName, ourRefusal, switched, switching } from '../described/usual-parts.ts';
import { awsName } from '../fields.ts';
import { passRole } from '../permission-shape.ts';
import { statusKind } from '../status-kind.ts';

export const eventbridgeSchedule = statusKind({
  kind: 'eventbridge-schedule',
  help: 'A schedule of EventBridge Scheduler, disabled and enabled. What was due while it is disabled is not fired later.',
  fields: {
    schedule: eventsName('name of the schedule', 'poc-atlas-dev-nightly'),
    group: eventsName('name of its schedule group', 'default').default('default'),
    role: awsName(
      /^[\w+=,.@/-]{1,512}$/,
      'name of the role that its target is called with, path included: a change writes the whole schedule again, which needs the right to pass that role',
      'poc-atlas-dev-nightly',
    ).exactOptional(),
  },
  identity: ['group', 'schedule'],
  ...switched('schedule', 'Schedules of EventBridge Scheduler: disabled and enabled.', 'ConflictException'),
  statuses: { up: ['ENABLED'], down: ['DISABLED'], moving: [], broken: [] },
  cannotStop: (_, { group, schedule } = {}) => {
    const isOwn = String(group).startsWith('curfew-');
    return ourRefusal(isOwn, 'OWN_SCHEDULE', `${schedule} is one of the schedules of Curfew itself`);
  },
  calls: switching('scheduler', 'UpdateSchedule', 'ListSchedules', ['GetSchedule']),
  arn: { service: 'scheduler', prefix: 'schedule/' },
  // A change sends the whole of it again, the role of its target among it.
  needs: ({ role }, arn, doing) =>
    role === undefined || doing === 'observe'
      ? []
      : [passRole(arn, `${role}`, 'scheduler', 'write a schedule again as it is, with the role of its target')],
  metric: { namespace: 'AWS/Scheduler', name: 'InvocationAttemptCount', dimension: 'ScheduleName' },
});
