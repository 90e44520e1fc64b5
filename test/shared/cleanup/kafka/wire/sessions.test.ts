// TLS, tokens and the renewal of sessions, against a fake broker that is as strict about them as Kafka.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { adminOver } from '#test/support/kafka/fake-admin.ts';
import { fakeAuthority } from '#test/support/kafka/fake-broker.ts';
import { fakeKafka } from '#test/support/kafka/fake-kafka.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const one of open.splice(0)) await one.close();
});

const minute = 60_000;

/** A cluster that takes each token once, and a client that hands out numbered ones. */
const authenticated = async (lifetimeMs: number) => {
  const given: string[] = [];
  const accepted: string[] = [];
  const accepts = (token: string): boolean => {
    if (accepted.includes(token)) return false;
    accepted.push(token);
    return token.startsWith('token-');
  };
  const kafka = await fakeKafka({ tls: true, authentication: { accepts, lifetimeMs } });
  const token = async (): Promise<string> => {
    given.push(`token-${given.length + 1}`);
    return given.at(-1) ?? '';
  };
  const { admin, waits } = adminOver(kafka, { security: { kind: 'token', token, ca: fakeAuthority() } });
  open.push(admin, kafka);
  return { kafka, admin, accepted, waits };
};

describe('a session', () => {
  it('a session begins with a token over TLS', async () => {
    const { admin, accepted } = await authenticated(0);

    expect((await admin.cluster()).brokers).toEqual([1]);
    expect(accepted).toEqual(['token-1']);
  });

  it('a session is renewed with a fresh token before it ends, on the same connection', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { kafka, admin, accepted, waits } = await authenticated(15 * minute);
    await admin.cluster();

    for (let renewal = 2; renewal <= 4; renewal += 1) {
      vi.advanceTimersByTime(12 * minute);
      await admin.cluster();
      expect(accepted).toHaveLength(renewal);
    }

    expect(waits).toEqual([]);
    expect(kafka.requests.filter(({ name }) => name === 'ApiVersions')).toHaveLength(2);
  });

  it('a session keeps every request out of a renewal: a broker would end the connection', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { kafka, admin, waits } = await authenticated(15 * minute);
    await admin.cluster();

    const before = admin.cluster();
    vi.advanceTimersByTime(12 * minute);
    const during = Array.from({ length: 20 }, () => admin.topics());
    await Promise.all([before, ...during]);

    const names = kafka.requests.map(({ name }) => name);
    const renewal = names.lastIndexOf('SaslHandshake');
    expect(names[renewal + 1]).toBe('SaslAuthenticate');
    expect(waits).toEqual([]);
  });

  it('a session that was lost is begun anew', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { kafka, admin, accepted } = await authenticated(15 * minute);
    await admin.cluster();

    await kafka.stopBroker(1);
    await kafka.startBroker(1);

    expect((await admin.cluster()).brokers).toEqual([1]);
    expect(accepted).toEqual(['token-1', 'token-2']);
  });
});

describe('a connection is refused, and not tried again and again,', () => {
  it.each(['challenge', 'error'] as const)(
    'a connection is refused, and not tried again and again, with a token that the cluster refuses by %s',
    async (refusesBy) => {
      const kafka = await fakeKafka({ tls: true, authentication: { accepts: () => false, lifetimeMs: 0, refusesBy } });
      const { admin, waits } = adminOver(kafka, {
        security: { kind: 'token', token: async () => 'wrong', ca: fakeAuthority() },
      });
      open.push(admin, kafka);

      await expect(admin.topics()).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringContaining('refused authentication: '),
      });
      expect(waits).toEqual([]);
    },
  );

  it('a connection is refused, and not tried again and again, when no token can be made', async () => {
    const kafka = await fakeKafka({ tls: true, authentication: { accepts: () => true, lifetimeMs: 0 } });
    const token = async (): Promise<string> => {
      throw new Error('no credentials of AWS were found');
    };
    const { admin } = adminOver(kafka, { security: { kind: 'token', token, ca: fakeAuthority() } });
    open.push(admin, kafka);

    await expect(admin.topics()).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringContaining('no credentials of AWS were found'),
    });
  });
});

describe('a connection fails with the reason', () => {
  it('a connection fails with the reason if the certificate is not signed by whom we trust', async () => {
    const kafka = await fakeKafka({ tls: true });
    const { admin } = adminOver(kafka, { security: { kind: 'tls' } });
    open.push(admin, kafka);

    await expect(admin.topics()).rejects.toThrow(/self-signed certificate/);
  });

  it('a connection fails with the reason if the listener speaks TLS and we do not', async () => {
    const kafka = await fakeKafka({ tls: true });
    const { admin } = adminOver(kafka);
    open.push(admin, kafka);

    await expect(admin.topics()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('a connection fails with the reason if we speak TLS and the listener does not', async () => {
    const kafka = await fakeKafka();
    const { admin } = adminOver(kafka, { security: { kind: 'tls' } });
    open.push(admin, kafka);

    await expect(admin.topics()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
