// Clusters of Atlas, as its Admin API shows them.
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends } from '../adapter.ts';
import type { ResourceOf } from '../resource.ts';
import { textAt } from '../row-shape.ts';
import type { VendorAdapter } from '../vendor/vendor-service.ts';
import type { Web } from '../web/web-client.ts';
import { atlasApi, type Json } from './api.ts';

type Cluster = ResourceOf<'mongodb-atlas-cluster'>;

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
  const asking = atlasApi(web, secrets, runtime);
  const ask = ({ project, cluster, credentialsSecret }: Cluster, name: string, body?: Json): Promise<Json> =>
    asking(credentialsSecret, { name, path: `/${project}/clusters/${encodeURIComponent(cluster)}`, body });
  return {
    read: async (cluster) => seenInAtlas(await ask(cluster, 'GetCluster')),
    change: (cluster, to) => ask(cluster, to === 'stop' ? 'PauseCluster' : 'ResumeCluster', { paused: to === 'stop' }),
  };
};
