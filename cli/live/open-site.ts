// Which site a command's options mean.

import { definitionAmongOthers, definitionFor } from '../files/environments.ts';
import { plannedNight } from '../night/chosen-night.ts';
import { inAws } from './aws-site.ts';
import { explained } from './explain-aws-error.ts';
import { inRehearsal, type Moment } from './rehearsed-site.ts';
import type { WithSite } from './site.ts';
import type { SiteOptions } from './site-options.ts';

/** What goes wrong in a rehearsed AWS is told as in AWS. */
const explaining =
  (withSite: WithSite, environment: string): WithSite =>
  async (use) => {
    try {
      return await withSite(use);
    } catch (error) {
      throw explained(error, { environment, region: 'the rehearsal' });
    }
  };

/** Throws `InputError` for a definition, a scenario or a moment that is not valid. */
export const siteOf = (name: string, options: SiteOptions, moment: Omit<Moment, 'at'>): WithSite => {
  if (!options.rehearsal) return inAws(definitionAmongOthers(name), options);
  const definition = definitionFor(name);
  const night = plannedNight(definition, options.scenario);
  const { at, seed = night.seed } = options;
  const rehearsed = inRehearsal({ ...night, seed }, { ...moment, ...(at === undefined ? {} : { at }) });
  return explaining(rehearsed, definition.environment);
};
