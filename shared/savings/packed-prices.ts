// The price tables of this repository: in a function those it was built with, elsewhere those in `prices/`.
import type { PriceTable } from '#core/cost.ts';
import { loadPackedPrices } from './packed-prices-source.ts';

let loaded: ReadonlyMap<string, PriceTable> | undefined;

/** Undefined where there is none for the region: prices of another one would be wrong in every line. */
export const pricesOf = (region: string): PriceTable | undefined => {
  loaded ??= new Map(loadPackedPrices().map((table) => [table.region, table]));
  return loaded.get(region);
};
