// URLs of the simulated world: each answers with the status that its check asks for, or says that it is unavailable.
import * as z from 'zod';
import { status } from '#sim/scenario/status.ts';
import { notSimulated, type SimulatedService, type World } from './simulated-service.ts';

export const webWorld = z.strictObject({ status: status(['up', 'down']).optional() });

type Page = { readonly name: string; readonly url: string; readonly status: number };

/** Those of one kind; what has no URL is as it is. */
export const webPages = (pages: readonly Page[], names: readonly string[], first: string, world: World) => {
  const statuses = new Map(names.map((name) => [name, pages.some((page) => page.name === name) ? 'up' : first]));
  const named = (url: string): Page | undefined => pages.find((page) => page.url === url);
  const service: SimulatedService = {
    handle(operation, { url }: { readonly url: string }) {
      if (operation !== 'GetUrl') return notSimulated('http', operation);
      const page = named(url);
      if (!page) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } });
      return { status: statuses.get(page.name) === 'up' ? page.status : 503, headers: {}, body: '' };
    },
    resourceOf: (_operation, { url }: { readonly url: string }) => named(url)?.name,
  };
  return {
    service,
    set(name: string, { status: next }: { readonly status?: string | undefined }): void {
      const now = statuses.get(name);
      if (now === undefined || next === undefined || next === now) return;
      world.changed(name, now, next);
      statuses.set(name, next);
    },
    state: (name: string) => ({ status: statuses.get(name) }),
  };
};
