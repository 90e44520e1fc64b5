// What a scenario may say about a resource, by its kind.
import type * as z from 'zod';
import { type Kind, kinds } from '#kinds/resource.ts';
import { rehearsalOf } from '../kinds.ts';

export const worldOf = (kind: Kind): z.ZodObject => rehearsalOf(kind).world;

/** The kinds about which a key says something. */
export const kindsWith = (key: string): Kind[] => kinds.filter((kind) => key in worldOf(kind).shape);
