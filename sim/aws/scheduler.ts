// A simulated EventBridge Scheduler: it keeps what it is given, all of it each time, and fires it at its minute
// (facts/aws-semantics.md 5).
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { firings } from '#core/aws-schedule.ts';
import { errorOf } from '#sim/faults.ts';
import { copied } from './copy.ts';
import { notSimulated, type SimulatedService } from './simulated-service.ts';

const named = { Name: z.string(), GroupName: z.string() };
const key = z.strictObject(named);
const schedule = z.strictObject({
  ...named,
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string(),
    DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
    RetryPolicy: z.strictObject({ MaximumRetryAttempts: z.number(), MaximumEventAgeInSeconds: z.number() }).optional(),
  }),
});

export type SimulatedSchedule = z.output<typeof schedule>;

const keyOf = ({ GroupName, Name }: z.output<typeof key>): string => `${GroupName}/${Name}`;

/** A local time that a clock change leaves out is skipped that day; one that occurs twice counts once. */
const exists = (ms: number, expression: string, timeZone: string): boolean => {
  const [, minute, hour] = /^cron\((\d+) (\d+) /.exec(expression) ?? [];
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  return minute === undefined || (local.minute === Number(minute) && local.hour === Number(hour));
};

/** When it fires, and whether it really does at the time. */
export const firingsOf = (
  { ScheduleExpression, ScheduleExpressionTimezone }: SimulatedSchedule,
  between: { readonly afterMs: number; readonly untilMs: number },
): { readonly atMs: number; readonly isSkipped: boolean }[] =>
  (firings(ScheduleExpression, ScheduleExpressionTimezone, between) ?? []).map((atMs) => ({
    atMs,
    isSkipped: !exists(atMs, ScheduleExpression, ScheduleExpressionTimezone),
  }));

export type SimulatedScheduler = SimulatedService & {
  /** As it stands at this moment: an entry that was edited since is another one. */
  standing(group: string, name: string): SimulatedSchedule | undefined;
  /** Somebody's own change, in the console. */
  put(input: z.input<typeof schedule>): void;
  remove(group: string, name: string): void;
};

/** `changed`: an entry is there that was not, or is another one; it fires from now on. */
export const simulatedScheduler = (changed: (entry: SimulatedSchedule) => void): SimulatedScheduler => {
  const entries = new Map<string, SimulatedSchedule>();
  const put = (input: unknown): void => {
    const entry = schedule.parse(input);
    entries.set(keyOf(entry), entry);
    changed(entry);
  };
  const found = (input: z.output<typeof key>): SimulatedSchedule => {
    const entry = entries.get(keyOf(input));
    if (entry) return entry;
    throw errorOf('ResourceNotFoundException', `Schedule ${input.Name} does not exist.`);
  };
  return {
    standing: (GroupName, Name) => entries.get(keyOf({ GroupName, Name })),
    put,
    remove: (GroupName, Name) => void entries.delete(keyOf({ GroupName, Name })),
    knows: (operation) => /^(Get|Create|Update|Delete)Schedule$/.test(operation),
    handle(operation, input) {
      switch (operation) {
        case 'GetSchedule':
          return copied(found(key.parse(input)));
        case 'CreateSchedule':
          if (entries.has(keyOf(input))) throw errorOf('ConflictException', 'Schedule already exists.');
          put(input);
          return { ScheduleArn: 'simulated' };
        case 'UpdateSchedule':
          found(input);
          put(input);
          return { ScheduleArn: 'simulated' };
        case 'DeleteSchedule':
          found(key.parse(input));
          entries.delete(keyOf(input));
          return {};
        default:
          return notSimulated('scheduler', operation);
      }
    },
  };
};
