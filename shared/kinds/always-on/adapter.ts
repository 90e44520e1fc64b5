// Looks only where a URL is given, and not on a stop.
import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Service } from '../adapter.ts';
import { checked, shownUrl } from '../gates/http-check.ts';
import type { Reading } from '../observation.ts';
import type { ResourceOf } from '../resource.ts';
import { unexpected } from '../unexpected.ts';
import type { Web } from '../web/web-client.ts';
import type { AlwaysOnObservation } from './definition.ts';

const look = async (web: Web, one: ResourceOf<'always-on'>, towards?: Action): Promise<AlwaysOnObservation> => {
  const { url } = one;
  if (url === undefined || towards === 'stop') return { kind: 'always-on', status: 'not-checked' };
  const { status, says } = await checked(web, { ...one, url });
  return { kind: 'always-on', status, says: `${shownUrl(url)} ${says}` };
};

export const alwaysOnGate = (web: Web): Service<'always-on'> => ({
  async observe(resources, towards) {
    const looks = resources.map(
      async (one): Promise<[ResourceName, Reading<AlwaysOnObservation>]> => [
        one.name,
        { state: 'seen', observation: await look(web, one, towards) },
      ],
    );
    return new Map(await Promise.all(looks));
  },
  act: async (_resource, effect) => unexpected('always-on', effect),
});
