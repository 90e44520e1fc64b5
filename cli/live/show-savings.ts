// `curfew savings`: from the history of runs and the sizes of resources to money, for people or as JSON.

import type { Savings } from '#core/cost.ts';
import { monthAt } from '#savings/month.ts';
import { loadPrices } from '#savings/prices.ts';
import { savings } from '#savings/savings.ts';
import { pricesDirectory } from '../files/prices.ts';
import { shareOf } from '../tables/savings-share.ts';
import { savingsTable } from '../tables/savings-table.ts';
import { terminalWidth } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson } from './tell.ts';

export type SavingsOptions = SiteOptions & { readonly month?: string; readonly json?: true; readonly verbose?: true };

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
  siteOf(name, options, { otherwise: 'end', json: options.json })(async (site) => {
    const found = await savingsIn(site, options);
    const share = shareOf(site.definition, found);
    if (options.json) tellJson(site, { ...found, share: share ?? null });
    else tell(site, savingsTable(found, { share, width: terminalWidth(), verbose: options.verbose === true }));
  });
