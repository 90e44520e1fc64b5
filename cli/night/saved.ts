// What a night did not cost: for its page. Nothing where the region has no price table: a page without money is whole.

import type { PriceTable } from '#core/cost.ts';
import { InputError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import type { Memory } from '#kinds/memory.ts';
import { sizesOf } from '#kinds/sizes.ts';
import type { Off } from '#savings/hours-off.ts';
import { loadPrices } from '#savings/prices.ts';
import { type SavedInTime, savedIn } from '#savings/savings.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import { simulation } from '#sim/simulation.ts';
import { pricesDirectory } from '../files/prices.ts';

const pricesOf = (region: string): PriceTable | undefined => {
  try {
    return loadPrices(region, pricesDirectory);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
};

/** Sizes are read now; hours are those of the reports in `off`. */
export const savedWith = async (
  sizes: ReturnType<typeof sizesOf>,
  definition: Definition,
  memories: readonly Memory[],
  reports: readonly Report[],
  off: Off,
): Promise<SavedInTime | undefined> => {
  const prices = pricesOf(definition.region);
  return prices && savedIn(off, { definition, reports, sizes: await sizes(definition, memories), prices });
};

/** The world is as big as when the night began. */
export const savedInNight = ({ scenario, reports }: Rehearsal): Promise<SavedInTime | undefined> => {
  const { parts } = simulation({ ...scenario, timeline: [] }, {});
  const { clients } = parts({ function: 'savings', action: 'start', dead: false, onDeath: () => {} });
  const off = { from: scenario.fromMs, to: scenario.toMs };
  return savedWith(sizesOf(clients), scenario.definition, [], reports, off);
};
