// What single destinations make of a message, of their secret, and of what they are answered.
import { describe, expect, it, test } from 'vitest';
import type { Severity } from '#core/notification.ts';
import { keyIn, signatureOf } from '#core/standard-webhooks.ts';
import type { DestinationKind, Target } from '#definition/destinations.ts';
import type { Delivery, Known } from '#notify/delivery/delivery.ts';
import type { Destination, Outgoing } from '#notify/destinations/destination.ts';
import type { HttpAnswer, HttpRequest } from '#notify/destinations/http.ts';
import { outgoingOf } from '#notify/destinations/outgoing.ts';
import { destinations } from '#notify/destinations/registry.ts';
import { escapeTo, mrkdwn } from '#notify/rendering/escape.ts';
import { messageOf, section, withMention } from '#notify/rendering/message.ts';
import { alarmBody } from '#test/support/notify-bench.ts';
import { presentedEvent } from '../presented.ts';

const targets: { readonly [K in DestinationKind]: Target<K> } = {
  slack: { kind: 'slack', channel: '#prod', botTokenSecret: 'secret-name' },
  pagerduty: { kind: 'pagerduty', secret: 'secret-name' },
  teams: { kind: 'teams', secret: 'secret-name' },
  jira: { kind: 'jira', site: 'example.atlassian.net', project: 'OPS', secret: 'secret-name' },
  webhook: { kind: 'webhook', secret: 'secret-name' },
  email: { kind: 'email', topic: 'mail' },
};
const key = 'whsec_plJ3nmyCDGBKInavdOK15jsl7Vn2Ck3Z';
const secrets: Readonly<Record<DestinationKind, string>> = {
  slack: 'xoxb-0123456789-abcdef',
  pagerduty: 'R0123456789abcdef0123456789abcde',
  teams: 'https://prod-01.westeurope.logic.azure.com:443/workflows/a',
  jira: '{"email":"ana@example.com","token":"a-token-of-jira"}',
  webhook: JSON.stringify({ url: 'https://hooks.example.com/in', key }),
  email: '',
};

const outgoing = (more: Partial<Outgoing> = {}): Outgoing => {
  const [presented] = presentedEvent({ Records: [{ messageId: 'q', body: alarmBody({ name: 'cpu', at: 0 }) }] });
  if (!presented) throw new Error('nothing was presented');
  return { ...outgoingOf(presented.notification, presented.message, 'sns-1', 0), ...more };
};

type Attempt = {
  readonly secret?: string;
  readonly known?: Known;
  readonly answers?: readonly Partial<HttpAnswer>[];
  readonly isPlain?: boolean;
};

const attempt = async (
  kind: DestinationKind,
  { secret = secrets[kind], known, answers = [], isPlain = false }: Attempt,
  message = outgoing(),
  settings: { readonly triggerFrom?: Severity } = {},
): Promise<{ delivery: Delivery; requests: HttpRequest[] }> => {
  const requests: HttpRequest[] = [];
  const destination: Destination = await destinations({
    slack: {},
    mail: async () => {},
    http: async (request) => {
      requests.push(request);
      return { status: 200, retryAfter: undefined, text: '', ...answers[requests.length - 1] };
    },
  })(kind);
  const sending = {
    secret,
    isPlain,
    known,
    remember: async () => {},
    signal: AbortSignal.timeout(5_000),
    nowMs: () => 0,
  };
  return { delivery: await destination.send({ ...targets[kind], ...settings } as Target, message, sending), requests };
};

describe('a secret that is none of the destination', () => {
  test.each<[DestinationKind, string]>([
    ['slack', 'xoxp-a-person-s-token'],
    ['slack', ''],
    ['pagerduty', 'https://events.pagerduty.com'],
    ['pagerduty', ''],
    ['teams', 'https://example.webhook.office.com/webhookb2/a'],
    ['teams', 'https://evil.example/?logic.azure.com'],
    ['teams', 'https://logic.azure.com.evil.example/workflows'],
    ['teams', 'http://prod-01.westeurope.logic.azure.com/workflows'],
    ['teams', 'https://ana:s3cret@prod-01.westeurope.logic.azure.com/workflows'],
    ['jira', '{"email":"ana@example.com"}'],
    ['jira', 'a-token-of-jira'],
    ['webhook', JSON.stringify({ url: 'http://hooks.example.com/in', key })],
    ['webhook', JSON.stringify({ url: 'https://hooks.example.com/in', key: 'short' })],
    ['webhook', 'https://hooks.example.com/in'],
  ])('a secret that is none of %s, %j, sends nothing and is read anew', async (kind, secret) => {
    const { delivery, requests } = await attempt(kind, { secret });

    expect(requests).toEqual([]);
    expect(delivery).toMatchObject({ kind: 'failed', retryable: false });
    expect(delivery).not.toHaveProperty('status');
    if (secret !== '') expect(JSON.stringify(delivery)).not.toContain(secret.slice(0, 12));
  });
});

describe('an answer', () => {
  const failed = (status: number, retryable: boolean) => ({ kind: 'failed', status, retryable });

  test.each<[DestinationKind, Partial<HttpAnswer>, object]>([
    ['pagerduty', { status: 202 }, { kind: 'delivered', known: { isOpen: true } }],
    ['pagerduty', { status: 400, text: '{"errors":["\'routing_key\' is invalid"]}' }, failed(401, false)],
    ['pagerduty', { status: 400, text: '{"errors":["summary"]}' }, failed(400, false)],
    ['pagerduty', { status: 429, retryAfter: '7' }, { ...failed(429, true), retryAfterSeconds: 7 }],
    ['teams', { status: 202 }, { kind: 'delivered' }],
    ['teams', { status: 413 }, failed(400, false)],
    ['teams', { status: 404 }, failed(404, false)],
    ['teams', { status: 302 }, failed(302, false)],
    ['webhook', { status: 204 }, { kind: 'delivered' }],
    ['webhook', { status: 301 }, failed(301, false)],
    ['webhook', { status: 500 }, failed(500, true)],
    ['jira', { status: 401 }, failed(401, false)],
    ['jira', { status: 200, text: '<html>sign in</html>' }, failed(200, true)],
    [
      'slack',
      { text: '{"ok":true,"ts":"1.2","channel":"C1"}' },
      { kind: 'delivered', known: { ts: '1.2', channel: 'C1' } },
    ],
    ['slack', { text: '{"ok":false,"error":"invalid_auth"}' }, failed(403, false)],
    ['slack', { text: '{"ok":false,"error":"not_in_channel"}' }, failed(403, false)],
    ['slack', { text: '{"ok":false,"error":"invalid_blocks"}' }, failed(400, false)],
    ['slack', { text: '{"ok":false,"error":"internal_error"}' }, { kind: 'failed', retryable: true }],
    ['slack', { text: 'sign in' }, failed(200, true)],
    ['slack', { status: 429, retryAfter: '30' }, { ...failed(429, true), retryAfterSeconds: 30 }],
  ])('an answer of %s, %j, counts as %j', async (kind, answer, expected) => {
    expect((await attempt(kind, { answers: [answer] })).delivery).toMatchObject(expected);
  });

  it('an answer of Jira names the fields that it refused, and nothing of what was in them', async () => {
    const answers = [
      { text: '{"issues":[]}' },
      { status: 400, text: JSON.stringify({ errors: { issuetype: 'The issue type s3cret is not valid' } }) },
    ];

    expect((await attempt('jira', { answers })).delivery).toMatchObject({ reason: 'Jira answered 400: issuetype' });
  });
});

describe('PagerDuty', () => {
  const keysOf = async (about: string) => {
    const { requests } = await attempt('pagerduty', {}, outgoing({ about }));
    return JSON.parse(requests[0]?.body ?? '').dedup_key;
  };

  it('PagerDuty gets what a message is about as the key, and a hash of it above 255 characters', async () => {
    expect(await keysOf('alarm|cpu')).toBe('alarm|cpu');
    expect(await keysOf('x'.repeat(255))).toBe('x'.repeat(255));
    expect(await keysOf('x'.repeat(256))).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await keysOf('x'.repeat(256))).not.toBe(await keysOf('x'.repeat(257)));
  });

  it.each([
    ['info', undefined, false],
    ['warning', undefined, true],
    ['critical', undefined, true],
    ['info', 'info', true],
    ['error', 'critical', false],
  ] as const)('PagerDuty hears of %s with triggerFrom: %s: %s', async (severity, triggerFrom, isSent) => {
    const { delivery, requests } = await attempt(
      'pagerduty',
      {},
      outgoing({ severity, state: 'event' }),
      triggerFrom === undefined ? {} : { triggerFrom },
    );

    expect([delivery.kind, requests.length]).toEqual(isSent ? ['delivered', 1] : ['skipped', 0]);
  });

  it('PagerDuty hears of information that mentions somebody', async () => {
    const message = withMention(outgoing().message, 'S012AB3CD');

    expect((await attempt('pagerduty', {}, outgoing({ severity: 'info', message }))).delivery.kind).toBe('delivered');
  });

  it('PagerDuty is not asked to resolve what it was never asked to trigger', async () => {
    const { delivery, requests } = await attempt('pagerduty', {}, outgoing({ state: 'ok' }));

    expect(delivery.kind).toBe('skipped');
    expect(requests).toEqual([]);
  });

  it('PagerDuty of the European region is another host', async () => {
    const urls: string[] = [];
    const spying = await destinations({
      slack: {},
      mail: async () => {},
      http: async ({ url }) => {
        urls.push(url);
        return { status: 202, retryAfter: undefined, text: '' };
      },
    })('pagerduty');
    const sending = { secret: secrets.pagerduty, isPlain: false, known: undefined, remember: async () => {} };
    await spying.send({ ...targets.pagerduty, region: 'eu' }, outgoing(), {
      ...sending,
      signal: AbortSignal.timeout(5_000),
      nowMs: () => 0,
    });

    expect(urls).toEqual(['https://events.eu.pagerduty.com/v2/enqueue']);
  });
});

describe('Teams', () => {
  const huge = messageOf(
    mrkdwn`${escapeTo('title '.repeat(100), 900)}`,
    '#e01e5a',
    Array.from({ length: 40 }, (_, index) => section(mrkdwn`${escapeTo(`${index} ${'漢字🚀'.repeat(800)}`, 2_900)}`)),
  );

  it.each([false, true])(
    'Teams gets less of a message that is too long, and a note that there was more (plain: %s)',
    async (isPlain) => {
      const { requests } = await attempt('teams', { isPlain }, outgoing({ message: huge }));
      const body = requests[0]?.body ?? '';

      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(28 * 1_024);
      expect(Buffer.byteLength(body)).toBeGreaterThan(20_000);
      expect(body).toContain('shortened to the Teams size limit');
    },
  );

  it('Teams gets no call of anybody in Slack', async () => {
    const message = withMention(outgoing().message, 'S012AB3CD');

    expect((await attempt('teams', {}, outgoing({ message }))).requests[0]?.body).not.toContain('S012AB3CD');
  });
});

describe('a webhook', () => {
  it('a webhook is signed as the known example of the scheme is', () => {
    const key = keyIn('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') ?? Buffer.alloc(0);

    expect(signatureOf(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('a webhook gets the id of the delivery, however it was made up, in a header that ends where it should', async () => {
    const { requests } = await attempt('webhook', {}, outgoing({ deliveryId: 'digest|a\r\nx: y|1' }));

    expect(requests[0]?.headers['webhook-id']).toBe('digest|a__x:_y|1');
  });
});

describe('a bot of Slack', () => {
  const known = { ts: '1.2', channel: 'C1' };
  const ok = { text: '{"ok":true,"ts":"1.3","channel":"C1"}' };
  const end = outgoing({ state: 'ok' });
  const calls = (requests: readonly HttpRequest[]) =>
    requests.map(({ url, body = '' }) => [url.split('/').at(-1), JSON.parse(body).thread_ts ?? JSON.parse(body).ts]);

  it('a bot of Slack changes the message of an alarm that is over, and says so in its thread', async () => {
    const { delivery, requests } = await attempt('slack', { known, answers: [ok, ok] }, end);

    expect(delivery).toEqual({ kind: 'delivered', known: {} });
    expect(calls(requests)).toEqual([
      ['chat.update', '1.2'],
      ['chat.postMessage', '1.2'],
    ]);
  });

  it('a bot of Slack posts the end of an alarm by itself when the message is gone, or never was', async () => {
    const gone = await attempt(
      'slack',
      { known, answers: [{ text: '{"ok":false,"error":"message_not_found"}' }, ok] },
      end,
    );
    const never = await attempt('slack', { answers: [ok] }, end);

    expect(calls(gone.requests)).toEqual([
      ['chat.update', '1.2'],
      ['chat.postMessage', undefined],
    ]);
    expect(calls(never.requests)).toEqual([['chat.postMessage', undefined]]);
  });

  it('a bot of Slack unfolds no links and looks for no names', async () => {
    const { requests } = await attempt('slack', { answers: [ok] });

    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({ unfurl_links: false, unfurl_media: false });
    expect(requests[0]?.body).not.toMatch(/link_names|"parse"/);
  });
});
