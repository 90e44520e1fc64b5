// Days of the month, and a resource's own week: the parts of a slot that the schedule and the resources share.
import * as z from 'zod';
import { days, timeOfDay, type Weekday, weekdays } from '#kinds/fields.ts';
import type { Nth } from './definition.ts';

const ordinals = ['first', 'second', 'third', 'fourth'] as const satisfies readonly Nth[];

const noMonthDay = 'is no day of the month: a number from 1 to 31, `last day`, or one such as `first mon`';

const monthDay = z
  .union(
    [
      z.int(noMonthDay).min(1, noMonthDay).max(31, noMonthDay),
      z.literal('last day'),
      z.templateLiteral([z.enum(ordinals), ' ', z.enum(weekdays)]) as z.ZodType<`${Nth} ${Weekday}`>,
    ],
    noMonthDay,
  )
  .meta({ description: 'A day of the month.', examples: [15] });

export const on = z
  .union([monthDay.transform((one) => [one]), z.array(monthDay).min(1, 'has no day')])
  .meta({
    description:
      'Days of the month instead of `days`: a number, `last day`, or `first mon` to `fourth sun`; one or a list. A month that has no such day is left out.',
    examples: ['last day'],
  })
  .exactOptional();

const slotsMax = 10;

export const awakeSlot = z
  .strictObject({
    days: days.exactOptional(),
    on,
    from: timeOfDay.meta({ description: 'Local time from which it is awake.', examples: ['10:00'] }),
    until: timeOfDay.meta({
      description: 'Local time until which it is awake. A time that is not after `from` is on the next day.',
      examples: ['14:00'],
    }),
  })
  .meta({ description: 'When it is awake.', examples: [{ days: ['sat'], from: '10:00', until: '14:00' }] });

export const awakeOn = z
  .union(
    [
      z.literal('always'),
      awakeSlot,
      z.array(awakeSlot).min(1, 'has no time').max(slotsMax, `has more than ${slotsMax} times`),
    ],
    'is neither `always`, a time such as `{ days: [sat], from: "10:00", until: "14:00" }`, nor a list of them',
  )
  .meta({
    description:
      'The week of this resource inside the environment. While it is awake, a stop of the environment leaves it and everything that it needs running; if the environment is down when it begins, it is started with what it needs, and stopped at the end. `always`: a stop of the environment never stops it. Closed days of a calendar count.',
    examples: [{ days: ['sat'], from: '10:00', until: '14:00' }],
  })
  .exactOptional();
