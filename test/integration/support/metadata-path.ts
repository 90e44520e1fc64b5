// The whole path of the metadata page: a webhook over HTTP, the built functions in processes of their own, a real broker, PostgreSQL,
// Debezium in a Connect worker, and a queue. What comes out of the queue goes to `alarm-notify` (notify-end.ts).
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Admin } from '@platformatic/kafka';
import { pause } from '#core/runtime/pause.ts';
import { parsePipeline } from '#pipeline/file/load.ts';
import { workerFolder } from '../../../scripts/integration/connect.ts';
import { startDebezium } from '../../../scripts/integration/debezium.ts';
import { eventSource } from './event-source.ts';
import { functionProcess } from './function-process.ts';
import { bootstrap, freshPrefix } from './kafka.ts';
import { migratedPostgres, rowsOf } from './postgres-store.ts';

export const intakeSecret = 'the secret that Monte Carlo signs with';

const textOf = (prefix: string, postgresPort: number): string => `pipeline: metadata
region: us-east-1
intake:
  montecarlo: { topic: ${prefix}.in, key: payload.incident_id, verify: monte-carlo, secret: unused }
topics: { source: ${prefix}.in, events: ${prefix}.events, deadLetters: ${prefix}.dlq }
normaliser:
  consumerGroup: ${prefix}-normalise
  events: { system: montecarlo, kind: incident, id: payload.incident_id }
mappings:
  - match: { ns.db: montecarlo }
    attrs: { status: payload.status, table: payload.table, url: payload.url, threshold: payload.threshold }
stores:
  postgres: { host: 127.0.0.1, port: ${postgresPort}, database: postgres, credentialsSecret: unused, consumerGroup: ${prefix}-store }
changes:
  environment: staging
  topics: [${prefix}.cdc.public.metadata]
  deadLetters: ${prefix}.cdc.dlq
  consumerGroup: ${prefix}-reader
  rules:
    - table: public.metadata
      when: "after.kind = 'montecarlo.incident' and $changed('body.status') and after.body.status = 'resolved'"
      source: data-quality
      state: ok
      name: "{% after.id %}"
      title: "{% after.id %} on {% after.body.table %} is resolved, it was {% $before.body.status %}"
    - table: metadata
      when: "$op = 'c' and after.kind = 'montecarlo.incident'"
      source: data-quality
      state: alarm
      severity: critical
      name: "{% after.id %}"
      title: "{% after.id %} on {% after.body.table %}: below {% after.body.threshold %}"
      text: "{% after.body.url %}"
`;

const makeTopics = async (topics: readonly string[]): Promise<void> => {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: bootstrap() });
  await admin.createTopics({ topics: [...topics], partitions: 3, replicas: 1 });
  await admin.close();
};

/** A function URL: what comes over HTTP becomes the event that Lambda makes of it. */
const functionUrl = async (handle: (event: unknown) => Promise<unknown>) => {
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url: rawPath, method, headers } = request;
    const body = Buffer.concat(chunks).toString('base64');
    const event = {
      version: '2.0',
      rawPath,
      headers,
      body,
      isBase64Encoded: true,
      requestContext: { http: { method } },
    };
    const answer = (await handle(event)) as { readonly statusCode: number; readonly body: string };
    response.writeHead(answer.statusCode).end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
};

type Death = 'before it is taken' | 'after it was taken';

/** Between the reader and its queue: at a message the reader may die, before the queue has it or before the reader hears of it. */
const doorOf = async (queueUrl: string, kill: () => Promise<unknown>) => {
  const deaths: Death[] = [];
  const died: Death[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const death = deaths.shift();
    const die = async () => {
      await kill();
      if (death) died.push(death);
      request.socket.destroy();
    };
    if (death === 'before it is taken') return die();
    const { 'content-type': type = '', 'x-amz-target': target = '' } = request.headers;
    const headers = { 'content-type': type, 'x-amz-target': String(target) };
    const answer = await fetch(new URL(request.url ?? '/', queueUrl), {
      ...{ method: 'POST', headers, body: Buffer.concat(chunks).toString().replaceAll(door(), queueUrl) },
    });
    const text = await answer.text();
    if (death === 'after it was taken') return die();
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const door = () => `http://127.0.0.1:${port}${new URL(queueUrl).pathname}`;
  return { url: door(), dieAt: (death: Death) => void deaths.push(death), died, close: () => void server.close() };
};

const streamsWithinMs = 60_000;

const untilItStreams = async (login: Parameters<typeof rowsOf>[0]): Promise<void> => {
  const isStreaming = async (): Promise<boolean> =>
    (await rowsOf(login, 'select 1 from pg_replication_slots where active')).length > 0;
  for (let waitedMs = 0; !(await isStreaming()); waitedMs += 200) {
    if (waitedMs > streamsWithinMs) throw new Error(`Debezium does not stream after ${streamsWithinMs / 1_000} s`);
    await pause(200);
  }
};

export const startMetadataPath = async (queueUrl: string) => {
  const prefix = freshPrefix().replace(/\.$/, '');
  const { server: database } = await migratedPostgres();
  const { user, password, port } = database.login;
  const pipeline = parsePipeline(textOf(prefix, port), 'metadata.yaml');
  const { topics, changes, stores } = pipeline;
  if (!topics || !changes || !stores?.postgres) throw new Error('the pipeline is not whole');
  const [cdcTopic = ''] = changes.topics;
  await makeTopics([topics.source, topics.events, topics.deadLetters, cdcTopic, changes.deadLetters]);
  const folder = workerFolder();
  /** What was there before it has taken its snapshot is no change, and nobody is told of it. */
  const beginWorker = async () => {
    const begun = await startDebezium(bootstrap().join(','), folder, database.login, `${prefix}.cdc`);
    await untilItStreams(database.login);
    return begun;
  };
  let worker = await beginWorker();
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'a' };
  let killReader = async (): Promise<unknown> => undefined;
  const door = await doorOf(queueUrl, () => killReader());
  const made = (name: Parameters<typeof functionProcess>[0], own = {}) =>
    functionProcess(name, pipeline, bootstrap(), own);
  const functions = {
    intake: made('event-intake', { INTAKE_SECRET: intakeSecret, QUEUE_URL: 'unused' }),
    normalise: made('normalise'),
    store: made('store-metadata', { STORE: 'postgres', STORE_LOGIN: JSON.stringify({ username: user, password }) }),
    reader: made('change-reader', { ...keys, NOTIFICATIONS_QUEUE_URL: door.url, AWS_ENDPOINT_URL_SQS: door.url }),
  };
  killReader = () => functions.reader.kill(0, 0);
  const read = (topic: string, group: string, handle: (event: unknown) => Promise<unknown>) =>
    eventSource(bootstrap(), { topic, group, batchMax: () => 20 }, handle);
  const readChanges = (group: string) => read(cdcTopic, group, functions.reader.handle);
  const sources = [
    read(topics.source, `${prefix}-normalise`, functions.normalise.handle),
    read(topics.events, `${prefix}-store`, functions.store.handle),
    readChanges(`${prefix}-reader`),
  ];
  const webhook = await functionUrl(functions.intake.handle);
  return {
    ...{
      webhookUrl: `${webhook.url}/montecarlo`,
      database,
      door,
      deadLetters: [topics.deadLetters, changes.deadLetters],
    },
    /** A second reader in a group that is new: it begins with the first change. */
    readEverythingAgain: () => void sources.push(readChanges(`${prefix}-again`)),
    killWorker: async () => {
      await worker.server.kill();
      worker = await beginWorker();
    },
    stop: async () => {
      webhook.close();
      for (const source of sources) await source.stop();
      await Promise.all(Object.values(functions).map((one) => one.stop()));
      await worker.server.stop();
      door.close();
      await database.stop();
    },
  };
};
