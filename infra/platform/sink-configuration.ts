// The configuration of the export to S3: Aiven's S3 sink (Apache licence), version 2.12 or later. Confluent's partitioner by fields
// takes records with a schema only, and the records here are plain JSON. Here the fields become the key of the record, by
// transformations that Kafka Connect has itself and that take plain JSON, and the file name is made of the key.
import type { RunningSink } from './config/sink-config.ts';

/** One field: `event_type=click`. Several: `event_type,country={country=BR, event_type=click}`, the key as Connect writes it, in an
 * order of its own that stays the same for the same fields. */
const keyOf = (fields: readonly string[]): Record<string, string> => ({
  'transforms.fields.type': 'org.apache.kafka.connect.transforms.ValueToKey',
  'transforms.fields.fields': fields.join(','),
  ...(fields.length === 1
    ? {
        transforms: 'fields,key',
        'transforms.key.type': 'org.apache.kafka.connect.transforms.ExtractField$Key',
        'transforms.key.field': fields.join(''),
      }
    : { transforms: 'fields' }),
});

/** Topic, partition, key and offset together: every record is kept. Without the offset only the last record of a key would be. */
const fileNames = (prefix: string, fields: readonly string[]): string =>
  `${prefix}/{{topic}}/${fields.join(',')}={{key}}/{{partition}}-{{start_offset:padding=true}}.jsonl`;

export const sinkConfiguration = (
  sink: Omit<RunningSink, 'kind' | 'revision' | 'pluginKey'>,
  { region, bucket }: { readonly region: string; readonly bucket: string },
): Record<string, string> => ({
  'connector.class': 'io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector',
  'tasks.max': String(sink.tasksMax),
  topics: sink.topics.join(','),
  'aws.s3.region': region,
  'aws.s3.bucket.name': bucket,
  'file.name.template': fileNames(sink.prefix, sink.partitionFields),
  'file.compression.type': 'none',
  'file.max.records': '1000',
  'format.output.type': 'jsonl',
  'format.output.fields': 'value',
  'format.output.envelope': 'false',
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
  ...keyOf(sink.partitionFields),
  // What is no JSON object goes to a topic of its own, with the reason: one such record must not end the export.
  'errors.tolerance': 'all',
  'errors.deadletterqueue.topic.name': sink.failedTopic,
  'errors.deadletterqueue.topic.replication.factor': String(sink.failedTopicReplication),
  'errors.deadletterqueue.context.headers.enable': 'true',
  'errors.log.enable': 'true',
});

const schemaless = /StringConverter$|ByteArrayConverter$/;

const hasNoSchema = (configuration: Readonly<Record<string, string>>): boolean =>
  schemaless.test(configuration['value.converter'] ?? '') ||
  configuration['value.converter.schemas.enable'] === 'false';

/** What the connector would fail at with its first record, said before anything is deployed. */
export const sinkProblems = (
  {
    topics,
    failedTopic,
    failedTopicReplication,
    partitionFields,
  }: Omit<RunningSink, 'kind' | 'revision' | 'pluginKey'>,
  configuration: Readonly<Record<string, string>>,
  brokers: number,
): string[] => {
  const partitioner = configuration['partitioner.class'] ?? '';
  const field = partitionFields.find((one) => /[,\s/{}]/.test(one) || one === '');
  return [
    ...(partitioner.includes('FieldPartitioner') && hasNoSchema(configuration)
      ? [
          `${partitioner} takes records with a schema only (\`Value is not Struct type\`), and this converter gives none`,
        ]
      : []),
    ...(topics.includes(failedTopic)
      ? [`${failedTopic} is exported and receives what cannot be: it would feed itself`]
      : []),
    ...(failedTopicReplication > brokers
      ? [`failedTopicReplication: ${failedTopicReplication} copies do not fit on ${brokers} brokers`]
      : []),
    ...(field === undefined
      ? []
      : [`partitionFields: \`${field}\` is not the name of one field that a folder can have`]),
  ];
};
