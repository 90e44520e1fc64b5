// `curfew cleanup --bootstrap` as a person types it, against a real cluster.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { type Ran, runCurfew } from '#test/cli/run-curfew.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { adminOfCluster, bootstrap, freshPrefix, isOwnCluster, produce, removeAll } from './support/kafka.ts';

describe.runIf(isOwnCluster)('curfew cleanup at a broker', () => {
  const prefix = freshPrefix();
  const orders = `${prefix}orders`;
  const state = mkdtempSync(join(tmpdir(), 'curfew-command-'));
  let admin: KafkaAdmin;

  const run = (...args: string[]): Promise<Ran> =>
    runCurfew(['cleanup', ...args, '--bootstrap', bootstrap().join(','), '--state', state]);
  const reportOf = ({ stdout }: Ran): CleanupReport => JSON.parse(stdout);

  beforeAll(async () => {
    admin = adminOfCluster();
    await admin.createTopic(
      { name: orders, partitions: 2, replicationFactor: 1, configs: {} },
      { validateOnly: false },
    );
    await eventually('the topic', async () => (await admin.topics()).has(orders) || undefined);
    await produce(orders, 0, 10);
  });
  afterAll(async () => {
    await removeAll(admin, prefix);
    await admin.close();
    rmSync(state, { recursive: true });
  });

  it('curfew cleanup at a broker plans, executes and verifies, and exits with 0', async () => {
    const plan = await run('plan', '--prefix', prefix, '--json');
    const { planHash } = reportOf(plan);
    await produce(orders, 0, 4);
    const execute = await run('execute', '--plan-hash', planHash, '--json');
    const verify = await run('verify', '--json');

    expect([plan.code, execute.code, verify.code]).toEqual([0, 0, 0]);
    expect(reportOf(plan)).toMatchObject({ outcome: 'planned', topics: [{ topic: orders, records: 10 }] });
    expect(reportOf(execute)).toMatchObject({ outcome: 'done', planHash });
    expect(await admin.offsets([{ topic: orders, partition: 0 }], 'earliest')).toMatchObject([
      { answer: { kind: 'known', value: 10n } },
    ]);
  });

  it('curfew cleanup at a broker refuses a hash that nobody planned, exits with 1 and touches nothing', async () => {
    const ran = await run('execute', '--plan-hash', 'none', '--json');

    expect(ran.code).toBe(1);
    expect(reportOf(ran)).toMatchObject({ outcome: 'refused' });
  });

  it.each<[way: string, args: readonly string[]]>([
    ['a plan', ['plan', '--prefix', '__consumer_']],
    ['an execution', ['execute', '--plan-hash', 'none', '--prefix', 'connect-']],
    ['a resumption', ['resume', '--prefix', 'eu.mm2.']],
    ['a file', ['plan', '--topics', 'denied.yaml']],
  ])('curfew cleanup at a broker refuses a denied prefix in %s with 2', async (_, args) => {
    const file = join(state, 'denied.yaml');
    writeFileSync(file, 'prefixes: { app.ksql.: truncate }\n');
    const ran = await run(...args.map((one) => (one === 'denied.yaml' ? file : one)));

    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/every topic that starts with `\S+` is /);
  });

  it('curfew cleanup at a broker says in one line when no broker answers, and exits with 1', async () => {
    const ran = await runCurfew([
      'cleanup',
      'plan',
      '--bootstrap',
      '127.0.0.1:9',
      '--prefix',
      prefix,
      '--state',
      state,
    ]);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('cannot connect to Kafka at 127.0.0.1:9');
    expect(ran.stderr).not.toContain('    at ');
  });
});
