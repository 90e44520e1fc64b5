// The kinds of resource as they are written in `environments/<name>.yaml`. The descriptions are the help that editors
// show, the examples also end messages about what is wrong.
import * as z from 'zod';
import type { Deadlines } from '#core/resource.ts';
import { awsName, distinct, flag, whole } from '#kinds/fields.ts';
import type { Kind } from '#kinds/resource.ts';

/** How long each kind may take before a run gives it up, unless the file says otherwise. */
const defaultDeadlineMinutes: Readonly<Record<Kind, Deadlines>> = {
  'rds-instance': { start: 90, stop: 90 },
  'aurora-cluster': { start: 90, stop: 90 },
  'ecs-service': { start: 30, stop: 30 },
  // Shrinking and restoring are two changes of some minutes each (facts/aws-semantics.md 3.4); a gate is done at once.
  'elasticache-replication-group': { start: 60, stop: 60 },
  'msk-cluster': { start: 60, stop: 5 },
  'msk-connector': { start: 15, stop: 15 },
};

const minutesUntil = (deadline: string, usual: number) =>
  whole({ min: 1, max: 180, example: usual, help: `Minutes from "may be acted upon" to ${deadline}.` }).default(usual);

/** What every kind has. */
const resource = <K extends Kind>(kind: K, help: string) => ({
  kind: z.literal(kind).meta({ description: help }),
  dependsOn: distinct(z.string())
    .meta({
      description: 'Resources of this file that must be ready before this one starts. A stop goes the other way round.',
      examples: [['camunda-db']],
    })
    .default([]),
  deadlineMinutes: z
    .strictObject({
      start: minutesUntil('a start is given up', defaultDeadlineMinutes[kind].start),
      stop: minutesUntil('a stop is given up', defaultDeadlineMinutes[kind].stop),
    })
    .meta({
      description: 'How long a run waits for this resource before it gives it up.',
      examples: [defaultDeadlineMinutes[kind]],
    })
    .prefault({}),
  optional: flag(true, 'May be missing in AWS (a feature that is switched off): skipped instead of failed.').default(
    false,
  ),
  leaveAlone: z
    .string('is not a reason in words')
    .regex(/^(?=.*\S)\P{Cc}{1,200}$/u, 'is not a reason: 1 to 200 characters on one line')
    .meta({
      description:
        'Why Curfew leaves it alone: it is only checked, never started, stopped or changed. What depends on it waits for it on a start as ever; what it depends on stays up with it.',
      examples: ['Ana migrates it until December'],
    })
    .exactOptional(),
});

const rdsInstance = z.strictObject({
  ...resource('rds-instance', 'A database instance of Amazon RDS: stopped and started.'),
  instance: awsName(
    /^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/,
    'identifier of the database instance, in lower case',
    'poc-atlas-dev-camunda',
  ),
});

const auroraCluster = z.strictObject({
  ...resource('aurora-cluster', 'A cluster of Amazon Aurora: stopped and started with all its instances.'),
  cluster: awsName(
    /^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/,
    'identifier of the Aurora cluster, in lower case',
    'poc-atlas-dev-aurora',
  ),
});

const ecsService = z.strictObject({
  ...resource('ecs-service', 'A service of Amazon ECS: its task count is remembered, set to zero, and restored.'),
  cluster: awsName(/^[\w-]{1,255}$/, 'name of the ECS cluster', 'poc-atlas-dev'),
  service: awsName(/^[\w-]{1,255}$/, 'name of the ECS service', 'poc-atlas-dev-scoring'),
  fallbackDesired: whole({
    min: 1,
    max: 1_000,
    example: 1,
    help: 'Task count to start with when none is remembered. Without it such a service is left alone and reported.',
  }).exactOptional(),
});

const replicationGroup = z.strictObject({
  ...resource(
    'elasticache-replication-group',
    'A cache of ElastiCache. It has no stop: only checked, or shrunk overnight.',
  ),
  replicationGroup: awsName(
    /^(?=.{1,40}$)[a-z](-?[a-z0-9])*$/,
    'id of the replication group, in lower case',
    'poc-atlas-dev-valkey',
  ),
  whenStopped: z
    .enum(['keep', 'shrink'])
    .meta({
      description:
        'What a stop does with the cache: leave it as it is, or take its replicas and its failover away until the next start. Not for caches in cluster mode.',
      examples: ['keep'],
    })
    .default('keep'),
});

const mskCluster = z.strictObject({
  ...resource(
    'msk-cluster',
    'A cluster of Amazon MSK. It has no stop: a gate, what depends on it waits until it can serve.',
  ),
  cluster: awsName(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'name of the MSK cluster', 'poc-atlas-dev-msk'),
});

const mskConnector = z.strictObject({
  ...resource('msk-connector', 'A connector of MSK Connect: paused and resumed.'),
  connector: awsName(/^[A-Za-z0-9][\w.-]{0,127}$/, 'name of the connector', 'poc-atlas-dev-s3-sink'),
});

export const exampleResource = { kind: 'rds-instance', instance: 'poc-atlas-dev-camunda' };

export const anyResource = z
  .discriminatedUnion('kind', [rdsInstance, auroraCluster, ecsService, replicationGroup, mskCluster, mskConnector])
  .meta({ description: 'One thing that is started and stopped, or checked, as a whole.', examples: [exampleResource] });
