// The configuration of the MongoDB source connector that a pipeline needs.
import type { Pipeline } from '../file/pipeline-file.ts';

type MongoSource = NonNullable<Pipeline['source']>['mongodb'];

export type ConnectorConfig = Readonly<Record<string, string>>;

export const connectorClass = 'com.mongodb.kafka.connect.MongoSourceConnector';
export const simplifiedJson = 'com.mongodb.kafka.connect.source.json.formatter.SimplifiedJson';

const stringConverter = 'org.apache.kafka.connect.storage.StringConverter';

const startupMode = (source: MongoSource): ConnectorConfig =>
  source.copyExisting ? { 'startup.mode': 'copy_existing' } : { 'startup.mode': 'latest' };

/**
 * Brokers and security are no settings of a connector but of its worker. The connection string is read from a secret by the
 * worker's provider `secretManager`, so that it stands in no configuration.
 */
export const connectorConfig = (source: MongoSource, deadLetters: string): ConnectorConfig => ({
  'connector.class': connectorClass,
  'tasks.max': '1',
  'connection.uri': `\${secretManager:${source.connectionSecret}:uri}`,
  database: source.database,
  ...(source.collection === undefined ? {} : { collection: source.collection }),
  'topic.prefix': source.topicPrefix,
  // The whole change, not only the document: otherwise deletes and the kind of the change are lost.
  'publish.full.document.only': 'false',
  'change.stream.full.document': 'updateLookup',
  'change.stream.document.key.as.key': 'true',
  'output.format.key': 'json',
  'output.format.value': 'json',
  'output.json.formatter': simplifiedJson,
  'key.converter': stringConverter,
  'value.converter': stringConverter,
  // A record that cannot be converted goes to the dead letters; `all` without them would drop it without a word.
  'errors.tolerance': 'all',
  'errors.deadletterqueue.topic.name': deadLetters,
  'errors.log.enable': 'true',
  // The resume token of a quiet collection would otherwise age out of the oplog.
  'heartbeat.interval.ms': String(source.heartbeatSeconds * 1_000),
  'heartbeat.topic.name': `${source.topicPrefix}.heartbeats`,
  'poll.await.time.ms': '500',
  'poll.max.batch.size': '1000',
  ...startupMode(source),
  ...source.overrides,
});
