// What the services of a cluster are read and changed with.
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Sends } from '../adapter.ts';

export type EcsClients = {
  readonly ecs: Sends<ECSClient>;
  readonly elbv2: Sends<ElasticLoadBalancingV2Client>;
};
