// The Admin API v2 of Atlas, in the version that the header names.
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends } from '../adapter.ts';
import type { ResourceOf } from '../resource.ts';
import { textAt } from '../row-shape.ts';
import { askVendor, type VendorApi } from '../vendor/api.ts';
import { credentialsIn } from '../vendor/credentials.ts';
import { withToken } from '../vendor/oauth.ts';
import type { VendorAdapter } from '../vendor/vendor-service.ts';
import type { Web } from '../web/web-client.ts';

type Cluster = ResourceOf<'mongodb-atlas-cluster'>;
type Json = Readonly<Record<string, unknown>>;

const host = 'https://cloud.mongodb.com';
const version = 'application/vnd.atlas.2024-08-05+json';
const passing = new Set(['CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER', 'OPERATION_INVALID_MEMBER_REPLICATION_LAG']);

/** Paused is no state of its own there; while it is on its way the state says so. */
export const seenInAtlas = (cluster: Json) => {
  const state = typeof cluster.stateName === 'string' ? cluster.stateName : 'unknown';
  const tier = textAt(cluster, 'replicationSpecs[].regionConfigs[].electableSpecs.instanceSize');
  const status = state === 'IDLE' && cluster.paused === true ? 'PAUSED' : state;
  return { status, facts: { tier } };
};

export const mongodbAtlas = (
  web: Web,
  secrets: Sends<SecretsManagerClient>,
  runtime: Pick<Runtime, 'now' | 'pause'>,
): VendorAdapter<'mongodb-atlas-cluster'> => {
  const api: VendorApi = { vendor: 'MongoDB Atlas', web, runtime, passing };
  const credentials = credentialsIn(secrets, ['clientId', 'clientSecret'], runtime);
  const asking = withToken(api, `${host}/api/oauth/token`, credentials);
  const ask = ({ project, cluster, credentialsSecret }: Cluster, name: string, body?: Json): Promise<Json> => {
    const url = `${host}/api/atlas/v2/groups/${project}/clusters/${encodeURIComponent(cluster)}`;
    const change = body && { method: 'PATCH' as const, body: JSON.stringify(body) };
    const headers = { accept: version, ...(body ? { 'content-type': version } : {}) };
    return asking(credentialsSecret, (authorization) =>
      askVendor(api, { ...{ name, method: 'GET', url, headers, authorization }, ...change }),
    );
  };
  return {
    read: async (cluster) => seenInAtlas(await ask(cluster, 'GetCluster')),
    change: (cluster, to) => ask(cluster, to === 'stop' ? 'PauseCluster' : 'ResumeCluster', { paused: to === 'stop' }),
  };
};
