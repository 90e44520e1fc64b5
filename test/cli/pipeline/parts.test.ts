// The commands that look at running parts and take them away, against Kafka's protocol, a Connect worker's REST interface and
// ClickHouse's HTTP, each from a server in this process.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakeKafka, fakeKafka } from '#test/support/kafka/fake-kafka.ts';
import { curfewHere } from '../in-process.ts';

const file = join(mkdtempSync(join(tmpdir(), 'curfew-parts-')), 'files.yaml');
writeFileSync(
  file,
  `pipeline: files
topics: { source: source, events: events, deadLetters: dead }
mappings: [{ match: { ns.db: ingest } }]
sink: { clickhouse: { ingestion: engine } }
`,
);

let kafka: FakeKafka;
let connect: Server;
let house: Server;
let tables: string[];
let connectors: Map<string, object>;
const done: string[] = [];

const listen = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const startConnect = () =>
  createServer((request, response) => {
    const name = request.url?.split('/')[2] ?? '';
    const status = connectors.get(name);
    if (!status) return response.writeHead(404).end('{}');
    if (request.method !== 'DELETE') return response.end(JSON.stringify(status));
    connectors.delete(name);
    done.push(`DELETE ${name}`);
    return response.writeHead(204).end();
  });

const answerTo = (sql: string): readonly object[] => {
  if (sql.includes('system.tables')) return tables.map((name) => ({ name, total_rows: null }));
  if (sql.includes('quantileExact')) return [{ p95: 2, n: '4' }];
  return sql.includes('count()') ? [{ rows: '3' }] : [];
};

const startHouse = () =>
  createServer(async (request, response) => {
    const sql = await text(request);
    const [, dropped] = /^DROP \w+ IF EXISTS default\.(\w+)/.exec(sql) ?? [];
    if (dropped) {
      done.push(sql);
      tables = tables.filter((name) => name !== dropped);
    }
    response.end(
      answerTo(sql)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
  });

beforeEach(async () => {
  done.length = 0;
  connectors = new Map([
    ['curfew-pipeline-files-source', { connector: { state: 'RUNNING' }, tasks: [{ id: 0, state: 'RUNNING' }] }],
  ]);
  tables = ['record_raw', 'record_dead', 'record_stage', 'kafka_record_src', 'mv_record_ingest', 'unrelated'];
  kafka = await fakeKafka();
  for (const name of ['source', 'events', 'dead', 'unrelated']) kafka.world.createTopic({ name, partitions: 2 });
  for (const name of ['source', 'events']) kafka.world.produce(name, 1, 10);
  for (const [group, topic] of [
    ['normalizer', 'source'],
    ['ch-sink', 'events'],
  ] as const)
    kafka.world.commit(group, topic, 1, 10n);
  [connect, house] = await Promise.all([listen(startConnect()), listen(startHouse())]);
  vi.stubEnv('CLICKHOUSE_USER', 'default');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  connect.close();
  house.close();
  await kafka.close();
});

const places = () => [
  '--bootstrap',
  kafka.bootstrap.join(','),
  '--connect',
  urlOf(connect),
  '--clickhouse',
  urlOf(house),
];
const run = (command: string, ...more: readonly string[]) =>
  curfewHere(['pipeline', command, file, ...places(), ...more]);

describe('curfew pipeline check', () => {
  test('says of each part whether it runs, and exits with 0', async () => {
    const { code, stdout } = await run('check', '--seconds', '1', '--percentile', 'latency_sec');
    expect(stdout).toContain('✓ connector curfew-pipeline-files-source, tasks: 1 task RUNNING');
    expect(stdout).toContain('? topic source: no new record in 1 s');
    expect(stdout).toContain('✓ group normalizer: lag 0');
    expect(stdout).toContain('✓ dead letters dead: none');
    expect(stdout).toContain('✓ rows of the last five minutes: 3');
    expect(stdout).toContain('✓ p95 of latency_sec, 15 minutes: 2 of 4 values');
    expect(code).toBe(0);
  });

  test('exits with 1 if a task has failed, although its connector runs', async () => {
    connectors.set('curfew-pipeline-files-source', {
      connector: { state: 'RUNNING' },
      tasks: [{ id: 0, state: 'FAILED' }],
    });
    const { code, stdout } = await run('check', '--seconds', '1');
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('task 0 is FAILED') });
  });

  test('says what it could not look at', async () => {
    const { stdout } = await curfewHere(['pipeline', 'check', file, '--connect', urlOf(connect), '--json']);
    const { findings } = JSON.parse(stdout);
    expect(findings).toContainEqual({ about: 'Kafka', verdict: 'not checked', what: 'add --bootstrap HOST:PORT' });
  });

  test('says of ClickHouse that its secret could not be read, and looks at the other parts', async () => {
    vi.stubEnv('CLICKHOUSE_USER', undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nonexistent');
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    const { stdout } = await curfewHere([
      'pipeline',
      'check',
      'examples/cdc/pipelines/files.yaml',
      '--connect',
      urlOf(connect),
    ]);

    expect(stdout).toContain('✓ connector curfew-pipeline-files-source');
    expect(stdout).toMatch(
      /- ClickHouse: not checked: the secret cdc\/clickhouse cannot be read \(.+\): set CLICKHOUSE_/,
    );
  });
});

describe('curfew pipeline teardown', () => {
  const planned = async (...more: readonly string[]) => JSON.parse((await run('teardown', '--json', ...more)).stdout);

  test('changes nothing without the hash, and keeps the events and topics', async () => {
    const { code, stdout } = await run('teardown');
    expect(code).toBe(0);
    expect(stdout).toContain(
      '1. delete the connector curfew-pipeline-files-source\n2. drop the view default.mv_record_ingest',
    );
    expect(stdout).toContain('Kept: default.record_raw, default.record_dead, topic source, topic events, topic dead');
    expect(done).toEqual([]);
  });

  test('carries out the plan in its order, and nothing beside it', async () => {
    const { hash } = await planned('--drop-table', '--delete-topics');
    const { code } = await run('teardown', '--drop-table', '--delete-topics', '--plan-hash', hash);
    expect(code).toBe(0);
    expect(done.map((sql) => sql.replace(/ IF EXISTS | SYNC/g, ' ').trim())).toEqual([
      'DELETE curfew-pipeline-files-source',
      'DROP VIEW default.mv_record_ingest',
      'DROP TABLE default.kafka_record_src',
      'DROP TABLE default.record_stage',
      'DROP TABLE default.record_dead',
      'DROP TABLE default.record_raw',
    ]);
    expect([...kafka.world.topics.keys()]).toEqual(['unrelated']);
    expect(tables).toEqual(['unrelated']);
  });

  test('refuses a plan that is no longer what there is', async () => {
    const { hash } = await planned('--delete-topics');
    kafka.world.recreate('source');
    const { code, stderr } = await run('teardown', '--delete-topics', '--plan-hash', hash);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing was touched') });
    expect(done).toEqual([]);
    expect(kafka.world.topics.has('source')).toBe(true);
  });

  test('begins nothing after a step that failed', async () => {
    const { hash } = await planned('--delete-topics');
    house.removeAllListeners('request').on('request', async (request, response) => {
      const sql = await text(request);
      if (sql.startsWith('DROP')) return response.writeHead(500).end('Code: 1. refused');
      return response.end(
        answerTo(sql)
          .map((row) => `${JSON.stringify(row)}\n`)
          .join(''),
      );
    });
    const { code, stdout } = await run('teardown', '--delete-topics', '--plan-hash', hash, '--json');
    expect(code).toBe(1);
    const outcomes = JSON.parse(stdout).outcomes.map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toEqual(['done', 'failed', ...Array(outcomes.length - 2).fill('not begun')]);
    expect(kafka.world.topics.size).toBe(4);
  });
});
