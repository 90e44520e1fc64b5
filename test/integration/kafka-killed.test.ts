// A process that is killed, really killed, at every point of a recreation, and another one that resumes its run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { eventually, valueIn } from '#test/support/kafka/kafka-admin-contract.ts';
import { cleanupOn, documentsIn, rulesFor } from './support/cleanup.ts';
import { adminOfCluster, freshPrefix, produce, removeAll } from './support/kafka.ts';

type Moment = 'before' | 'during';

const all = freshPrefix();
const configs = { 'retention.ms': '86400000', 'segment.bytes': '1048576' };
let admin: KafkaAdmin;
let folder: string;

beforeAll(() => {
  admin = adminOfCluster();
  folder = mkdtempSync(join(tmpdir(), 'curfew-killed-'));
});
afterAll(async () => {
  await removeAll(admin, all);
  await admin.close();
  rmSync(folder, { recursive: true });
});

const script = fileURLToPath(new URL('support/cleanup-process.ts', import.meta.url));

/** How the process ended: by SIGKILL, or by itself with this code. */
const executeIn = async (state: string, planHash: string, call: number, moment: Moment): Promise<string> => {
  const child = spawn(process.execPath, [script, state, planHash, String(call), moment], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await once(child, 'exit');
  return child.signalCode ?? `code ${child.exitCode}`;
};

const shapeOf = async (name: string) => {
  const topic = await eventually(name, async () => {
    const found = (await admin.topics([name])).get(name);
    const isLed = found?.kind === 'known' && found.value.partitions.every(({ leader }) => leader !== undefined);
    return isLed ? found.value : undefined;
  });
  const entries = valueIn((await admin.topicConfigs([name])).get(name));
  const own = entries.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG').map((one) => [one.name, one.value]);
  return {
    id: topic.id,
    replicas: topic.partitions.map(({ replicas }) => replicas.length),
    own: Object.fromEntries(own),
  };
};

/** Kills at one point, resumes, and compares. Answers how the process ended. */
const killedAt = async (call: number, moment: Moment): Promise<string> => {
  const prefix = `${all}${moment}${call}.`;
  const name = `${prefix}orders`;
  const state = join(folder, `${moment}-${call}`);
  const replicationFactor = Math.min(2, (await admin.cluster()).brokers.length);
  valueIn(await admin.createTopic({ name, partitions: 3, replicationFactor, configs }, { validateOnly: false }));
  const before = await shapeOf(name);
  await produce(name, 1, 5);
  const { planHash } = await cleanupOn(admin, documentsIn(state)).plan(rulesFor(prefix, 'recreate'));

  const end = await executeIn(state, planHash, call, moment);
  const second = cleanupOn(admin, documentsIn(state));
  const resumed = await second.resume();
  // Killed before anything was begun: then there is nothing to resume, and the plan still holds.
  const report = resumed.outcome === 'refused' ? await second.execute(planHash) : resumed;

  const where = `killed ${moment} change ${call} (${end}): ${report.reason}`;
  const after = await shapeOf(name);
  const ends = await admin.offsets(
    [0, 1, 2].map((partition) => ({ topic: name, partition })),
    'latest',
  );
  const { id: cluster } = await admin.cluster();
  expect({ where, outcome: report.outcome, ...after }).toEqual({ where, outcome: 'done', ...before, id: after.id });
  expect({ where, isNew: after.id !== before.id }).toEqual({ where, isNew: true });
  expect(ends.map(({ answer }) => valueIn(answer))).toEqual([0n, 0n, 0n]);
  expect((await second.deps.store.manifests(cluster)).map((one) => one.state)).toEqual(['done']);
  return end;
};

it.each(['before', 'during'] as const)(
  'a run killed %s any of its changes is resumed: every topic is present and as it was',
  { timeout: 600_000 },
  async (moment) => {
    const ends: string[] = [];
    do ends.push(await killedAt(ends.length + 1, moment));
    while (ends.at(-1) === 'SIGKILL');

    expect(ends.at(-1)).toBe('code 0');
    expect(ends.length).toBeGreaterThan(8);
  },
);
