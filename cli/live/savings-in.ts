// What an environment did not spend in a month, as the history of its site has it.
import type { Savings } from '#core/cost.ts';
import { monthAt } from '#savings/month.ts';
import { loadPrices } from '#savings/prices.ts';
import { savings } from '#savings/savings.ts';
import { pricesDirectory } from '../files/prices.ts';
import type { Site } from './site.ts';

/** A year of nights, starts and stops, with room for runs by hand. */
const reportsMax = 1_000;

type When = { readonly month?: string | undefined; readonly region?: string | undefined };

/** Of this month where none is given. Throws `InputError` where there is no price table for the region. */
export const savingsIn = async ({ definition, ports, sizes }: Site, { month, region }: When): Promise<Savings> => {
  const { environment, timeZone } = definition;
  const prices = loadPrices(region ?? definition.region, pricesDirectory);
  const nowMs = ports.runtime.now().getTime();
  const [reports, memories] = await Promise.all([
    ports.state.reports(environment, reportsMax),
    ports.state.memories(environment),
  ]);
  return savings({
    ...{ definition, month: month ?? monthAt(nowMs, timeZone), nowMs, reports, prices },
    sizes: await sizes(definition, memories),
  });
};
