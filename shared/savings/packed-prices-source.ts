// Where the packed price tables come from. The build puts a module in place of this one that contains them.
import { fileURLToPath } from 'node:url';
import type { PriceTable } from '#core/cost.ts';
import { loadPriceTables } from './prices.ts';

export const loadPackedPrices = (): readonly PriceTable[] =>
  loadPriceTables(fileURLToPath(new URL('../../prices', import.meta.url)));
