// The kinds that are described as a value. Their definition, decision, permissions and rehearsal follow from it.

import { appRunnerService } from './app-runner-service/kind.ts';
import { docdbCluster } from './docdb-cluster/kind.ts';
import { ec2Instance } from './ec2-instance/kind.ts';
import { eventSourceMapping } from './event-source-mapping/kind.ts';
import { eventbridgePipe } from './eventbridge-pipe/kind.ts';
import { eventbridgeRule } from './eventbridge-rule/kind.ts';
import { eventbridgeSchedule } from './eventbridge-schedule/kind.ts';
import { flinkApplication } from './flink-application/kind.ts';
import { neptuneCluster } from './neptune-cluster/kind.ts';
import { osisPipeline } from './osis-pipeline/kind.ts';
import { redshiftCluster } from './redshift-cluster/kind.ts';
import { sagemakerNotebook } from './sagemaker-notebook/kind.ts';
import type { StatusKind } from './status-kind.ts';
import { transferServer } from './transfer-server/kind.ts';

export const statusKinds = {
  'docdb-cluster': docdbCluster,
  'redshift-cluster': redshiftCluster,
  'ec2-instance': ec2Instance,
  'neptune-cluster': neptuneCluster,
  'event-source-mapping': eventSourceMapping,
  'eventbridge-pipe': eventbridgePipe,
  'eventbridge-rule': eventbridgeRule,
  'eventbridge-schedule': eventbridgeSchedule,
  'osis-pipeline': osisPipeline,
  'flink-application': flinkApplication,
  'sagemaker-notebook': sagemakerNotebook,
  'app-runner-service': appRunnerService,
  'transfer-server': transferServer,
};

export type StatusKindName = keyof typeof statusKinds;

export const statusKindNames = Object.keys(statusKinds) as readonly StatusKindName[];

/** Typed so that callers need not know which kind it is. */
export const statusKindOf = (kind: StatusKindName): StatusKind => statusKinds[kind] as unknown as StatusKind;

export const isStatusKind = (kind: string): kind is StatusKindName => Object.hasOwn(statusKinds, kind);
