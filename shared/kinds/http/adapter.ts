// Asks a URL. A stop does not: asking may wake what idles.
import type { ResourceName } from '#core/resource.ts';
import type { Service } from '../adapter.ts';
import { checked, shownUrl } from '../gates/http-check.ts';
import type { Reading } from '../observation.ts';
import { unexpected } from '../unexpected.ts';
import type { Web } from '../web/web-client.ts';
import type { HttpObservation } from './definition.ts';

export const httpGate = (web: Web): Service<'http'> => ({
  async observe(resources, towards) {
    const looks = resources.map(async (one): Promise<[ResourceName, Reading<HttpObservation>]> => {
      const shown = shownUrl(one.url);
      const { status, says } =
        towards === 'stop' ? ({ status: 'not-checked', says: 'not checked' } as const) : await checked(web, one);
      return [one.name, { state: 'seen', observation: { kind: 'http', status, says: `${shown} ${says}` } }];
    });
    return new Map(await Promise.all(looks));
  },
  act: async (_resource, effect) => unexpected('http', effect),
});
