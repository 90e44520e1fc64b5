// `curfew savings`: from the history of runs and the sizes of resources to money, for people or as JSON.
import { loadPrices } from '#config/prices.ts';
import type { Savings } from '#domain/cost.ts';
import { monthAt } from '#plan/month.ts';
import { savings } from '#plan/savings.ts';
import type { SavingsOptions } from '../commands/savings.ts';
import { print } from '../output.ts';
import { pricesDirectory } from '../prices.ts';
import { savingsTable } from '../savings-table.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';

/** A year of nights, starts and stops, with room for runs by hand. */
const reportsMax = 1_000;

const savingsIn = async ({ definition, ports, sizes }: Site, options: SavingsOptions): Promise<Savings> => {
  const { environment, region, timeZone } = definition;
  const prices = loadPrices(options.region ?? region, pricesDirectory);
  const nowMs = ports.runtime.now().getTime();
  const [reports, memories] = await Promise.all([
    ports.state.reports(environment, reportsMax),
    ports.state.memories(environment),
  ]);
  const month = options.month ?? monthAt(nowMs, timeZone);
  return savings({ definition, month, nowMs, reports, sizes: await sizes(definition, memories), prices });
};

export const showSavings = (name: string, options: SavingsOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'end' })(async (site) => {
    const found = await savingsIn(site, options);
    if (options.json) print(JSON.stringify(found));
    else for (const line of savingsTable(found, process.stdout.columns)) print(line);
  });
