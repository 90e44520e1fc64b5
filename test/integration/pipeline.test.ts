// The whole path on real parts, while everything that can die does: 100 times, at random.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pause } from '#core/runtime/pause.ts';
import { percentileSql, recentRowsSql } from '#pipeline/clickhouse/checks.ts';
import { seededChance } from '#sim/random/chance.ts';
import { connectClassPath } from '../../scripts/integration/connect.ts';
import { connectorKeys } from '../../scripts/integration/connector-keys.ts';
import keys from '../../shared/pipeline/mongodb/connector-keys.json' with { type: 'json' };
import { bootstrap } from './support/kafka.ts';
import { type PipelineParts, startPipeline } from './support/pipeline-parts.ts';

const run = promisify(execFile);
const chance = seededChance(7);
let parts: PipelineParts;

beforeAll(async () => {
  parts = await startPipeline(chance);
}, 180_000);

afterAll(() => parts?.stop(), 60_000);

const countOf = async (sql: string): Promise<number> => Number((await parts.house.query(sql))[0]?.n);
const distinct = () => countOf('SELECT uniqExact(idempotency_key) AS n FROM default.record_raw');
const final = () => countOf('SELECT count() AS n FROM default.record_raw FINAL');

const waitFor = async (what: string, isThere: () => Promise<boolean>, seconds: number): Promise<void> => {
  for (let waited = 0; !(await isThere().catch(() => false)); waited += 1) {
    if (waited > seconds * 4) throw new Error(`${what} did not happen in ${seconds} s`);
    await pause(250);
  }
};

/** How often each part dies. A worker takes half a minute to come back, a function a fraction of a second. */
const deaths = { normalise: 45, sink: 45, engine: 6, worker: 4 } as const;
type Victim = keyof typeof deaths;

const shuffled = (victims: readonly Victim[]): readonly Victim[] =>
  victims
    .map((victim) => ({ victim, at: chance.number('order of deaths') }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ victim }) => victim);

const order = shuffled(
  (Object.entries(deaths) as [Victim, number][]).flatMap(([victim, count]) => Array<Victim>(count).fill(victim)),
);

/** Ten new documents for each death; of a hundred of them some are replaced or deleted again. */
const changeDocuments = async (round: number): Promise<number> => {
  const documents = Array.from({ length: 10 }, (_, index) => ({
    _id: `doc-${round * 10 + index}` as never,
    status: index % 2 === 0 ? 'arrived' : 'waiting',
    n: round * 10 + index,
  }));
  await parts.files.insertMany(documents);
  if (round % 10 !== 9) return documents.length;
  const [one, other] = documents;
  await parts.files.replaceOne({ _id: one?._id as never }, { status: 'loaded', n: 0 });
  await parts.files.deleteOne({ _id: other?._id as never });
  return documents.length + 2;
};

/** An engine comes back while others die; it dies again only after that. */
const killer = () => {
  let engine = Promise.resolve();
  const died = { normalise: 0, sink: 0, engine: 0, worker: 0 };
  let inBatch = 0;
  return {
    died: () => ({ ...died }),
    inBatch: () => inBatch,
    kill: async (victim: Victim): Promise<void> => {
      // Without a worker nobody would have a batch to die in.
      if (victim === 'worker') await parts.killWorker();
      else if (victim === 'engine') {
        await engine;
        engine = parts.killEngine();
      } else if (await parts.functions[victim].kill(chance.number('moment') * 60, 5_000)) inBatch += 1;
      died[victim] += 1;
    },
    engineIsBack: () => engine,
  };
};

describe('the connector', () => {
  test('has the keys that `pipeline validate` knows', async () => {
    expect(await connectorKeys(connectClassPath())).toEqual(keys);
  });
});

describe('changes in MongoDB', () => {
  test('arrive in ClickHouse, each once, while worker, normaliser, sink and engine die a hundred times', async () => {
    const { died, inBatch, kill, engineIsBack } = killer();
    let sent = 0;
    for (const [round, victim] of order.entries()) {
      sent += await changeDocuments(round);
      await kill(victim);
    }
    await engineIsBack();
    await waitFor('the last change', async () => (await distinct()) >= sent, 180);
    expect({ sent, distinct: await distinct(), final: await final() }).toEqual({
      ...{ sent: 1_020, distinct: 1_020, final: 1_020 },
    });
    expect(died()).toEqual(deaths);
    // Otherwise hardly anybody would have died where it matters.
    expect(inBatch()).toBeGreaterThan(45);
    const kinds = await parts.house.query(
      'SELECT event_type, op, count() AS n FROM default.record_raw FINAL GROUP BY event_type, op ORDER BY op, event_type',
    );
    expect(kinds.map(({ event_type, op, n }) => [op, event_type, Number(n)])).toEqual([
      ['delete', 'file_event', 10],
      ['insert', 'file_arrived', 500],
      ['insert', 'file_event', 500],
      // So this server calls a replacement.
      ['update', 'file_event', 10],
    ]);
  }, 600_000);

  test('are counted by the queries of the checklist', async () => {
    const recent = Number((await parts.house.query(recentRowsSql('default', 'record_raw')))[0]?.rows);
    const [value] = await parts.house.query(percentileSql('default', 'record_raw', 'n'));
    // Of 1,000 documents, and of ten replaced ones whose value is 0; deletes have none.
    expect({ ...value, recent: recent > 0 }).toEqual({ p95: 949, n: 1_010, recent: true });
  });
});

const command = async (...args: readonly string[]) => {
  const at = ['--bootstrap', bootstrap().join(','), '--connect', parts.workerUrl(), '--clickhouse', parts.engineUrl];
  const all = ['cli/bin.mjs', 'pipeline', ...args, parts.file, ...at, '--connector', 'mongo', '--json'];
  const env = { ...process.env, CLICKHOUSE_USER: 'default' };
  const { stdout, code = 0 } = await run(process.execPath, all, { env }).catch((error) => error);
  return { code, said: stdout === '' ? undefined : JSON.parse(stdout) };
};

describe('the command over the running parts', () => {
  const about = (said: { findings: readonly { about: string; verdict: string; what: string }[] }, name: string) =>
    said.findings.find((finding) => finding.about === name);

  test('check finds the connector and its task running, no lag, and the percentile with its n', async () => {
    const { code, said } = await command('check', '--seconds', '1', '--percentile', 'n');
    expect(said).toMatchObject({ passed: true });
    expect(about(said, 'connector mongo')).toMatchObject({ verdict: 'ok', what: 'RUNNING' });
    expect(about(said, 'connector mongo, tasks')).toMatchObject({ verdict: 'ok', what: '1 task RUNNING' });
    expect(said.findings.filter((one: { what: string }) => one.what === 'lag 0')).toHaveLength(2);
    const dead = said.findings.find((one: { about: string }) => one.about.startsWith('dead letters'));
    expect(dead).toMatchObject({ verdict: 'ok', what: 'none' });
    expect(about(said, 'p95 of n, 15 minutes')?.what).toMatch(/of \d+ values/);
    expect(code).toBe(0);
  }, 120_000);

  test('check finds a connector that is paused', async () => {
    await fetch(`${parts.workerUrl()}/connectors/mongo/pause`, { method: 'PUT' });
    await waitFor('the pause', async () => (await command('check', '--seconds', '1')).code === 1, 60);
    const { said } = await command('check', '--seconds', '1');
    expect(about(said, 'connector mongo')).toMatchObject({ verdict: 'failed', what: 'is PAUSED' });
  }, 180_000);

  test('teardown refuses a plan that is no longer that of the parts, and carries out the one that is', async () => {
    const everything = ['--drop-table', '--delete-topics'];
    const { said: planned } = await command('teardown', ...everything);
    expect(planned.steps.map((step: { do: string }) => step.do)).toEqual([
      ...['delete-connector', 'drop-table', 'delete-topic', 'delete-topic', 'delete-topic'],
    ]);
    await parts.house.command('CREATE TABLE default.record_dead (raw String) ENGINE = MergeTree ORDER BY raw');
    const refused = await command('teardown', ...everything, '--plan-hash', planned.hash);
    expect(refused.code).toBe(2);
    expect((await fetch(`${parts.workerUrl()}/connectors/mongo`)).status).toBe(200);

    const { said: again } = await command('teardown', ...everything);
    const done = await command('teardown', ...everything, '--plan-hash', again.hash);
    expect(done.said.outcomes.map(({ outcome }: { outcome: string }) => outcome)).toEqual(Array(6).fill('done'));
    expect((await fetch(`${parts.workerUrl()}/connectors/mongo`)).status).toBe(404);
    expect((await command('teardown', ...everything)).said.steps).toEqual([]);
  }, 240_000);
});
