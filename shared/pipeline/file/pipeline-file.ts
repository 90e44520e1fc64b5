// The format of `pipelines/<name>.yaml`. Every section but the mapping is optional: a command says which one it needs.
import * as z from 'zod';
import { region } from '#kinds/fields.ts';
import { changes } from './changes.ts';
import { groupName, hostName, identifier, namespacePart, pipelineName, secretName, topicName } from './fields.ts';
import { intake } from './intake.ts';
import { mappings, path } from './mappings.ts';
import { stores } from './stores.ts';

const kafka = z
  .strictObject({
    cluster: z
      .string('is not text')
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'is not the name of a cluster')
      .meta({ description: 'The MSK cluster, by its name.', examples: ['atlas-staging'] }),
    uuid: z
      .string('is not text')
      .regex(/^[0-9a-f-]{36}-\d{1,3}$/, "is not the last part of a cluster's ARN")
      .exactOptional()
      .meta({
        description: "The last part of the cluster's ARN. Needed to deploy.",
        examples: ['abcdef12-3456-7890-abcd-ef1234567890-5'],
      }),
    authentication: z
      .enum(['iam', 'scram'])
      .default('iam')
      .meta({ description: '`iam` (port 9098) or `scram` (port 9096). MSK Serverless knows only `iam`.' }),
  })
  .meta({ description: 'The Kafka cluster between the parts.', examples: [{ cluster: 'atlas-staging' }] });

const awsId = (kind: 'vpc' | 'subnet' | 'sg', description: string) =>
  z
    .string('is not text')
    .regex(new RegExp(`^${kind}-[0-9a-f]{8,17}$`), `is not an id such as \`${kind}-0abc1234def567890\``)
    .meta({ description, examples: [`${kind}-0abc1234def567890`] });

const network = z
  .strictObject({
    vpcId: awsId('vpc', 'The VPC of the cluster.'),
    subnetIds: z
      .array(awsId('subnet', 'A private subnet.'), 'is not a list')
      .min(2, 'needs two or more')
      .meta({
        description: 'Private subnets with a way out, in zones of their own.',
        examples: [['subnet-0aaa1111bbb222233', 'subnet-0ccc4444ddd555566']],
      }),
    kafkaSecurityGroupId: awsId('sg', "The security group of the cluster's brokers."),
    alarmTopic: z
      .string('is not text')
      .regex(/^[A-Za-z0-9_-]{1,256}$/, 'is not the name of an SNS topic')
      .meta({
        description: 'The SNS topic of the account that gets alarms, by its name.',
        examples: ['poc-atlas-dev-alarms'],
      }),
  })
  .meta({ description: 'Where the functions run. Needed to deploy.', examples: [{ vpcId: 'vpc-0abc1234def567890' }] });

const topics = z
  .strictObject({
    source: topicName(
      'events.mongo.ingest.files',
      'Where the connector writes: its prefix, the database and the collection.',
    ),
    events: topicName('events.normalized.record', 'Where the normaliser writes.').default('events.normalized.record'),
    deadLetters: topicName('events.normalized.dlq', 'Where records go that can never succeed.').default(
      'events.normalized.dlq',
    ),
  })
  .meta({ description: 'The topics of the pipeline.', examples: [{ source: 'events.mongo.ingest.files' }] });

const mongodb = z
  .strictObject({
    database: namespacePart('ingest', 'The database.'),
    collection: namespacePart('files', 'The collection. Without it, the whole database.').exactOptional(),
    topicPrefix: topicName('events.mongo', 'What the connector puts before `<database>.<collection>`.'),
    connectionSecret: secretName('cdc/mongodb-uri'),
    copyExisting: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether documents that exist already are copied first.' }),
    heartbeatSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .default(60)
      .meta({
        description: 'Keeps the resume token of a quiet collection from falling out of the oplog.',
        examples: [60],
      }),
    plugin: z
      .strictObject({
        bucket: z
          .string('is not text')
          .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is not the name of a bucket')
          .meta({ description: 'The bucket with the archive.', examples: ['acme-connect-plugins'] }),
        key: z
          .string('is not text')
          .regex(/^[\w./-]{1,512}\.zip$/, 'is not the key of a .zip')
          .meta({
            description: "The archive: MongoDB's connector and AWS's config providers.",
            examples: ['mongodb-2.0.1.zip'],
          }),
        revision: z.int('is not a whole number').min(1, 'begins at 1').default(1).meta({
          description: 'Raise it with each change of the connector: next to nothing of it can be changed in place.',
        }),
      })
      .exactOptional()
      .meta({
        description: "The connector's plugin. With it the connector is part of the stack.",
        examples: [{ bucket: 'acme-connect-plugins', key: 'mongodb-2.0.1.zip' }],
      }),
    overrides: z
      .record(z.string(), z.string('is not text: write it in quotes'))
      .default({})
      .meta({
        description: "Further keys of the connector's configuration.",
        examples: [{ 'poll.await.time.ms': '500' }],
      }),
  })
  .meta({
    description: 'The MongoDB source connector.',
    examples: [{ database: 'ingest', topicPrefix: 'events.mongo' }],
  });

const clickhouse = z
  .strictObject({
    ingestion: z.enum(['engine', 'function']).meta({
      description: "`engine`: ClickHouse's Kafka engine reads the topic. `function`: a Lambda function inserts.",
      examples: ['function'],
    }),
    host: hostName('clickhouse.internal.example.com', 'The HTTPS interface.').exactOptional(),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(8_443)
      .meta({ description: 'Its port.', examples: [8443] }),
    credentialsSecret: secretName('cdc/clickhouse').exactOptional(),
    database: identifier('default', 'The database in ClickHouse.').default('default'),
    table: identifier('record_raw', 'The table with the events. Its neighbours are named after it.').default(
      'record_raw',
    ),
    consumerGroup: groupName('ch-sink').default('ch-sink'),
    ttlDays: z
      .int()
      .min(1)
      .max(3_650)
      .default(90)
      .meta({ description: 'How long events are kept.', examples: [90] }),
  })
  .meta({
    description: 'Where the events land.',
    examples: [{ ingestion: 'function', host: 'clickhouse.example.com' }],
  });

const events = z
  .strictObject({
    system: namespacePart('montecarlo', 'Where the events come from. Mappings match it as `ns.db`.'),
    kind: namespacePart('incident', 'What they are about. Mappings match it as `ns.coll`.'),
    id: path.meta({ description: 'Where an event says which one it is about.', examples: ['payload.incident_id'] }),
    at: path.exactOptional().meta({
      description: 'Where it says when it happened: ISO 8601, or milliseconds. Without it, the time of the record.',
      examples: ['payload.updated_at'],
    }),
  })
  .meta({
    description: 'How to read events that are no changes of MongoDB, such as those of `intake`.',
    examples: [{ system: 'montecarlo', kind: 'incident', id: 'payload.incident_id' }],
  });

export type WrittenEvents = z.output<typeof events>;

const normaliser = z
  .strictObject({
    consumerGroup: groupName('normalizer').default('normalizer'),
    events: events.exactOptional(),
    pollers: z
      .strictObject({
        min: z
          .int()
          .min(1)
          .max(200)
          .meta({ description: 'At least so many.', examples: [1] }),
        max: z
          .int()
          .min(1)
          .max(2_000)
          .meta({ description: 'At most so many.', examples: [2] }),
      })
      .exactOptional()
      .meta({
        description: 'Provisioned pollers, which cost by the hour even when nothing happens.',
        examples: [{ min: 1, max: 2 }],
      }),
  })
  .meta({ description: 'The function that normalises.', examples: [{ consumerGroup: 'normalizer' }] });

export const pipelineFile = z
  .strictObject({
    pipeline: pipelineName.exactOptional(),
    region: region.exactOptional(),
    kafka: kafka.exactOptional(),
    network: network.exactOptional(),
    topics: topics.exactOptional(),
    source: z.strictObject({ mongodb }).exactOptional().meta({ description: 'Where changes come from.' }),
    normaliser: normaliser.exactOptional(),
    intake: intake.exactOptional(),
    mappings,
    stores: stores.exactOptional(),
    sink: z.strictObject({ clickhouse }).exactOptional().meta({ description: 'Where events go.' }),
    changes: changes.exactOptional(),
  })
  .meta({ title: 'Curfew pipeline', description: 'From a change in a database to a row that can be queried.' });

export type Pipeline = z.output<typeof pipelineFile>;
