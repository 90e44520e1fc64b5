// `curfew cleanup` straight at a broker, over real sockets.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { curfewHere } from '#test/cli/in-process.ts';
import type { Ran } from '#test/cli/run-curfew.ts';
import { type FakeKafka, fakeKafka } from '#test/support/kafka/fake-kafka.ts';

let kafka: FakeKafka;
let state: string;
const folder = mkdtempSync(join(tmpdir(), 'curfew-'));

beforeAll(async () => {
  kafka = await fakeKafka({ brokers: 2 });
});
afterAll(() => kafka.close());
afterEach(() => void vi.unstubAllEnvs());
beforeEach(() => {
  state = mkdtempSync(join(folder, 'state-'));
  // Leases lie in the folder for temporary files, where another run of these tests would meet them.
  vi.stubEnv('TMPDIR', folder);
  kafka.world.topics.clear();
  for (const name of ['orders.new', 'orders.old', 'orders-v2', '__consumer_offsets', 'orders.app-changelog']) {
    kafka.world.createTopic({ name, partitions: 2, replicationFactor: 2, configs: { 'retention.ms': '1000' } });
    kafka.world.produce(name, 0, 5);
  }
});

const cleanup = (...args: readonly string[]): Promise<Ran> =>
  curfewHere(['cleanup', ...args, '--bootstrap', kafka.bootstrap[0] ?? '', '--state', state]);

const asJson = async (...args: readonly string[]): Promise<{ code: number; report: CleanupReport }> => {
  const { code, stdout, stderr } = await cleanup(...args, '--json');
  expect(stderr).toBe('');
  return { code, report: JSON.parse(stdout) };
};

const recordsIn = (name: string): number =>
  kafka.world
    .topic(name)
    .partitions.reduce((sum, one) => sum + Number((one.segments.at(-1)?.end ?? 0n) - one.start), 0);

describe('curfew cleanup at a broker', () => {
  it('curfew cleanup at a broker plans, executes what was planned and nothing since, and verifies', async () => {
    const planned = await asJson('plan', '--prefix', 'orders.');
    expect(planned).toMatchObject({ code: 0, report: { outcome: 'planned', mode: 'plan' } });
    expect(planned.report.topics.map(({ topic }) => topic)).toEqual(['orders.new', 'orders.old']);
    expect(planned.report.denied).toEqual([{ topic: 'orders.app-changelog', reason: expect.any(String) }]);

    kafka.world.produce('orders.new', 1, 3);
    const { code, stdout, stderr } = await cleanup('execute', '--plan-hash', planned.report.planHash);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^cleanup execute: done on the cluster/),
    });
    expect(stderr).toMatch(/^2 of 2 topics, .*: orders\.old$/m);
    expect(recordsIn('orders.new')).toBe(3);
    expect(recordsIn('orders.old')).toBe(0);
    for (const name of ['orders-v2', '__consumer_offsets', 'orders.app-changelog']) expect(recordsIn(name)).toBe(5);

    expect(await asJson('verify')).toMatchObject({ code: 0, report: { outcome: 'done', mode: 'verify' } });
  });

  it('curfew cleanup at a broker recreates by an id of its own, with the settings of before', async () => {
    const before = kafka.world.topic('orders.new').id;
    const { report } = await asJson('plan', '--prefix', 'orders.new', '--strategy', 'recreate');
    const executed = await asJson('execute', '--plan-hash', report.planHash);

    expect(executed.report).toMatchObject({ outcome: 'done', topics: [{ topic: 'orders.new', outcome: 'recreated' }] });
    expect(kafka.world.topic('orders.new').id).not.toBe(before);
    expect(kafka.world.topic('orders.new').configs.get('retention.ms')).toBe('1000');
    expect(kafka.world.topic('orders.new').partitions).toHaveLength(2);
  });

  it('curfew cleanup at a broker refuses a plan that does not hold any more, with 1 and the reason', async () => {
    const { report } = await asJson('plan', '--prefix', 'orders.');
    kafka.world.recreate('orders.old');
    const { code, stdout } = await cleanup('execute', '--plan-hash', report.planHash);

    expect(code).toBe(1);
    expect(stdout).toMatch(/refused/);
    expect(stdout).toMatch(/orders\.old is not the planned topic/);
    expect(recordsIn('orders.new')).toBe(5);
  });

  it('curfew cleanup at a broker shows people a table, the groups that lose records, and the next command', async () => {
    kafka.world.commit('billing', 'orders.new', 0, 2n);
    const { code, stdout } = await cleanup('plan', '--prefix', 'orders.');

    expect(code).toBe(0);
    expect(stdout).toMatch(/orders\.new +truncate +0 B – 1\.0 kB +5 +1\.0 kB +prefix orders\.: /);
    expect(stdout).toMatch(/billing \(\w+\) 3 records of orders\.new/);
    expect(stdout).toMatch(/orders\.app-changelog: state of a Kafka Streams application/);
    expect(stdout).toMatch(
      /Next: npx curfew cleanup execute --plan-hash [0-9a-f]{16} --bootstrap 127\.0\.0\.1:\d+ --state /,
    );
  });

  it('curfew cleanup at a broker creates what a file defines, and reports what differs', async () => {
    const topics = join(state, 'topics.yaml');
    writeFileSync(
      topics,
      'topics:\n  orders.brandnew: { partitions: 3, replicationFactor: 2 }\n  orders.old: { partitions: 6, replicationFactor: 2 }\n',
    );
    const { report } = await asJson('plan', '--topics', topics);
    expect(report.topics.map(({ topic, action }) => [topic, action])).toEqual([
      ['orders.brandnew', 'create'],
      ['orders.old', 'drift'],
    ]);
    const { code } = await asJson('execute', '--plan-hash', report.planHash);

    expect(code).toBe(0);
    expect(kafka.world.topic('orders.brandnew').partitions).toHaveLength(3);
    expect(recordsIn('orders.old')).toBe(5);
  });

  it('curfew cleanup at a broker refuses what is wrong with 2, before the broker is asked', async () => {
    const before = kafka.requests.length;
    const { code, stdout, stderr } = await cleanup('plan', '--prefix', 'or');

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/`or` is shorter than 3 characters; nothing was changed/);
    expect(kafka.requests).toHaveLength(before);
  });

  it('curfew cleanup at a broker ends with 1 and in words where no broker answers', async () => {
    const { code, stderr } = await curfewHere(['cleanup', 'plan', '--bootstrap', '127.0.0.1:1', '--prefix', 'orders.']);

    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot connect to Kafka at 127\.0\.0\.1:1/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
