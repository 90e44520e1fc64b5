// What a scenario may say about a resource, by its kind.
import type * as z from 'zod';
import { type Kind, kinds } from '#kinds/resource.ts';
import { rehearsalOf } from '../kinds.ts';
import { flag } from './fields.ts';

const shapes = new Map<Kind, z.ZodObject>();

/** Of any kind it may be missing: AWS does not have it, or not any more. */
export const worldOf = (kind: Kind): z.ZodObject => {
  const shape = shapes.get(kind) ?? rehearsalOf(kind).world.extend({ missing: flag(true).optional() });
  shapes.set(kind, shape);
  return shape;
};

/** The kinds about which a key says something. */
export const kindsWith = (key: string): Kind[] => kinds.filter((kind) => key in worldOf(kind).shape);
