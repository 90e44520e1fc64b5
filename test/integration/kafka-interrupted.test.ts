// Ctrl-C while `curfew cleanup` recreates topics of a real broker: what it prints, and whether the command that it prints repairs it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { commandFile, runCurfew } from '#test/cli/run-curfew.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { adminOfCluster, bootstrap, freshPrefix, isOwnCluster, produce, removeAll } from './support/kafka.ts';

const holdCreations = fileURLToPath(new URL('support/hold-creations.ts', import.meta.url));

describe.runIf(isOwnCluster)('a cleanup at a broker, interrupted', () => {
  const prefix = freshPrefix();
  const names = ['one', 'two', 'three'].map((name) => `${prefix}${name}`);
  const configs = { 'retention.ms': '86400000' };
  const state = mkdtempSync(join(tmpdir(), 'curfew-interrupted-'));
  const at = ['--bootstrap', bootstrap().join(','), '--state', state];
  let admin: KafkaAdmin;

  /** Of those that exist, by name: id, partitions and own settings. */
  const shapes = async (): Promise<Map<string, { id: string; partitions: number; own: unknown }>> => {
    const found = new Map<string, { id: string; partitions: number; own: unknown }>();
    for (const [name, answer] of await admin.topics(names)) {
      if (answer.kind !== 'known') continue;
      const settings = (await admin.topicConfigs([name])).get(name);
      // Deleted since.
      if (settings?.kind !== 'known') continue;
      const entries = settings.value;
      const own = entries.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG').map((one) => [one.name, one.value]);
      found.set(name, { id: answer.value.id, partitions: answer.value.partitions.length, own });
    }
    return found;
  };

  beforeAll(async () => {
    admin = adminOfCluster();
    for (const name of names) {
      await admin.createTopic({ name, partitions: 3, replicationFactor: 1, configs }, { validateOnly: false });
      await eventually(name, async () => (await admin.topics()).has(name) || undefined);
      await produce(name, 1, 5);
    }
  });
  afterAll(async () => {
    // Whatever became of the test, the cluster is free for the next one.
    await runCurfew(['cleanup', 'resume', '--json', ...at]);
    await removeAll(admin, prefix);
    await admin.close();
    rmSync(state, { recursive: true });
  });

  it('a cleanup at a broker that Ctrl-C ends prints what is deleted and not made again, and its command repairs it', {
    timeout: 120_000,
  }, async () => {
    const before = await shapes();
    const plan = await runCurfew(['cleanup', 'plan', '--prefix', prefix, '--strategy', 'recreate', '--json', ...at]);
    const { planHash } = JSON.parse(plan.stdout) as CleanupReport;
    const child = spawn(
      process.execPath,
      ['--import', holdCreations, commandFile, 'cleanup', 'execute', '--plan-hash', planHash ?? '', ...at],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const printed = text(child.stderr);
    const gone = await eventually('the deletion of a topic', async () => {
      const there = await shapes();
      const missing = names.filter((name) => !there.has(name));
      return missing.length > 0 ? missing : undefined;
    });
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    const said = await printed;
    const named = /^Deleted and possibly not recreated: (.*)$/m.exec(said.replace('Interrupted. ', ''))?.[1];
    const command = /^Recreate them at once: (?:npx )?curfew (.*)$/m.exec(said)?.[1]?.split(' ') ?? [];

    expect({ code, said }).toMatchObject({ code: 130, said: expect.stringContaining(`resume --run`) });
    expect(named?.split(', ')).toEqual(expect.arrayContaining(gone));
    const between = await shapes();
    for (const name of names.filter((one) => !named?.split(', ').includes(one)))
      expect(between.get(name)).toEqual(before.get(name));

    const repaired = await runCurfew([...command, '--json']);
    const after = await shapes();

    expect([repaired.code, (JSON.parse(repaired.stdout) as CleanupReport).outcome]).toEqual([0, 'done']);
    for (const name of names) {
      expect(after.get(name)).toEqual({ ...before.get(name), id: after.get(name)?.id });
      expect(after.get(name)?.id).not.toBe(before.get(name)?.id);
    }
  });
});
