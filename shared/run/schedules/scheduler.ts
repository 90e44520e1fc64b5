// The schedules of an environment in EventBridge Scheduler.
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { namesOf } from '#core/deployed.ts';
import type { Schedule } from './schedule.ts';

/** Throws the SDK's errors. */
export type Scheduler = {
  read(environment: string, name: string): Promise<Schedule | undefined>;
  create(environment: string, schedule: Schedule): Promise<void>;
  update(environment: string, schedule: Schedule): Promise<void>;
  remove(environment: string, name: string): Promise<void>;
};

const isNotFound = (error: unknown): boolean => error instanceof Error && error.name === 'ResourceNotFoundException';

/** All of it each time: what an update leaves out goes back to the defaults (facts/aws-semantics.md 5). */
export const scheduleInput = (environment: string, schedule: Schedule) =>
  ({
    Name: schedule.name,
    GroupName: namesOf(environment).scheduleGroup,
    Description: `Curfew: ${schedule.name.replace(/-\d+$/, '')} of ${environment}`,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone,
    State: schedule.enabled ? ('ENABLED' as const) : ('DISABLED' as const),
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    Target: {
      Arn: schedule.target,
      RoleArn: schedule.role,
      Input: schedule.input,
      DeadLetterConfig: { Arn: schedule.deadLetters },
      RetryPolicy: {
        MaximumRetryAttempts: schedule.retryAttempts,
        MaximumEventAgeInSeconds: schedule.maxAgeSeconds,
      },
    },
  }) satisfies CreateScheduleCommandInput;

const scheduleIn = (name: string, { Target, ...found }: GetScheduleCommandOutput): Schedule => ({
  name,
  // With a window it is another one: it would fire at some time after its minute.
  expression: `${found.ScheduleExpression ?? ''}${found.FlexibleTimeWindow?.Mode === 'OFF' ? '' : ' with a window'}`,
  timeZone: found.ScheduleExpressionTimezone ?? 'UTC',
  enabled: found.State !== 'DISABLED',
  target: Target?.Arn ?? '',
  role: Target?.RoleArn ?? '',
  deadLetters: Target?.DeadLetterConfig?.Arn ?? '',
  input: Target?.Input ?? '',
  retryAttempts: Target?.RetryPolicy?.MaximumRetryAttempts ?? 185,
  maxAgeSeconds: Target?.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
});

export const eventBridgeScheduler = (client: Pick<SchedulerClient, 'send'>): Scheduler => ({
  async read(environment, name) {
    const { scheduleGroup } = namesOf(environment);
    try {
      return scheduleIn(name, await client.send(new GetScheduleCommand({ Name: name, GroupName: scheduleGroup })));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  },
  async create(environment, schedule) {
    await client.send(new CreateScheduleCommand(scheduleInput(environment, schedule)));
  },
  async update(environment, schedule) {
    await client.send(new UpdateScheduleCommand(scheduleInput(environment, schedule)));
  },
  async remove(environment, name) {
    const { scheduleGroup } = namesOf(environment);
    try {
      await client.send(new DeleteScheduleCommand({ Name: name, GroupName: scheduleGroup }));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  },
});
