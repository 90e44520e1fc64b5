// prod: a foundation of its own, everything twice, nothing that goes by accident.
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DatabaseConfig } from './data-config.ts';
import type { EnvironmentConfig } from './environment-config.ts';
import { everyWorkload, hostsBelow } from './workloads-config.ts';

const database: DatabaseConfig = {
  instanceClass: 'm7g.large',
  storageGib: 100,
  multiAz: true,
  deletionProtection: true,
  backupDays: 7,
  masterPassword: 'managed',
};

export const prod: EnvironmentConfig = {
  logRetention: RetentionDays.ONE_WEEK,
  terminationProtection: true,
  core: {
    kind: 'here',
    naming: { prefix: 'atlas-prod', suffix: '' },
    teardown: 'guarded',
    foundation: {
      kind: 'owned',
      network: { cidr: '10.30.0.0/16', albCidrs: ['0.0.0.0/0'], databaseCidrs: [] },
      kafka: {
        version: '3.8.x',
        instanceType: 'kafka.m7g.large',
        brokersPerZone: 1,
        storageGibPerBroker: 200,
        placement: {
          subnets: 'private',
          connectivity: { phase: 'established', publicAccess: false, multiVpc: true },
        },
        monitoring: 'PER_TOPIC_PER_BROKER',
      },
      sink: { kind: 'off' },
    },
    data: {
      databases: { dashboard: database, camunda: { ...database, masterPassword: 'static' } },
      cache: { nodeType: 'cache.t4g.small' },
    },
    // The schedule is off in prod, so nothing but the template would ever lift a service from one task.
    workloads: {
      taskCounts: {
        ...everyWorkload({ owner: 'template', desired: 2 }),
        // For people to look at, and a scraper that would send everything twice.
        'kafka-ui': { owner: 'template', desired: 1 },
        'clickhouse-agent': { owner: 'template', desired: 1 },
      },
      hosts: hostsBelow('atlas.example'),
      imageTag: 'prod',
      newRelicSidecar: true,
      clickhouseAgent: true,
    },
    observability: { budget: { monthlyUsd: 6_000 }, newRelic: true },
  },
};
