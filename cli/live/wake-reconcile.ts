// What somebody has changed in the table or by the switch is carried out at once, not only at the next look.
import type { Site } from './site.ts';
import { complainOf } from './tell.ts';

/** The change is made in any case; without this it waits for the next look. */
export const wakeReconcile = async (site: Site): Promise<void> => {
  try {
    await site.invoke('reconcile', { environment: site.definition.environment });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    complainOf(site, `reconcile could not be invoked (${why}): it acts at its next run, within 15 minutes.`);
  }
};
