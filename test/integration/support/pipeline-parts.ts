// A whole pipeline of real parts: MongoDB's protocol with change streams, MongoDB's own connector in a Kafka Connect worker, a real
// broker, the built functions, and ClickHouse's own engine. Each of them can be killed at any moment.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Admin } from '@platformatic/kafka';
import { MongoClient } from 'mongodb';
import { type ClickHouse, clickHouse } from '#pipeline/clickhouse/client.ts';
import { storageSql } from '#pipeline/clickhouse/sql.ts';
import { parsePipeline } from '#pipeline/file/load.ts';
import { connectorConfig } from '#pipeline/mongodb/connector-config.ts';
import type { Chance } from '#sim/random/chance.ts';
import { startEngine } from '../../../scripts/integration/clickhouse-engine.ts';
import { startMongo, startWorker, workerFolder } from '../../../scripts/integration/connect.ts';
import { type EventSource, eventSource } from './event-source.ts';
import { functionProcess } from './function-process.ts';
import { bootstrap, freshPrefix } from './kafka.ts';

const textOf = (prefix: string, port: number): string => `pipeline: files
region: us-east-1
topics: { source: ${prefix}.mongo.ingest.files, events: ${prefix}.events, deadLetters: ${prefix}.dlq }
source:
  mongodb: { database: ingest, collection: files, topicPrefix: ${prefix}.mongo, connectionSecret: unused }
normaliser: { consumerGroup: ${prefix}-normalise }
mappings:
  - match: { ns.db: ingest, ns.coll: files }
    event_type_override: { when: "$eq(fullDocument.status, 'arrived')", value: file_arrived, else: file_event }
    tags: [status]
    attrs: [size_bytes, n]
sink:
  clickhouse:
    ingestion: function
    host: 127.0.0.1
    port: ${port}
    credentialsSecret: unused
    consumerGroup: ${prefix}-sink
`;

const connectorOf = (pipeline: ReturnType<typeof parsePipeline>, uri: string) => {
  const { source, topics } = pipeline;
  if (!source || !topics) throw new Error('the pipeline has no source');
  return {
    ...connectorConfig(source.mongodb, topics.deadLetters),
    'connection.uri': uri,
    // What the test's server leaves out of its change events.
    pipeline: JSON.stringify([{ $addFields: { ns: { db: 'ingest', coll: 'files' }, wallTime: '$$NOW' } }]),
    'startup.mode': 'latest',
    'heartbeat.interval.ms': '0',
  };
};

const makeTopics = async (topics: readonly string[]): Promise<void> => {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: bootstrap() });
  await admin.createTopics({ topics: [...topics], partitions: 3, replicas: 1 });
  await admin.close();
};

type Functions = Readonly<Record<'normalise' | 'sink', ReturnType<typeof functionProcess>>>;

export type PipelineParts = {
  readonly file: string;
  readonly files: ReturnType<ReturnType<MongoClient['db']>['collection']>;
  readonly house: ClickHouse;
  readonly engineUrl: string;
  readonly workerUrl: () => string;
  readonly functions: Functions;
  readonly sources: readonly EventSource[];
  /** Both are up again when it resolves. */
  readonly killEngine: () => Promise<void>;
  readonly killWorker: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export const startPipeline = async ({ number: chance }: Chance): Promise<PipelineParts> => {
  const prefix = freshPrefix().replace(/\.$/, '');
  const data = mkdtempSync(join(tmpdir(), 'curfew-pipeline-'));
  const [mongo, firstEngine] = await Promise.all([startMongo(), startEngine(data)]);
  let engine = firstEngine;
  const port = Number(new URL(engine.url).port);
  const file = join(data, 'files.yaml');
  writeFileSync(file, textOf(prefix, port));
  const pipeline = parsePipeline(textOf(prefix, port), file);
  const { topics, sink } = pipeline;
  if (!topics || !sink) throw new Error('the pipeline is not whole');
  await makeTopics([topics.source, topics.events, topics.deadLetters]);
  const login = { username: 'default', password: '', database: 'default', timeoutMs: 30_000 };
  const house = clickHouse({ url: engine.url, ...login });
  for (const { sql } of storageSql(sink.clickhouse)) await house.command(sql);
  const folder = workerFolder();
  const beginWorker = () => startWorker(bootstrap().join(','), folder, connectorOf(pipeline, mongo.uri));
  let worker = await beginWorker();
  const client = new MongoClient(mongo.uri);
  await client.connect();
  const functions: Functions = {
    normalise: functionProcess('normalise', pipeline, bootstrap()),
    sink: functionProcess('clickhouse-sink', pipeline, bootstrap()),
  };
  const batchMax = () => 1 + Math.floor(chance('batch') * 60);
  const sources = [
    eventSource(
      bootstrap(),
      { topic: topics.source, group: `${prefix}-normalise`, batchMax },
      functions.normalise.handle,
    ),
    eventSource(bootstrap(), { topic: topics.events, group: `${prefix}-sink`, batchMax }, functions.sink.handle),
  ];
  return {
    ...{ file, house, functions, sources, engineUrl: engine.url, workerUrl: () => worker.url },
    files: client.db('ingest').collection('files'),
    killEngine: async () => {
      await engine.server.kill();
      engine = await startEngine(data, port);
    },
    killWorker: async () => {
      await worker.server.kill();
      worker = await beginWorker();
    },
    stop: async () => {
      for (const source of sources) await source.stop();
      await Promise.all([functions.normalise.stop(), functions.sink.stop(), client.close(), house.close()]);
      await Promise.all([worker.server.stop(), mongo.server.stop(), engine.server.stop()]);
    },
  };
};
