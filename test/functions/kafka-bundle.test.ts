// What bundling does to the Kafka client: traps of its own (facts/kafka.md 2.3), and parts left out that nobody uses.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeAuthority } from '#test/support/kafka/fake-broker.ts';
import { fakeKafka } from '#test/support/kafka/fake-kafka.ts';
import { bundleModule } from '../../scripts/bundle.ts';

type Bundled = typeof import('#kafka/wire.ts') & typeof import('#kafka/msk-token.ts');

let folder: string;
let file: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'curfew-kafka-bundle-'));
  file = join(folder, 'index.mjs');
  await bundleModule(
    fileURLToPath(new URL('kafka-entry.ts', import.meta.url)),
    file,
    fileURLToPath(new URL('../../environments', import.meta.url)),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

it('the bundled client signs, connects, asks and changes', async () => {
  const { wireKafka, mskToken }: Bundled = await import(pathToFileURL(file).href);
  const credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'none' });
  const accepts = (token: string): boolean => Buffer.from(token, 'base64url').toString().includes('AKIDEXAMPLE');
  const kafka = await fakeKafka({ tls: true, authentication: { accepts, lifetimeMs: 0 } });
  const admin = wireKafka({
    bootstrap: kafka.bootstrap,
    security: { kind: 'token', token: mskToken('us-east-1', credentials), ca: fakeAuthority() },
    deadline: new AbortController().signal,
    patience: { wait: async () => {}, random: () => 0 },
  });
  const spec = { name: 'team.orders', partitions: 2, replicationFactor: 1, configs: {} };

  await admin.createTopic(spec, { validateOnly: false });
  kafka.world.produce('team.orders', 1, 5);
  const cut = await admin.deleteRecords([{ topic: 'team.orders', partition: 1, offset: 5n }]);

  expect(cut).toMatchObject([{ answer: { kind: 'known', value: 5n } }]);
  expect(await admin.sizes(['team.orders'])).toMatchObject({ kind: 'known' });
  await admin.close();
  await kafka.close();
});

it('the bundled client and signer leave room for the rest of a function', () => {
  expect(gzipSync(readFileSync(file), { level: 9 }).length).toBeLessThan(230_000);
});
