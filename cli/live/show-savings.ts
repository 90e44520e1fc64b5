// `curfew savings`: from the history of runs and the sizes of resources to money, for people or as JSON.

import { refuseUnwritable, writeFile } from '../files/write-file.ts';
import { shareOf } from '../tables/savings-share.ts';
import { savingsTable } from '../tables/savings-table.ts';
import { terminalWidth } from '../terminal/output.ts';
import { moneyPage } from '../timeline/money-page.ts';
import { siteOf } from './open-site.ts';
import { savingsByDay, savingsIn } from './savings-in.ts';
import { costsIn, planFor } from './show-costs.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { complainOf, tell, tellJson } from './tell.ts';

export type SavingsOptions = SiteOptions & {
  readonly month?: string;
  readonly json?: true;
  readonly verbose?: true;
  readonly html?: string;
  readonly force?: true;
  readonly plan?: string;
};

/** What it did cost is worth having where it can be had: the page says why not. */
const costsOrWhy = async (site: Site, options: SavingsOptions) => {
  try {
    return await costsIn(site, planFor(site.definition, options.plan), options);
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
};

const writePage = async (site: Site, options: SavingsOptions, file: string): Promise<void> => {
  const { found, days } = await savingsByDay(site, options);
  const { environment, month } = found;
  const costs = await costsOrWhy(site, options);
  const text = moneyPage({ environment, month, isSimulated: site.isSimulated, days, savings: found, costs });
  writeFile(file, text, '--html', options.force);
  const written = `Page written: ${file}`;
  if (options.json) complainOf(site, written);
  else tell(site, written);
};

export const showSavings = async (name: string, options: SavingsOptions): Promise<void> => {
  if (options.html !== undefined) refuseUnwritable(options.html, '--html', options.force);
  return siteOf(name, options, { otherwise: 'end', json: options.json })(async (site) => {
    const found = await savingsIn(site, options);
    const share = shareOf(site.definition, found);
    if (options.json) tellJson(site, { ...found, share: share ?? null });
    else tell(site, savingsTable(found, { share, width: terminalWidth(), verbose: options.verbose === true }));
    if (options.html !== undefined) await writePage(site, options, options.html);
  });
};
