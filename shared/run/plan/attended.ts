// The definition with the maintenance windows that its databases attend, as AWS has them now.
import type { Definition } from '#definition/definition.ts';
import { attends, withMaintenance } from '#definition/schedule/maintenance.ts';
import type { Dependencies } from '../dependencies.ts';

/** A window that cannot be read is none: the database sleeps, as it would without this. Where nothing attends, AWS is not asked. */
export const attended = async (
  definition: Definition,
  { windows }: Pick<Dependencies, 'windows'>,
): Promise<Definition> => {
  const own = definition.resources.filter(attends);
  if (own.length === 0 || !windows) return definition;
  return withMaintenance(definition, (await windows(own)).of);
};
