// Which site a command's options mean. Each command loads either the AWS SDK or the simulated AWS.

import type { Definition } from '#definition/definition.ts';
import { definitionAmongOthers, definitionFor, loadedDefinitionFor } from '../files/environments.ts';
import { fullTime, pointInTime } from '../terminal/point-in-time.ts';
import { explained } from './explain-aws-error.ts';
import { inAccount } from './in-account.ts';
import type { Moment } from './rehearsed-site.ts';
import type { WithSite } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell } from './tell.ts';

/** A time of the night: from its beginning on. Throws `InputError`. */
const momentOf = (at: string, { timeZone }: Definition, fromMs: number): number =>
  pointInTime(at, { nowMs: fromMs, timeZone, isOfNight: true });

type Chosen = Omit<Moment, 'at'> & { readonly json?: boolean | undefined };

/** Throws `InputError` for a scenario or a moment that is not valid. */
const inNight =
  (name: string, definition: Definition, options: SiteOptions, { json, ...moment }: Chosen): WithSite =>
  async (use) => {
    const { plannedNight } = await import('../night/chosen-night.ts');
    const { inRehearsal } = await import('./rehearsed-site.ts');
    const night = plannedNight(definition, options.scenario);
    const { at: written, seed = night.seed } = options;
    const at = written === undefined ? undefined : momentOf(written, definition, night.fromMs);
    const rehearsed = inRehearsal(
      { ...night, seed },
      {
        ...moment,
        ...(at === undefined ? {} : { at }),
        deployed: () => loadedDefinitionFor(options.deployed ?? name).text,
      },
    );
    try {
      return await rehearsed((site) => {
        if (at !== undefined && !json) tell(site, `at ${fullTime(at, definition.timeZone)}`);
        return use(site);
      });
    } catch (error) {
      // What goes wrong in a rehearsed AWS is reported as in AWS.
      throw explained(error, { environment: definition.environment, region: 'the rehearsal' });
    }
  };

/** Throws `InputError` for a definition that is not valid. */
export const siteOf = (name: string, options: SiteOptions, chosen: Chosen): WithSite =>
  options.rehearsal
    ? inNight(name, definitionFor(name), options, chosen)
    : inAccount(definitionAmongOthers(name), options);
