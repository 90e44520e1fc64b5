// The API of ClickHouse Cloud: what its services and its ClickPipes have in common.
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends } from '../adapter.ts';
import type { Web } from '../web/web-client.ts';
import { askVendor, type VendorApi } from './api.ts';
import { credentialsIn } from './credentials.ts';
import type { Command } from './vendor-service.ts';

/** As traces and scenarios name the changes: `StopService`. */
const verbs: Readonly<Record<Command, string>> = { start: 'Start', stop: 'Stop', awake: 'Wake' };

const organizations = 'https://api.clickhouse.cloud/v1/organizations';

type Owned = { readonly organization: string; readonly service: string; readonly credentialsSecret: string };

type Thing = { readonly of: string; readonly path: string };

export const clickhouseCloud = (
  web: Web,
  secrets: Sends<SecretsManagerClient>,
  runtime: Pick<Runtime, 'now' | 'pause'>,
) => {
  const api: VendorApi = { vendor: 'ClickHouse Cloud', web, runtime };
  const credentials = credentialsIn(secrets, ['keyId', 'keySecret'], runtime);
  const authorizationOf = async (secret: string): Promise<string> => {
    const { keyId, keySecret } = await credentials(secret);
    return `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
  };
  const ask = async (
    { organization, service, credentialsSecret: secret }: Owned,
    { of, path }: Thing,
    command?: Command,
  ) => {
    const authorization = await authorizationOf(secret);
    const base = `${organizations}/${organization}/services/${service}${path}`;
    const { result } = await askVendor(
      api,
      command === undefined
        ? { name: `Get${of}`, method: 'GET', url: base, authorization }
        : {
            ...{ name: `${verbs[command]}${of}`, method: 'PATCH', url: `${base}/state`, authorization },
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ command }),
          },
    );
    return (typeof result === 'object' && result !== null ? result : {}) as Readonly<Record<string, unknown>>;
  };
  return {
    state: async (owned: Owned, thing: Thing): Promise<string> => String((await ask(owned, thing)).state ?? 'unknown'),
    /** A page of a list, below all organizations. */
    list: async (secret: string, name: string, path: string) =>
      askVendor(api, {
        ...{ name, method: 'GET', url: `${organizations}${path}`, authorization: await authorizationOf(secret) },
      }),
    command: (owned: Owned, thing: Thing, command: Command) => ask(owned, thing, command),
  };
};

export type ClickhouseCloud = ReturnType<typeof clickhouseCloud>;
