// How the resources of a night stand in the evening, and how long everything takes. A kind that says nothing of it is left as
// the simulated AWS makes it.
import type { Definition } from '#definition/definition.ts';
import { rehearsalOf } from '../kinds.ts';
import type { ResourceWorld } from '../scenario/scenario.ts';
import type { Chance } from './chance.ts';

export const randomWorld = ({ resources }: Definition, chance: Chance): Record<string, ResourceWorld> =>
  Object.fromEntries(
    resources.flatMap(({ name, kind }) => {
      const world = rehearsalOf(kind).random.world?.(chance);
      return world === undefined ? [] : [[name, world]];
    }),
  );
