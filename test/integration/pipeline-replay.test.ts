// Dead letters of a real broker, counted and sent again by the command as npm publishes it.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '#core/runtime/pause.ts';
import { deadLetter } from '#pipeline/dead-letter.ts';
import { outgoing } from '#pipeline/kafka/outgoing.ts';
import { kafkaProducer } from '#pipeline/kafka/producer.ts';
import { adminOfCluster, bootstrap, freshPrefix, removeAll } from './support/kafka.ts';

const run = promisify(execFile);
const prefix = freshPrefix();
const [source, events, dead] = ['source', 'events', 'dead'].map((name) => `${prefix}${name}`) as [
  string,
  string,
  string,
];
const name = `replay-${prefix.replace(/[^a-z0-9]/g, '').slice(-12)}`;
const file = join(mkdtempSync(join(tmpdir(), 'curfew-replay-')), 'file.yaml');
const admin = adminOfCluster();
const producer = kafkaProducer({
  clientId: 'test',
  bootstrap: bootstrap(),
  security: { kind: 'plain' },
  timeoutMs: 20_000,
});

const letters = (count: number, from: string, reason: string) =>
  Array.from({ length: count }, (_, index) => {
    const record = { key: Buffer.from(`k${index}`), value: Buffer.from(`${reason} ${index}`) };
    const place = { topic: from, partition: 0, offset: String(index) };
    return outgoing(dead, deadLetter({ ...record, place }, reason, 1));
  });

beforeAll(async () => {
  writeFileSync(
    file,
    `pipeline: ${name}
topics: { source: ${source}, events: ${events}, deadLetters: ${dead} }
mappings: [{ match: { ns.db: ingest } }]
`,
  );
  for (const topic of [source, events, dead]) {
    const spec = { name: topic, partitions: 3, replicationFactor: 1, configs: {} };
    await admin.createTopic(spec, { validateOnly: false });
  }
  await producer.produce([
    ...letters(600, source, 'is not JSON'),
    ...letters(5, events, 'refused'),
    ...letters(2, 'foreign', 'x'),
  ]);
});

afterAll(async () => {
  await producer.close();
  await removeAll(admin, prefix);
  await admin.close();
});

const replay = async (...more: readonly string[]) => {
  const args = ['cli/bin.mjs', 'pipeline', 'replay', file, '--bootstrap', bootstrap().join(','), '--json', ...more];
  return JSON.parse((await run(process.execPath, args)).stdout);
};

const held = async (topic: string): Promise<number> => {
  const of = [0, 1, 2].map((partition) => ({ topic, partition }));
  const answers = await admin.offsets(of, 'latest');
  return answers.reduce((sum, { answer }) => sum + (answer.kind === 'known' ? Number(answer.value) : Number.NaN), 0);
};

test('dead letters are counted without being sent, then sent once to where they came from, and again only if told to', {
  timeout: 120_000,
}, async () => {
  const counted = { sent: 605, reasons: { 'is not JSON': 600, refused: 5 } };
  expect(await replay()).toMatchObject({ send: false, ...counted });
  expect(await held(source)).toBe(0);

  expect(await replay('--send')).toMatchObject({ send: true, ...counted });
  expect([await held(source), await held(events)]).toEqual([600, 5]);

  expect(await replay('--send')).toMatchObject({ sent: 0, reasons: {} });
  await producer.produce(letters(1, source, 'late'));
  expect(await replay('--send')).toMatchObject({ sent: 1, reasons: { late: 1 } });
  expect(await replay('--from-beginning')).toMatchObject({ sent: 606 });
  expect(await held(source)).toBe(601);
});

test('Ctrl-C ends it after a batch: the next time sends the rest, and nothing is lost or sent twice', {
  timeout: 180_000,
}, async () => {
  const many = 20_000;
  for (let sent = 0; sent < many; sent += 2_000) await producer.produce(letters(2_000, events, 'again'));
  const before = await held(events);
  const args = ['cli/bin.mjs', 'pipeline', 'replay', file, '--bootstrap', bootstrap().join(','), '--json', '--send'];
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = text(running.stdout);
  const ended = once(running, 'exit');
  while ((await held(events)) === before) await pause(5);
  running.kill('SIGINT');
  const [code] = await ended;
  const { sent, interrupted } = JSON.parse(await said);
  expect({ code, interrupted }).toEqual({ code: 130, interrupted: true });
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(many);
  expect((await held(events)) - before).toBe(sent);

  expect(await replay('--send')).toMatchObject({ sent: many - sent, interrupted: false });
  expect((await held(events)) - before).toBe(many);
});
