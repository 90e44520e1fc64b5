// The schedules that an environment is to have: alarm clocks, made from its definition. Pure.
import type { Action } from '#core/action.ts';
import { runs, scheduleNameOf } from '#core/deployed.ts';
import type { Definition, WeeklySlot } from '#definition/definition.ts';

/** Where a schedule leads; a deployment knows it. */
export type ScheduleTargets = {
  /** Qualified: a durable function has no other name. */
  readonly runs: { readonly [A in Action]: string };
  readonly role: string;
  readonly deadLetters: string;
};

export type Schedule = {
  readonly name: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly target: string;
  readonly role: string;
  readonly deadLetters: string;
  readonly input: string;
  readonly retryAttempts: number;
  readonly maxAgeSeconds: number;
};

/** The defaults, 185 attempts over a day, could deliver an evening's stop the next morning. */
const delivery = { retryAttempts: 3, maxAgeSeconds: 900 } as const;

const everyDay = 7;

/** A day of the month and a day of the week cannot both be given, so all seven days are left out. */
export const expressionOf = ({ days, at }: WeeklySlot): string => {
  const [hour, minute] = at.split(':').map(Number);
  const onDays = days.length === everyDay ? '* * ?' : `? * ${days.map((day) => day.toUpperCase()).join(',')}`;
  return `cron(${minute} ${hour} ${onDays} *)`;
};

const inputOf = (action: Action, environment: string): string =>
  JSON.stringify({
    function: action,
    environment,
    requestedBy: 'schedule',
    scheduledTime: '<aws.scheduler.scheduled-time>',
  });

/** By action; nothing for one that the definition does not schedule. */
export const schedulesOf = (
  { environment, schedule, timeZone }: Definition,
  { runs: targets, role, deadLetters }: ScheduleTargets,
): ReadonlyMap<Action, Schedule | undefined> =>
  new Map(
    runs.map((action) => {
      const slot = schedule[action];
      const made = slot && {
        name: scheduleNameOf(action),
        expression: expressionOf(slot),
        timeZone,
        enabled: schedule.enabled,
        target: targets[action],
        ...{ role, deadLetters, ...delivery, input: inputOf(action, environment) },
      };
      return [action, made];
    }),
  );

/** Keys of the input may come back in another order. */
const inputKey = (input: string): string => {
  try {
    return JSON.stringify(Object.entries(JSON.parse(input) as object).sort());
  } catch {
    return input;
  }
};

/** What somebody else made of it, in words; empty if it is as it is to be. */
export const deviations = (found: Schedule, wanted: Schedule): string[] => {
  const fields: readonly (keyof Schedule)[] = ['expression', 'timeZone', 'target', 'role', 'deadLetters'];
  const other = fields.filter((field) => found[field] !== wanted[field]);
  return [
    ...other.map((field) =>
      field === 'expression' || field === 'timeZone'
        ? `${found[field]} instead of ${wanted[field]}`
        : `another ${field}`,
    ),
    ...(found.enabled === wanted.enabled ? [] : [found.enabled ? 'enabled' : 'disabled']),
    ...(inputKey(found.input) === inputKey(wanted.input) ? [] : ['another input']),
    ...(found.retryAttempts === wanted.retryAttempts && found.maxAgeSeconds === wanted.maxAgeSeconds
      ? []
      : ['other retries']),
  ];
};
