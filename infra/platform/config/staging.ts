// staging: owns the network and the Kafka cluster that staging2 uses too. Made to be torn down easily.
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Core } from './core-config.ts';
import type { DatabaseConfig } from './data-config.ts';
import type { EnvironmentConfig } from './environment-config.ts';
import type { Connectivity } from './foundation-config.ts';
import type { SinkConfig } from './sink-config.ts';
import { topicsNamed } from './topics-config.ts';
import { everyWorkload, hostsBelow, type WorkloadsConfig } from './workloads-config.ts';

/** How far the environment is on its way from nothing to running. Each is one edit and one deployment: docs/first-deployment.md. */
const phases: { lifecycle: Core['lifecycle']; connectivity: Connectivity; sink: SinkConfig } = {
  lifecycle: 'creating',
  // Then { phase: 'public-access', clientCidrs: ['YOUR.CLIENTS/32'] }.
  connectivity: { phase: 'creating' },
  // Then `preparing`, and once the plugin's archive is in its bucket `exported` below.
  sink: { kind: 'off' },
};

/** What is exported to S3 once the sink runs. */
export const exported: SinkConfig = {
  kind: 'running',
  revision: 1,
  pluginKey: 'plugins/s3-sink.zip',
  topics: ['atlas.events.raw'],
  failedTopic: 'atlas.s3-sink.dlq',
  failedTopicReplication: 2,
  prefix: 'kafka',
  partitionFields: ['event_type'],
  tasksMax: 1,
};

const database: DatabaseConfig = {
  instanceClass: 't4g.small',
  storageGib: 20,
  multiAz: false,
  deletionProtection: false,
  backupDays: 1,
  masterPassword: 'static',
};

/** Of staging and staging2 alike; each has host names of its own. */
export const stagingPlane = {
  logRetention: RetentionDays.ONE_DAY,
  terminationProtection: false,
  operations: 'enabled',
  slackAlarms: true,
  core: {
    kind: 'here',
    lifecycle: phases.lifecycle,
    teardown: 'easy',
    data: {
      databases: { dashboard: database, camunda: database },
      cache: { nodeType: 'cache.t4g.micro' },
    },
  },
} as const;

export const stagingWorkloads = (domain: string): WorkloadsConfig => ({
  taskCounts: everyWorkload({ owner: 'operations', baseline: 1 }),
  hosts: hostsBelow(domain),
  // A range for documentation, from which nobody comes: put your own addresses here.
  kafkaUiCidrs: ['203.0.113.0/24'],
  addedSecretKeys: {},
  newRelicSidecar: true,
  clickhouseAgent: { newRelicRegion: 'US' },
});

export const staging: EnvironmentConfig = {
  ...stagingPlane,
  core: {
    ...stagingPlane.core,
    naming: { prefix: 'poc-atlas-dev', suffix: '' },
    // A domain for documentation, as all of them here: put your own in its place before a deployment.
    workloads: stagingWorkloads('staging.atlas.example'),
    observability: { budget: { monthlyUsd: 1_500 }, newRelic: true },
    topics: {
      madeBy: 'cloudformation',
      replicationFactor: 2,
      topics: topicsNamed('atlas', { partitions: 3 }),
      dashboardGroups: ['dashboard-backend'],
    },
    foundation: {
      kind: 'owned',
      network: { cidr: '10.20.0.0/16', albCidrs: ['0.0.0.0/0'], databaseCidrs: [] },
      kafka: {
        version: '3.8.x',
        instanceType: 'kafka.t3.small',
        brokersPerZone: 1,
        storageGibPerBroker: 50,
        subnets: 'public',
        connectivity: phases.connectivity,
        monitoring: 'PER_BROKER',
      },
      sink: phases.sink,
    },
  },
};
