// The whole path on real parts: MongoDB's protocol with change streams, MongoDB's own connector in a Kafka Connect worker, a real
// broker, the built functions, and ClickHouse's own engine. Everything that can die does.
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Admin } from '@platformatic/kafka';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Security } from '#core/kafka/security.ts';
import { pause } from '#core/runtime/pause.ts';
import type { SinkSurroundings } from '#functions/clickhouse-sink/handler.ts';
import { recentRowsSql } from '#pipeline/clickhouse/checks.ts';
import { type ClickHouse, clickHouse } from '#pipeline/clickhouse/client.ts';
import { storageSql } from '#pipeline/clickhouse/sql.ts';
import { parsePipeline } from '#pipeline/file/load.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import { connectorConfig } from '#pipeline/mongodb/connector-config.ts';
import { seededChance } from '#sim/random/chance.ts';
import { type Engine, startEngine } from '../../scripts/integration/clickhouse-engine.ts';
import {
  connectClassPath,
  startMongo,
  startWorker,
  type Worker,
  workerFolder,
} from '../../scripts/integration/connect.ts';
import { connectorKeys } from '../../scripts/integration/connector-keys.ts';
import type { Daemon } from '../../scripts/integration/processes.ts';
import keys from '../../shared/pipeline/mongodb/connector-keys.json' with { type: 'json' };
import { type EventSource, eventSource } from './support/event-source.ts';
import { bootstrap, freshPrefix } from './support/kafka.ts';

type Handler = (event: unknown) => Promise<unknown>;

const prefix = freshPrefix().replace(/\.$/, '');
const data = mkdtempSync(join(tmpdir(), 'curfew-pipeline-'));
const plain = (): Security => ({ kind: 'plain' });

const textOf = (port: number): string => `pipeline: files
region: us-east-1
topics: { source: ${prefix}.mongo.ingest.files, events: ${prefix}.events, deadLetters: ${prefix}.dlq }
source:
  mongodb: { database: ingest, collection: files, topicPrefix: ${prefix}.mongo, connectionSecret: unused }
mappings:
  - match: { ns.db: ingest, ns.coll: files }
    event_type_override: { when: "$eq(fullDocument.status, 'arrived')", value: file_arrived, else: file_event }
    tags: [status]
    attrs: [size_bytes, n]
sink:
  clickhouse: { ingestion: function, host: 127.0.0.1, port: ${port}, credentialsSecret: unused }
`;

/** A function as Lambda has it: its bundle with its pipeline beside it, and a fresh process' state at each call. */
const deployedAt = (name: string, pipeline: Pipeline): string => {
  const folder = mkdtempSync(join(tmpdir(), `curfew-${name}-`));
  cpSync(`dist/functions/${name}`, folder, { recursive: true });
  writeFileSync(join(folder, 'pipeline.json'), JSON.stringify(pipeline));
  return folder;
};

let mongo: { readonly uri: string; readonly server: Daemon };
let engine: Engine;
let worker: Worker;
let client: MongoClient;
let house: ClickHouse;
let pipeline: Pipeline;
const folder = workerFolder();
const sources: EventSource[] = [];

const connector = () => {
  const { source, topics } = pipeline;
  if (!source || !topics) throw new Error('the pipeline has no source');
  return {
    ...connectorConfig(source.mongodb, topics.deadLetters),
    'connection.uri': mongo.uri,
    // What the test's server leaves out of its change events.
    pipeline: JSON.stringify([{ $addFields: { ns: { db: 'ingest', coll: 'files' }, wallTime: '$$NOW' } }]),
    'startup.mode': 'latest',
    'heartbeat.interval.ms': '0',
  };
};

beforeAll(async () => {
  [mongo, engine] = await Promise.all([startMongo(), startEngine(data)]);
  const { port } = new URL(engine.url);
  pipeline = parsePipeline(textOf(Number(port)), 'pipeline.yaml');
  const { topics, sink } = pipeline;
  if (!topics || !sink) throw new Error('the pipeline is not whole');
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: bootstrap() });
  await admin.createTopics({ topics: [topics.source, topics.events, topics.deadLetters], partitions: 3, replicas: 1 });
  await admin.close();
  house = clickHouse({ url: engine.url, username: 'default', password: '', database: 'default', timeoutMs: 30_000 });
  for (const { sql } of storageSql(sink.clickhouse)) await house.command(sql);
  worker = await startWorker(bootstrap().join(','), folder, connector());
  client = new MongoClient(mongo.uri);
  await client.connect();
}, 180_000);

afterAll(async () => {
  for (const source of sources) await source.stop();
  await client?.close();
  await house?.close();
  await Promise.all([worker?.server.stop(), mongo?.server.stop(), engine?.server.stop()]);
});

const waitFor = async (what: string, isThere: () => Promise<boolean>, seconds = 90): Promise<void> => {
  for (let waited = 0; !(await isThere().catch(() => false)); waited += 1) {
    if (waited > seconds * 4) throw new Error(`${what} did not happen in ${seconds} s`);
    await pause(250);
  }
};

const countOf = async (sql: string): Promise<number> => Number((await house.query(sql))[0]?.n);
const distinct = () => countOf('SELECT uniqExact(idempotency_key) AS n FROM default.record_raw');
const final = () => countOf('SELECT count() AS n FROM default.record_raw FINAL');

const { number: chance } = seededChance(7);
const names = (pipelineOf: Pipeline) => {
  const { topics } = pipelineOf;
  if (!topics) throw new Error('no topics');
  return topics;
};

const startFunctions = async (crash: () => boolean): Promise<void> => {
  process.env.KAFKA_BOOTSTRAP = bootstrap().join(',');
  process.env.AWS_REGION = 'us-east-1';
  const topics = names(pipeline);
  const load = async (name: string): Promise<{ folder: string; module: Record<string, unknown> }> => {
    const at = deployedAt(name, pipeline);
    return { folder: at, module: await import(pathToFileURL(join(at, 'index.mjs')).href) };
  };
  const [normalise, sink] = await Promise.all([load('normalise'), load('clickhouse-sink')]);
  const overNormalise = normalise.module.normaliseOver as (security: typeof plain) => Handler;
  const overSink = sink.module.sinkOver as (parts: SinkSurroundings) => Handler;
  const fresh = (at: string, make: () => Handler): (() => Handler) => {
    let handler: Handler | undefined;
    return () => {
      // A new process now and then; between batches, as Lambda does it.
      if (!handler || chance('new process') < 0.1) {
        process.env.LAMBDA_TASK_ROOT = at;
        handler = make();
      }
      const current = handler;
      return (event) => {
        process.env.LAMBDA_TASK_ROOT = at;
        return current(event);
      };
    };
  };
  const surroundings: SinkSurroundings = {
    securityIn: plain,
    credentials: async () => ({ username: 'default', password: '' }),
    scheme: 'http',
  };
  const batchMax = () => 1 + Math.floor(chance('batch') * 200);
  sources.push(
    eventSource(
      bootstrap(),
      { topic: topics.source, group: `${prefix}-normalise`, batchMax },
      fresh(normalise.folder, () => overNormalise(plain)),
      crash,
    ),
    eventSource(
      bootstrap(),
      { topic: topics.events, group: `${prefix}-sink`, batchMax },
      fresh(sink.folder, () => overSink(surroundings)),
      crash,
    ),
  );
};

describe('the connector', () => {
  test('has the keys that `pipeline validate` knows', async () => {
    expect(await connectorKeys(connectClassPath())).toEqual(keys);
  });
});

describe('changes in MongoDB', () => {
  test('arrive in ClickHouse, each once, whoever dies on the way', async () => {
    let dies = true;
    await startFunctions(() => dies && chance('death') < 0.1);
    const files = client.db('ingest').collection<{ _id: string; status: string; n: number }>('files');
    const port = Number(new URL(engine.url).port);
    for (let hundred = 0; hundred < 10; hundred += 1) {
      const documents = Array.from({ length: 100 }, (_, index) => ({
        _id: `doc-${hundred * 100 + index}`,
        status: index % 2 === 0 ? 'arrived' : 'waiting',
        n: hundred * 100 + index,
      }));
      await files.insertMany(documents);
      if (hundred === 3) {
        await waitFor('a first row', async () => (await final()) > 0);
        await engine.server.kill();
        await pause(500);
        engine = await startEngine(data, port);
      }
      if (hundred === 6) {
        await worker.server.kill();
        worker = await startWorker(bootstrap().join(','), folder, connector());
      }
    }
    await waitFor('a thousand rows', async () => (await distinct()) >= 1_000, 120);
    dies = false;
    expect(await distinct()).toBe(1_000);
    expect(await final()).toBe(1_000);
    const kinds = await house.query(
      'SELECT event_type, count() AS n FROM default.record_raw FINAL GROUP BY event_type ORDER BY event_type',
    );
    expect(kinds.map(({ event_type, n }) => [event_type, Number(n)])).toEqual([
      ['file_arrived', 500],
      ['file_event', 500],
    ]);
    expect(Number((await house.query(recentRowsSql('default', 'record_raw')))[0]?.rows)).toBe(1_000);
    // Somebody did die.
    const delivered = sources.map((source) => source.counts().delivered).reduce((sum, one) => sum + one, 0);
    expect(delivered).toBeGreaterThan(20);
  }, 300_000);
});
