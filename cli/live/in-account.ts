// The site in the AWS account of the user. Without credentials it ends at once: the SDK is not loaded for that.
import type { Definition } from '#definition/definition.ts';
import { hasUnread } from '#definition/known-calendars.ts';
import { explained } from './explain-aws-error.ts';
import type { WithSite } from './site.ts';
import type { SiteOptions } from './site-options.ts';

/** Throws errors whose messages name what is missing. */
export const inAccount =
  (definition: Definition, options: SiteOptions): WithSite =>
  async (use) => {
    const { region = definition.region, profile, rehearseWith } = options;
    try {
      const { credentialsOf } = await import('./credentials.ts');
      const credentials = credentialsOf(profile);
      await credentials();
      const { awsSite } = await import('./aws-site.ts');
      const place = { region, profile, credentials };
      const site = awsSite(definition, place);
      if (!hasUnread(definition)) return await use(site);
      const { withReadCalendars } = await import('./read-calendars.ts');
      const { readChangeCalendar, versions, ports } = site;
      const read = await withReadCalendars(definition, { readChangeCalendar, versions, now: ports.runtime.now() });
      return await use(awsSite(read, place));
    } catch (error) {
      const { environment } = definition;
      throw explained(error, { environment, region, ...(rehearseWith === undefined ? {} : { rehearseWith }) });
    }
  };
