// staging: owns the network and the Kafka cluster that staging2 uses too. Made to be torn down easily.
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DatabaseConfig } from './data-config.ts';
import type { EnvironmentConfig } from './environment-config.ts';
import { everyWorkload, hostsBelow, type WorkloadsConfig } from './workloads-config.ts';

const database: DatabaseConfig = {
  instanceClass: 't4g.small',
  storageGib: 20,
  multiAz: false,
  deletionProtection: false,
  backupDays: 1,
  masterPassword: 'managed',
};

/** Of staging and staging2 alike; each has host names of its own. */
export const stagingPlane = {
  logRetention: RetentionDays.ONE_DAY,
  terminationProtection: false,
  core: {
    kind: 'here',
    teardown: 'easy',
    data: {
      databases: { dashboard: database, camunda: { ...database, masterPassword: 'static' } },
      cache: { nodeType: 'cache.t4g.micro' },
    },
  },
} as const;

export const stagingWorkloads = (domain: string): WorkloadsConfig => ({
  taskCounts: everyWorkload({ owner: 'operations', baseline: 1 }),
  hosts: hostsBelow(domain),
  imageTag: 'staging',
  newRelicSidecar: true,
  clickhouseAgent: true,
});

export const staging: EnvironmentConfig = {
  ...stagingPlane,
  core: {
    ...stagingPlane.core,
    naming: { prefix: 'poc-atlas-dev', suffix: '' },
    // A domain for documentation, as all of them here: put your own in its place before a deployment.
    workloads: stagingWorkloads('staging.atlas.example'),
    observability: { budget: { monthlyUsd: 1_500 }, newRelic: true },
    foundation: {
      kind: 'owned',
      network: { cidr: '10.20.0.0/16', albCidrs: ['0.0.0.0/0'], databaseCidrs: [] },
      kafka: {
        version: '3.8.x',
        instanceType: 'kafka.t3.small',
        brokersPerZone: 1,
        storageGibPerBroker: 50,
        placement: {
          subnets: 'public',
          connectivity: {
            phase: 'established',
            // A range for documentation, from which nobody comes: put the addresses of the clients here.
            publicAccess: { clientCidrs: ['203.0.113.0/24'] },
            multiVpc: false,
          },
        },
        monitoring: 'PER_BROKER',
      },
      sink: {
        kind: 'running',
        revision: 1,
        pluginKey: 'plugins/s3-sink.zip',
        topics: ['atlas.events.raw'],
        prefix: 'kafka',
        partitionFields: ['event_type'],
        tasksMax: 1,
      },
    },
  },
};
