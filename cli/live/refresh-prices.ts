// `curfew prices`: the price table of a region, from AWS's price list of today.
import { join } from 'node:path';
import { PricingClient } from '@aws-sdk/client-pricing';
import { Temporal } from 'temporal-polyfill';
import { stringify } from 'yaml';
import type { PriceTable } from '#core/cost.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Sends } from '#kinds/adapter.ts';
import { priceListRegion, readPriceList } from '#savings/price-list.ts';
import { parsePrices } from '#savings/prices.ts';
import { pricesDirectory } from '../files/prices.ts';
import { refreshFile } from '../files/write-file.ts';
import { print, printJson } from '../terminal/output.ts';
import { explained } from './explain-aws-error.ts';
import { SiteError } from './site-error.ts';

export type PricesOptions = { readonly profile?: string; readonly output?: string; readonly json?: true };

const head = `# AWS on-demand prices in US dollars without taxes. Per hour, except keys that end with -month.
# Confidence: A, from AWS's Price List API on the date below.
`;

const tableOf = async (client: Sends<PricingClient>, region: string, nowMs: number): Promise<PriceTable> => {
  const prices = await readPriceList(client, region);
  if (Object.keys(prices).length === 0)
    throw new SiteError(
      `AWS lists no price for ${region}; is that the code of a region, like us-east-1? Nothing was written.`,
    );
  const asOf = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO('UTC').toPlainDate().toString();
  return { region, asOf, source: "AWS's Price List API", prices };
};

/** The text of the file. Throws errors that name what is missing. */
export const pricesText = async (client: Sends<PricingClient>, region: string, nowMs: number): Promise<string> => {
  try {
    const text = `${head}${stringify(await tableOf(client, region, nowMs))}`;
    parsePrices(text, region);
    return text;
  } catch (error) {
    throw explained(error, { environment: 'the price list', region: priceListRegion, canBeRehearsed: false });
  }
};

export const refreshPrices = async (region: string, { profile, output, json }: PricesOptions): Promise<void> => {
  const client = new PricingClient({ region: priceListRegion, ...(profile === undefined ? {} : { profile }) });
  const file = output ?? join(pricesDirectory, `${region}.yaml`);
  const text = await pricesText(client, region, systemRuntime.now().getTime());
  refreshFile(file, text);
  const { asOf, prices } = parsePrices(text, file);
  if (json) printJson({ file, region, asOf, prices: Object.keys(prices).length });
  else print(`Prices written: ${file}`);
};
