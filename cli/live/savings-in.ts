// What an environment did not spend in a month, as the history of its site has it.
import type { Savings } from '#core/cost.ts';
import { savedByDay } from '#savings/by-day.ts';
import { monthAt } from '#savings/month.ts';
import { loadPrices } from '#savings/prices.ts';
import { type SavingsInput, savings } from '#savings/savings.ts';
import { pricesDirectory } from '../files/prices.ts';
import type { Site } from './site.ts';

/** A year of nights, starts and stops, with room for runs by hand. */
const reportsMax = 1_000;

type When = { readonly month?: string | undefined; readonly region?: string | undefined };

const inputOf = async ({ definition, ports, sizes }: Site, { month, region }: When): Promise<SavingsInput> => {
  const { environment, timeZone } = definition;
  const prices = loadPrices(region ?? definition.region, pricesDirectory);
  const nowMs = ports.runtime.now().getTime();
  const [reports, memories] = await Promise.all([
    ports.state.reports(environment, reportsMax),
    ports.state.memories(environment),
  ]);
  return {
    ...{ definition, month: month ?? monthAt(nowMs, timeZone), nowMs, reports, prices },
    sizes: await sizes(definition, memories),
  };
};

/** Of this month where none is given. Throws `InputError` where there is no price table for the region. */
export const savingsIn = async (site: Site, when: When): Promise<Savings> => savings(await inputOf(site, when));

/** The same, and day by day. */
export const savingsByDay = async (site: Site, when: When) => {
  const input = await inputOf(site, when);
  return { found: savings(input), days: savedByDay(input) };
};
