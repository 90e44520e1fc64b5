// What it costs: the owner's own figure, or the price table where it has one.
import type { Size } from '#core/cost.ts';
import type { ResourceOf } from '../resource.ts';
import { alwaysOnServices } from './definition.ts';

export const alwaysOnSize = ({ service, monthlyUsd }: ResourceOf<'always-on'>): Size => {
  const known: { readonly title: string; readonly price?: string } = alwaysOnServices[service];
  if (monthlyUsd !== undefined) return { whileUp: [], always: [], monthlyUsd };
  if (known.price !== undefined) return { whileUp: [{ price: known.price, quantity: 1 }], always: [] };
  return {
    whileUp: [],
    always: [],
    unknown: `not priced: the price table has no price for ${known.title}; set monthlyUsd`,
  };
};
