// Holds that Curfew makes by itself for the budget of a month, as they were written to the state table.

import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { BudgetGuard, Definition } from '#definition/definition.ts';
import { isWithin } from '#notify/routing/time-of-day.ts';
import { cachedPerTrace } from '../trace.ts';
import { versionsIn } from './versions.ts';
import type { Found, Invariant, Judged } from './violation.ts';

const put = z.looseObject({
  Item: z.looseObject({
    sk: z.object({ S: z.string().startsWith('OVERRIDE#budget-') }),
    from: z.object({ N: z.coerce.number() }),
    until: z.object({ N: z.coerce.number() }),
    hold: z.object({ S: z.string() }),
  }),
});

type GuardHold = { readonly at: number; readonly from: number; readonly until: number; readonly hold: string };

/** Also those whose answer was lost: the table has them. */
export const guardHolds = cachedPerTrace(({ lines }: Pick<Judged, 'lines'>): GuardHold[] =>
  lines.flatMap(({ at, event }) => {
    if (event.type !== 'call' || event.operation !== 'dynamodb:PutItem' || event.function !== 'reconcile') return [];
    const found = put.safeParse(event.input).data?.Item;
    return found ? [{ at, from: found.from.N, until: found.until.N, hold: found.hold.S }] : [];
  }),
);

const stepMs = 15 * 60_000;

const monthOf = (ms: number, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).month;

const faultOf = (
  { from, until, hold }: GuardHold,
  { workingHours }: BudgetGuard,
  { timeZone }: Definition,
): string | undefined => {
  if (hold !== 'down') return 'holds the environment up';
  if (until <= from) return 'ends before it begins';
  if (monthOf(from, timeZone) !== monthOf(until - 1, timeZone)) return 'reaches into the next month';
  for (let at = from; at < until; at += stepMs)
    if (isWithin(workingHours, at, timeZone)) return 'holds the environment down within working hours';
  return undefined;
};

/** Only where the definition asks for it, only outside of working hours, and never longer than the month. */
export const guardKeepsToItsHours: Invariant = {
  name: 'guardKeepsToItsHours',
  judge(rehearsal) {
    const versions = versionsIn(rehearsal.scenario);
    return guardHolds(rehearsal).flatMap((made): Found[] => {
      const faults = versions.map((definition) =>
        definition.budgetGuard?.hold
          ? faultOf(made, definition.budgetGuard, definition)
          : 'is not what the definition asks for',
      );
      // Of several versions it fits the one that was in use.
      const [fault] = faults;
      return faults.includes(undefined) || fault === undefined
        ? []
        : [{ at: made.at, detail: `a hold of the budget guard ${fault}` }];
    });
  },
};
