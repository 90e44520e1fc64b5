// Apache Atlas as a store, over its REST API v2. It has no update with a condition: what it holds is read first. Nobody comes between, because all
// events about one thing are in one partition, and a partition is in one batch at a time.
import { isRecord } from '../../is-record.ts';
import { type Entity, isLater } from '../entity.ts';
import type { Store } from '../store.ts';
import { atlasError, meaningOfAtlas } from './meaning.ts';
import { addressOf, asked, atlasEntity, type Held, heldIn, qualifiedNameOf, refusalOf } from './model.ts';

type AtlasSettings = {
  readonly url: string;
  readonly type: string;
  /** Asked once for each batch. */
  readonly login: () => Promise<{ readonly username: string; readonly password: string }>;
  /** How long a request may take, in milliseconds. */
  readonly timeoutMs: number;
};

type Request = { readonly method: 'GET' | 'POST'; readonly address: string; readonly body?: string };

/** As many as one request writes: each is a transaction of its graph. */
const writtenMax = 100;

const contentOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const ask = async ({ url, timeoutMs }: AtlasSettings, authorization: string, request: Request): Promise<unknown> => {
  const { method, address, body } = request;
  const response = await fetch(new URL(address, url), {
    ...{ method, ...(body === undefined ? {} : { body }) },
    headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
    // Credentials go nowhere else, and its login page is no answer.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const content = await contentOf(response);
  if (response.ok && content !== undefined) return content;
  const { errorCode, errorMessage } = isRecord(content) ? content : {};
  throw atlasError(response.ok ? 502 : response.status, String(errorCode ?? ''), String(errorMessage ?? ''));
};

const isNewer = (entity: Entity, held: Held): boolean => {
  const before = held.get(qualifiedNameOf(entity));
  return before === undefined || isLater(entity, before);
};

const inParts = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

export const atlasStore = (settings: AtlasSettings): Store => {
  const { type, login } = settings;
  let loggingIn: Promise<string> | undefined;
  const authorization = (): Promise<string> => {
    loggingIn ??= login().then(
      ({ username, password }) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    );
    return loggingIn;
  };
  const request = async (one: Request): Promise<unknown> => ask(settings, await authorization(), one);
  const write = (entities: readonly Entity[]): Promise<unknown> => {
    const body = JSON.stringify({ entities: entities.map((one) => atlasEntity(type, one)) });
    return request({ method: 'POST', address: '/api/atlas/v2/entity/bulk', body });
  };
  return {
    name: 'atlas',
    upsert: async (entities) => {
      for (const entity of entities) {
        const reason = refusalOf(entity);
        if (reason !== undefined) throw atlasError(400, '', reason);
      }
      for (const part of asked(entities)) {
        const held = heldIn(await request({ method: 'GET', address: addressOf(type, part) }));
        const newer = part.filter((entity) => isNewer(entity, held));
        for (const some of inParts(newer, writtenMax)) await write(some);
      }
    },
    meaningOf: meaningOfAtlas,
    release: async () => {
      loggingIn = undefined;
    },
  };
};
