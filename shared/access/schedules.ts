// The calls of shared/run/schedules/scheduler.ts.
import type { Arn } from '#core/aws/arn.ts';
import { namesOf, runs } from '#core/deployed.ts';
import { allow, type Statement } from './statement.ts';

/** Those of starts and stops alone, however many slots there are; each of them invokes a run as the one role that may do nothing else. */
export const keepSchedules = (environment: string, arn: Arn): Statement[] => {
  const { scheduleGroup, schedulerRole } = namesOf(environment);
  return [
    allow(
      ['scheduler:GetSchedule', 'scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
      runs.map((action) => arn('scheduler', `schedule/${scheduleGroup}/${action}-*`)),
    ),
    allow(['iam:PassRole'], [arn('iam', `role/${schedulerRole}`).replace(/^(arn:[^:]*:iam:)[^:]*:/, '$1:')], {
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    }),
  ];
};
