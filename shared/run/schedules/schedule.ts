// The schedules that an environment is to have: alarm clocks, made from its definition. Pure.
import type { Action } from '#core/action.ts';
import { firings } from '#core/aws-schedule.ts';
import { someNames } from '#core/bytes.ts';
import { scheduleNameOf } from '#core/deployed.ts';
import type { AwakeSlot } from '#core/resource.ts';
import type { Definition, MonthDay, WeeklySlot } from '#definition/definition.ts';
import { ordinals, weekdays } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import { spreadText } from '#definition/schedule/spread-text.ts';
import type { Weekday } from '#kinds/fields.ts';

/** Where a schedule leads; a deployment knows it. */
export type ScheduleTargets = {
  /** Qualified: a durable function has no other name. */
  readonly runs: { readonly [A in Action]: string };
  readonly role: string;
  readonly deadLetters: string;
};

export type Schedule = {
  readonly name: string;
  /** For whoever looks at it in the console. */
  readonly description: string;
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

/** AWS counts from Sunday, which is 1. */
const weekdayNumber = (day: string): number => (((weekdays as readonly string[]).indexOf(day) + 1) % 7) + 1;

/** The numbers of a month stand together; `L` and `#` each need an expression of their own. */
const monthFields = (on: readonly MonthDay[]): string[] => {
  const numbers = on.filter((one) => typeof one === 'number');
  const words = on.filter((one) => typeof one === 'string');
  return [
    ...(numbers.length > 0 ? [`${numbers.join(',')} * ?`] : []),
    ...words.map((one) => {
      if (one === 'last day') return 'L * ?';
      const [nth = '', day = ''] = one.split(' ');
      return `? * ${weekdayNumber(day)}#${(ordinals as readonly string[]).indexOf(nth) + 1}`;
    }),
  ];
};

/** A day of the month and a day of the week cannot both be given, so all seven days are left out. */
export const expressionsOf = ({ days, on, dates, at: due, notBefore }: WeeklySlot): string[] => {
  // It wakes as early as it may, and waits.
  const at = notBefore ?? due;
  if (dates) return dates.map((date) => `at(${date}T${at}:00)`);
  const [hour, minute] = at.split(':').map(Number);
  const onDays = days.length === everyDay ? '* * ?' : `? * ${days.map((day) => day.toUpperCase()).join(',')}`;
  const fields = on ? monthFields(on) : [onDays];
  return fields.map((one) => `cron(${minute} ${hour} ${one} *)`);
};

const inputOf = (action: Action, environment: string, only?: readonly string[]): string =>
  JSON.stringify({
    function: action,
    environment,
    ...(only ? { only } : {}),
    requestedBy: 'schedule',
    scheduledTime: '<aws.scheduler.scheduled-time>',
  });

/** What a calendar brings: it is set some days before, and goes when it is over. */
export const isOfDate = (expression: string): boolean => expression.startsWith('at(');

const soonMs = 8 * 24 * 3_600_000;

const comesSoon = (expression: string, timeZone: string, nowMs: number): boolean =>
  (firings(expression, timeZone, { afterMs: nowMs, untilMs: nowMs + soonMs }) ?? []).length > 0;

/** Of an action: more than a definition has, also with a calendar full of special days. */
const schedulesMax = 60;

const placeText = (number: number, count: number): string => (count > 1 ? `, ${number} of ${count}` : '');

/** How many there are of its action, as each says itself: nobody has to look for what is left of a longer list. */
export const countIn = ({ description }: Pick<Schedule, 'description'>): number =>
  Number(/, \d+ of (\d+)$/.exec(description)?.[1] ?? 1);

type WakingSlot = WeeklySlot & { readonly only?: readonly string[] };

const nextDay = (day: string): Weekday => weekdays[((weekdays as readonly string[]).indexOf(day) + 1) % 7] ?? 'mon';

/** When a resource's own time begins, or ends: one that ends before it begins by the clock ends on the next day. */
const edgeOf = ({ days, on, from, until }: AwakeSlot, action: Action): WeeklySlot => {
  const isNextDay = action === 'stop' && until <= from;
  return {
    days: (isNextDay ? days.map(nextDay) : days) as readonly Weekday[],
    ...(on ? { on: on as readonly MonthDay[] } : {}),
    at: action === 'start' ? from : until,
  };
};

/** Of the weeks of their own: those of several resources at the same times are one, and so are two of one that begin or end together. */
const ownSlots = ({ resources }: Definition, action: Action): WakingSlot[] => {
  const edges = resources.flatMap(({ name, awakeOn }) =>
    awakeOn === undefined || awakeOn === 'always' ? [] : awakeOn.map((slot) => ({ name, edge: edgeOf(slot, action) })),
  );
  return [...Map.groupBy(edges, ({ edge }) => JSON.stringify(edge)).values()].flatMap((same) =>
    same[0] ? [{ ...same[0].edge, only: [...new Set(same.map(({ name }) => name))] }] : [],
  );
};

/** By action, in the order of their numbers; none for an action that the definition does not schedule. */
export const schedulesOf = (
  definition: Definition,
  { runs: targets, role, deadLetters }: ScheduleTargets,
  nowMs: number,
): Readonly<Record<Action, readonly Schedule[]>> => {
  const { environment, schedule, timeZone } = definition;
  const of = (action: Action): readonly Schedule[] => {
    const alone = (slot: WakingSlot) => expressionsOf(slot).map((expression) => ({ slot, expression }));
    const isSoon = (expression: string): boolean => !isOfDate(expression) || comesSoon(expression, timeZone, nowMs);
    return [...slotsOf(definition, action), ...ownSlots(definition, action)]
      .flatMap(alone)
      .filter(({ expression }) => isSoon(expression))
      .toSorted((a, b) => Number(isOfDate(a.expression)) - Number(isOfDate(b.expression)))
      .slice(0, schedulesMax)
      .map(({ slot, expression }, index, all) => ({
        name: scheduleNameOf(action, index + 1),
        description: `Curfew: ${action} of ${slot.only ? `${someNames(slot.only, 3)} in ` : ''}${environment}${spreadText(slot)}${placeText(index + 1, all.length)}`,
        expression,
        timeZone,
        enabled: schedule.enabled,
        target: targets[action],
        ...{ role, deadLetters, ...delivery, input: inputOf(action, environment, slot.only) },
      }));
  };
  return { start: of('start'), stop: of('stop') };
};

/** Keys of the input may come back in another order. */
const inputKey = (input: string): string => {
  try {
    return JSON.stringify(Object.entries(JSON.parse(input) as object).sort());
  } catch {
    return input;
  }
};

const isSameInput = (one: string, other: string): boolean => one === other || inputKey(one) === inputKey(other);

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
    ...(countIn(found) === countIn(wanted) ? [] : [`one of ${countIn(found)} instead of ${countIn(wanted)}`]),
    ...(found.enabled === wanted.enabled ? [] : [found.enabled ? 'enabled' : 'disabled']),
    ...(isSameInput(found.input, wanted.input) ? [] : ['another input']),
    ...(found.retryAttempts === wanted.retryAttempts && found.maxAgeSeconds === wanted.maxAgeSeconds
      ? []
      : ['other retries']),
  ];
};
