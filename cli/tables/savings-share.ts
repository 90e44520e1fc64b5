// How much of the bill of an environment that is always on is left with its schedule. Hours are a third; money is not: storage, gates,
// NAT gateways and load balancers cost the same all night. Pure.
import type { Savings } from '#core/cost.ts';
import type { Definition } from '#definition/definition.ts';
import { monthTimes } from '#savings/month.ts';
import { plannedHoursOff } from '#savings/planned-off.ts';

export type Share = {
  /** Of a month in which everything is always on, with one of what is priced each; uncertain prices included. */
  readonly usdAlwaysOn: number;
  readonly percentOfHours: number;
  readonly percentOfMoney: number;
};

const hoursPerMonth = 730;
const hourMs = 3_600_000;

/** Nothing where no price is known, or the schedule is off. */
export const shareOf = (definition: Definition, { month, resources, notSaved }: Savings): Share | undefined => {
  const { from, to } = monthTimes(month, definition.timeZone);
  const on = 1 - plannedHoursOff(definition, { from, to }) / ((to - from) / hourMs);
  const stoppable = resources.reduce((sum, { usdPerHour = 0 }) => sum + usdPerHour * hoursPerMonth, 0);
  const always = notSaved.reduce((sum, { usdPerMonth = 0 }) => sum + usdPerMonth, 0);
  const whole = stoppable + always;
  if (stoppable <= 0 || on >= 1) return undefined;
  const percent = (part: number): number => Math.round(100 * part);
  return {
    usdAlwaysOn: Math.round(whole * 100) / 100,
    percentOfHours: percent(on),
    percentOfMoney: percent((stoppable * on + always) / whole),
  };
};
