// What opens an issue of Jira, what becomes a comment on one, and what neither.
import { describe, expect, it } from 'vitest';
import type { Severity } from '#core/notification.ts';
import type { Target } from '#definition/destinations.ts';
import type { Known } from '#notify/delivery/delivery.ts';
import type { Outgoing } from '#notify/destinations/destination.ts';
import type { HttpAnswer, HttpRequest } from '#notify/destinations/http.ts';
import { destination } from '#notify/destinations/jira/destination.ts';
import { mrkdwn } from '#notify/rendering/escape.ts';
import { messageOf, withMention } from '#notify/rendering/message.ts';

const message = messageOf(mrkdwn`shop is slow`, '', []);
const outgoing = (facts: Partial<Outgoing> = {}): Outgoing => ({
  ...{ about: 'event|shop', state: 'event', severity: 'error', source: 'event', name: 'shop', environment: 'staging' },
  ...{ account: undefined, region: undefined, deliveryId: 'd-1', atMs: 1, message },
  ...facts,
});

const answers: Readonly<Record<string, string>> = {
  'search/jql': '{"issues":[]}',
  issue: '{"key":"OPS-1"}',
  'issue/OPS-7': '{"fields":{"status":{"statusCategory":{"key":"new"}}}}',
  'issue/OPS-7/comment': '{"id":"1"}',
};
const pathOf = ({ url }: HttpRequest): string => new URL(url).pathname.replace('/rest/api/3/', '');

/** What became of it, and what Jira was asked. */
const asked = async (sent: Outgoing, { openFrom, known }: { openFrom?: Severity; known?: Known } = {}) => {
  const requests: HttpRequest[] = [];
  const http = async (request: HttpRequest): Promise<HttpAnswer> => {
    requests.push(request);
    return { status: 200, retryAfter: undefined, text: answers[pathOf(request)] ?? '' };
  };
  const target: Target<'jira'> = {
    ...{ kind: 'jira', site: 'example.atlassian.net', project: 'OPS', secret: 'jira' },
    ...(openFrom === undefined ? {} : { openFrom }),
  };
  const delivery = await destination({ slack: {}, mail: async () => {}, http }).send(target, sent, {
    ...{ secret: '{"email":"ana@example.com","token":"a-token-of-jira"}', isPlain: false, known },
    ...{ remember: async () => {}, signal: AbortSignal.timeout(5_000), nowMs: () => 0 },
  });
  return [delivery.kind, ...requests.map(pathOf)];
};

const opened = ['delivered', 'search/jql', 'issue'] as const;

describe('an issue of Jira', () => {
  it.each([
    ['info', undefined, ['skipped']],
    ['warning', undefined, opened],
    ['critical', undefined, opened],
    ['info', 'info', opened],
    ['error', 'critical', ['skipped']],
  ] as const)('an issue of Jira for %s with openFrom %s: %j', async (severity, openFrom, calls) => {
    expect(await asked(outgoing({ severity }), openFrom === undefined ? {} : { openFrom })).toEqual(calls);
  });

  it('an issue of Jira is opened for information that mentions somebody', async () => {
    expect(await asked(outgoing({ severity: 'info', message: withMention(message, 'S012AB3CD') }))).toEqual(opened);
  });

  it('an issue of Jira that is open gets information about the same thing as a comment', async () => {
    const calls = ['delivered', 'issue/OPS-7', 'issue/OPS-7/comment'];

    expect(await asked(outgoing({ severity: 'info' }), { known: { key: 'OPS-7' } })).toEqual(calls);
  });

  it('an issue of Jira is not opened for an end that has no beginning', async () => {
    expect(await asked(outgoing({ state: 'ok', severity: 'info' }))).toEqual(['skipped']);
  });
});
