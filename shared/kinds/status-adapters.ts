// The adapters of the kinds that are described as a value.

import { appRunnerServiceAdapter } from './app-runner-service/adapter.ts';
import { docdbClusterAdapter } from './docdb-cluster/adapter.ts';
import { ec2InstanceAdapter } from './ec2-instance/adapter.ts';
import { eventSourceMappingAdapter } from './event-source-mapping/adapter.ts';
import { eventbridgePipeAdapter } from './eventbridge-pipe/adapter.ts';
import { eventbridgeRuleAdapter } from './eventbridge-rule/adapter.ts';
import { eventbridgeScheduleAdapter } from './eventbridge-schedule/adapter.ts';
import { flinkApplicationAdapter } from './flink-application/adapter.ts';
import { neptuneClusterAdapter } from './neptune-cluster/adapter.ts';
import { osisPipelineAdapter } from './osis-pipeline/adapter.ts';
import { redshiftClusterAdapter } from './redshift-cluster/adapter.ts';
import { sagemakerNotebookAdapter } from './sagemaker-notebook/adapter.ts';
import type { StatusAdapter } from './status-adapter.ts';
import type { StatusKindName } from './status-kinds.ts';
import { transferServerAdapter } from './transfer-server/adapter.ts';

export type StatusAdapters = Readonly<Record<StatusKindName, { readonly client: unknown }>>;

const adapters = {
  'docdb-cluster': docdbClusterAdapter,
  'redshift-cluster': redshiftClusterAdapter,
  'ec2-instance': ec2InstanceAdapter,
  'neptune-cluster': neptuneClusterAdapter,
  'event-source-mapping': eventSourceMappingAdapter,
  'eventbridge-pipe': eventbridgePipeAdapter,
  'eventbridge-rule': eventbridgeRuleAdapter,
  'eventbridge-schedule': eventbridgeScheduleAdapter,
  'osis-pipeline': osisPipelineAdapter,
  'flink-application': flinkApplicationAdapter,
  'sagemaker-notebook': sagemakerNotebookAdapter,
  'app-runner-service': appRunnerServiceAdapter,
  'transfer-server': transferServerAdapter,
} satisfies StatusAdapters;

export type AnyStatusAdapter = StatusAdapter<{ send: never }>;

/** Typed so that callers need not know which kind it is. */
export const statusAdapterOf = (kind: StatusKindName): AnyStatusAdapter =>
  adapters[kind] as unknown as AnyStatusAdapter;
