// Which site a command's options mean.

import type { Definition } from '#definition/definition.ts';
import { definitionAmongOthers, definitionFor } from '../files/environments.ts';
import { plannedNight } from '../night/chosen-night.ts';
import { fullTime, pointInTime } from '../terminal/point-in-time.ts';
import { inAws } from './aws-site.ts';
import { explained } from './explain-aws-error.ts';
import { inRehearsal, type Moment } from './rehearsed-site.ts';
import type { WithSite } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell } from './tell.ts';

/** What goes wrong in a rehearsed AWS is reported as in AWS. */
const explaining =
  (withSite: WithSite, environment: string): WithSite =>
  async (use) => {
    try {
      return await withSite(use);
    } catch (error) {
      throw explained(error, { environment, region: 'the rehearsal' });
    }
  };

/** A time of the night: from its beginning on. Throws `InputError`. */
const momentOf = (at: string, { timeZone }: Definition, fromMs: number): number =>
  pointInTime(at, { nowMs: fromMs, timeZone, isOfNight: true });

type Chosen = Omit<Moment, 'at'> & { readonly json?: boolean | undefined };

/** Throws `InputError` for a definition, a scenario or a moment that is not valid. */
export const siteOf = (name: string, options: SiteOptions, { json, ...moment }: Chosen): WithSite => {
  if (!options.rehearsal) return inAws(definitionAmongOthers(name), options);
  const definition = definitionFor(name);
  const night = plannedNight(definition, options.scenario);
  const { at: written, seed = night.seed } = options;
  if (written === undefined) return explaining(inRehearsal({ ...night, seed }, moment), definition.environment);
  const at = momentOf(written, definition, night.fromMs);
  const rehearsed = explaining(inRehearsal({ ...night, seed }, { ...moment, at }), definition.environment);
  return (use) =>
    rehearsed((site) => {
      if (!json) tell(site, `at ${fullTime(at, definition.timeZone)}`);
      return use(site);
    });
};
