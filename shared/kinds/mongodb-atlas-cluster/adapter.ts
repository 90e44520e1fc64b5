// The Admin API v2 of Atlas: a version per request, a token per hour.
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { OperationError } from '#core/errors.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends } from '../adapter.ts';
import type { ResourceOf } from '../resource.ts';
import { textAt } from '../row-shape.ts';
import { askVendor, type VendorApi } from '../vendor/api.ts';
import { credentialsIn } from '../vendor/credentials.ts';
import type { VendorAdapter } from '../vendor/vendor-service.ts';
import type { Web } from '../web/web-client.ts';

type Cluster = ResourceOf<'mongodb-atlas-cluster'>;
type Json = Readonly<Record<string, unknown>>;

const host = 'https://cloud.mongodb.com';
const version = 'application/vnd.atlas.2024-08-05+json';

const passing: ReadonlySet<string> = new Set([
  'CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER',
  'OPERATION_INVALID_MEMBER_REPLICATION_LAG',
]);

/** Paused is no state of its own there; while it is on its way the state says so. */
export const seenInAtlas = (cluster: Json) => {
  const state = typeof cluster.stateName === 'string' ? cluster.stateName : 'unknown';
  const tier = textAt(cluster, 'replicationSpecs[].regionConfigs[].electableSpecs.instanceSize');
  const status = state === 'IDLE' && cluster.paused === true ? 'PAUSED' : state;
  return { status, facts: { tier, nvme: tier?.endsWith('_NVME') ? tier : undefined } };
};

const tokens = (api: VendorApi, secrets: Sends<SecretsManagerClient>) => {
  const credentials = credentialsIn(secrets, ['clientId', 'clientSecret'], api.runtime);
  const kept = new Map<string, { readonly token: string; readonly untilMs: number }>();
  const fetchToken = async (secret: string): Promise<string> => {
    const { clientId, clientSecret } = await credentials(secret);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const { access_token: token, expires_in: seconds } = await askVendor(api, {
      ...{ name: 'GetToken', method: 'POST', url: `${host}/api/oauth/token`, authorization: `Basic ${basic}` },
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    if (typeof token !== 'string')
      throw new OperationError('INVALID', `${api.vendor} GetToken: no token in the answer`, { awsCode: 'NO_TOKEN' });
    // Renewed a minute before its end.
    const lifeMs = (typeof seconds === 'number' ? seconds - 60 : 0) * 1_000;
    kept.set(secret, { token, untilMs: api.runtime.now().getTime() + lifeMs });
    return token;
  };
  return {
    of: async (secret: string): Promise<string> => {
      const known = kept.get(secret);
      return known && api.runtime.now().getTime() < known.untilMs ? known.token : fetchToken(secret);
    },
    forget: (secret: string): boolean => kept.delete(secret),
  };
};

export const mongodbAtlas = (
  web: Web,
  secrets: Sends<SecretsManagerClient>,
  runtime: Pick<Runtime, 'now' | 'pause'>,
): VendorAdapter<'mongodb-atlas-cluster'> => {
  const api: VendorApi = { vendor: 'MongoDB Atlas', web, runtime, passing };
  const token = tokens(api, secrets);
  const ask = async ({ project, cluster, credentialsSecret }: Cluster, name: string, body?: Json): Promise<Json> =>
    askVendor(api, {
      name,
      method: body === undefined ? 'GET' : 'PATCH',
      url: `${host}/api/atlas/v2/groups/${project}/clusters/${encodeURIComponent(cluster)}`,
      authorization: `Bearer ${await token.of(credentialsSecret)}`,
      headers: { accept: version, ...(body === undefined ? {} : { 'content-type': version }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  /** A token that was revoked is refused before its time is up. */
  const asking = async (cluster: Cluster, name: string, body?: Json): Promise<Json> => {
    try {
      return await ask(cluster, name, body);
    } catch (error) {
      const isRefused = error instanceof OperationError && error.code === 'ACCESS_DENIED';
      if (!isRefused || !token.forget(cluster.credentialsSecret)) throw error;
      return ask(cluster, name, body);
    }
  };
  return {
    read: async (cluster) => seenInAtlas(await asking(cluster, 'GetCluster')),
    change: (cluster, to) =>
      asking(cluster, to === 'stop' ? 'PauseCluster' : 'ResumeCluster', { paused: to === 'stop' }),
  };
};
