// prod: a foundation of its own, everything twice, nothing that is deleted by accident.
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Core } from './core-config.ts';
import type { DatabaseConfig } from './data-config.ts';
import type { EnvironmentConfig } from './environment-config.ts';
import type { Connectivity } from './foundation-config.ts';
import { topicsNamed } from './topics-config.ts';
import { everyWorkload, hostsBelow } from './workloads-config.ts';

/** How far the environment is on its way from nothing to running. Each is one edit and one deployment: docs/first-deployment.md. */
const phases: { lifecycle: Core['lifecycle']; connectivity: Connectivity } = {
  lifecycle: 'creating',
  // Then { phase: 'multi-vpc' }.
  connectivity: { phase: 'creating' },
};

const database: DatabaseConfig = {
  instanceClass: 'm7g.large',
  storageGib: 100,
  multiAz: true,
  deletionProtection: true,
  backupDays: 7,
  masterPassword: 'static',
};

export const prod: EnvironmentConfig = {
  logRetention: RetentionDays.ONE_WEEK,
  terminationProtection: true,
  // The module is wired and off; Slack receives alarms anyway.
  operations: 'disabled',
  slackAlarms: true,
  core: {
    kind: 'here',
    naming: { prefix: 'atlas-prod', suffix: '' },
    lifecycle: phases.lifecycle,
    teardown: 'guarded',
    foundation: {
      kind: 'owned',
      network: { cidr: '10.30.0.0/16', albCidrs: ['0.0.0.0/0'], databaseCidrs: [] },
      kafka: {
        version: '3.8.x',
        instanceType: 'kafka.m7g.large',
        // Four brokers: three copies of everything, and writes continue without one of them.
        brokersPerZone: 2,
        storageGibPerBroker: 200,
        subnets: 'private',
        connectivity: phases.connectivity,
        monitoring: 'PER_TOPIC_PER_BROKER',
      },
      sink: { kind: 'off' },
    },
    topics: {
      madeBy: 'cloudformation',
      replicationFactor: 3,
      topics: topicsNamed('atlas', { partitions: 6 }),
      dashboardGroups: ['dashboard-backend'],
    },
    data: {
      databases: { dashboard: database, camunda: database },
      cache: { nodeType: 'cache.t4g.small' },
    },
    // The schedule is off in prod, so only the template would ever lift a service from one task.
    workloads: {
      taskCounts: {
        ...everyWorkload({ owner: 'template', desired: 2 }),
        // For people to look at, and a scraper that would send everything twice.
        'kafka-ui': { owner: 'template', desired: 1 },
        'clickhouse-agent': { owner: 'template', desired: 1 },
      },
      hosts: hostsBelow('atlas.example'),
      // A range for documentation, from which nobody comes: put your own addresses here.
      kafkaUiCidrs: ['203.0.113.0/24'],
      addedSecretKeys: {},
      newRelicSidecar: true,
      clickhouseAgent: { newRelicRegion: 'US' },
    },
    observability: { budget: { monthlyUsd: 6_000 }, newRelic: true },
  },
};
