// The built function as Lambda runs it, over TLS and with a token of AWS's signer, against a fake cluster: bundling has traps of its
// own (facts/kafka.md 2.3), and leaves out what it believes nobody uses.
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { definitionsAsGiven } from '#definition/versions/in-use.ts';
import type { CleanupFlow } from '#functions/cleanup/flow.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';
import { fakeAuthority } from '#test/support/kafka/fake-broker.ts';
import { type FakeKafka, fakeKafka } from '#test/support/kafka/fake-kafka.ts';

type Invoke = (event: unknown, invocation: { getRemainingTimeInMillis(): number }) => Promise<CleanupReport>;
type Bundle = { readonly handler: Invoke; readonly cleanupOver: (parts: Partial<CleanupFlow>) => Invoke };

const file = fileURLToPath(new URL('../../../dist/functions/cleanup/index.mjs', import.meta.url));
const invocation = { getRemainingTimeInMillis: () => 300_000 };
const trusted = getCACertificates('default');

describe('the bundle of cleanup', () => {
  let kafka: FakeKafka;
  const tokens: string[] = [];
  beforeEach(async () => {
    const accepts = (token: string): boolean => tokens.push(Buffer.from(token, 'base64url').toString()) > 0;
    kafka = await fakeKafka({ brokers: 2, tls: true, authentication: { accepts, lifetimeMs: 0 } });
    setDefaultCACertificates([...trusted, fakeAuthority()]);
    for (const [name, value] of Object.entries({
      KAFKA_BOOTSTRAP: kafka.bootstrap.join(','),
      TABLE_NAME: 'not-asked-for',
      OPERATOR_TOPIC_ARN: 'not-asked-for',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    }))
      vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    setDefaultCACertificates(trusted);
    await kafka.close();
  });

  it('the bundle of cleanup plans and executes: signs, connects, empties, and keeps the declared topics in existence', async () => {
    const { cleanupOver }: Bundle = await import(file);
    const published: CleanupReport[] = [];
    const invoke = cleanupOver({
      current: definitionsAsGiven(definitionOf),
      store: cleanupStore(memoryDocuments()),
      publish: async (report) => void published.push(report),
    });
    kafka.world.createTopic({ name: 'atlas.events.raw', partitions: 3, replicationFactor: 2 });
    kafka.world.createTopic({ name: 'payments.orders' });
    for (const name of ['atlas.events.raw', 'payments.orders']) kafka.world.produce(name, 0, 10);

    const plan = await invoke({ environment: 'staging', requestedBy: 'ana' }, invocation);
    const execute = { environment: 'staging', mode: 'execute', planHash: plan.planHash, requestedBy: 'ana' };
    const report = await invoke(execute, invocation);

    expect(report).toMatchObject({ outcome: 'done', refusals: [] });
    expect(published).toHaveLength(1);
    expect(kafka.world.partition('atlas.events.raw', 0).start).toBe(10n);
    expect(kafka.world.partition('payments.orders', 0).start).toBe(0n);
    expect([...kafka.world.topics.keys()].sort()).toEqual([
      'atlas.events.dlq',
      'atlas.events.raw',
      'atlas.l3.user.score',
      'atlas.scoring.dlq',
      'payments.orders',
    ]);
    expect(tokens.every((token) => token.startsWith('https://kafka.us-east-1.amazonaws.com/?'))).toBe(true);
  });

  it('the bundle of cleanup exports the handler that Lambda calls', async () => {
    const { handler }: Bundle = await import(file);

    expect(typeof handler).toBe('function');
  });

  it('the bundle of cleanup has at most 400 kB, compressed', () => {
    expect(gzipSync(readFileSync(file), { level: 9 }).length).toBeLessThan(400_000);
  });
});
