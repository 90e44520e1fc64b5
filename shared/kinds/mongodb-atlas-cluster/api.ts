// The Admin API v2 of Atlas, in the version that the header names.
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends } from '../adapter.ts';
import { askVendor, type VendorApi } from '../vendor/api.ts';
import { credentialsIn } from '../vendor/credentials.ts';
import { withToken } from '../vendor/oauth.ts';
import type { Web } from '../web/web-client.ts';

export type Json = Readonly<Record<string, unknown>>;

/** `path`: below the address of the API. With a `body` it is a change. */
type Asked = { readonly name: string; readonly path: string; readonly body?: Json | undefined };

const host = 'https://cloud.mongodb.com';
const version = 'application/vnd.atlas.2024-08-05+json';
const passing = new Set(['CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER', 'OPERATION_INVALID_MEMBER_REPLICATION_LAG']);

export const atlasApi = (web: Web, secrets: Sends<SecretsManagerClient>, runtime: Pick<Runtime, 'now' | 'pause'>) => {
  const api: VendorApi = { vendor: 'MongoDB Atlas', web, runtime, passing };
  const credentials = credentialsIn(secrets, ['clientId', 'clientSecret'], runtime);
  const asking = withToken(api, `${host}/api/oauth/token`, credentials);
  return (credentialsSecret: string, { name, path, body }: Asked): Promise<Json> => {
    const change = body && { method: 'PATCH' as const, body: JSON.stringify(body) };
    const headers = { accept: version, ...(body ? { 'content-type': version } : {}) };
    return asking(credentialsSecret, (authorization) =>
      askVendor(api, {
        ...{ name, method: 'GET', url: `${host}/api/atlas/v2/groups${path}`, headers, authorization },
        ...change,
      }),
    );
  };
};

export type AtlasApi = ReturnType<typeof atlasApi>;
