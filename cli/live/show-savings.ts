// `curfew savings`: from the history of runs and the sizes of resources to money, for people or as JSON.

import { shareOf } from '../tables/savings-share.ts';
import { savingsTable } from '../tables/savings-table.ts';
import { terminalWidth } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import { savingsIn } from './savings-in.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson } from './tell.ts';

export type SavingsOptions = SiteOptions & { readonly month?: string; readonly json?: true; readonly verbose?: true };

export const showSavings = (name: string, options: SavingsOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'end', json: options.json })(async (site) => {
    const found = await savingsIn(site, options);
    const share = shareOf(site.definition, found);
    if (options.json) tellJson(site, { ...found, share: share ?? null });
    else tell(site, savingsTable(found, { share, width: terminalWidth(), verbose: options.verbose === true }));
  });
