// Microsoft Teams, by the webhook of a workflow ("When a Teams webhook request is received").
import type { Target } from '#definition/destinations.ts';
import { type Delivery, refused } from '../../delivery/delivery.ts';
import type { MakeDestination, Outgoing } from '../destination.ts';
import { ask, fetchCall, isFailed } from '../http.ts';
import { cardOf } from './card.ts';

/** Where workflows live: a secret that somebody changed sends messages nowhere else. */
const hosts = /\.(?:logic\.azure\.(?:com|us)|api\.powerplatform\.(?:com|us)|powerautomate\.(?:com|us))$/;
const retired = /\.webhook\.office\.com$/;

/** What is wrong with it, without it. */
const invalid = (url: string): string | undefined => {
  const parsed = URL.parse(url);
  if (parsed === null) return 'the secret does not contain a URL';
  if (parsed.protocol !== 'https:') return 'the workflow URL is not https';
  if (parsed.username || parsed.password) return 'the workflow URL contains credentials';
  if (retired.test(parsed.hostname))
    return 'the URL is an Office 365 connector, which Microsoft has retired: create a workflow';
  return hosts.test(parsed.hostname) && (parsed.port === '' || parsed.port === '443')
    ? undefined
    : 'the URL is not a Microsoft Teams workflow URL';
};

export const destination: MakeDestination<'teams'> = ({ http = fetchCall(globalThis.fetch) }) => ({
  render: (_target: Target<'teams'>, { message }: Outgoing) => cardOf(message, false),
  async send(_target, { message }, { secret: url, isPlain, signal }): Promise<Delivery> {
    const wrong = invalid(url);
    if (wrong !== undefined) return refused(wrong);
    const answer = await ask('Microsoft Teams', http, {
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(cardOf(message, isPlain)),
      signal,
    });
    if (!isFailed(answer)) return { kind: 'delivered' };
    // Too large is a matter of the message, too.
    return answer.status === 413 ? refused(answer.reason, 400) : answer;
  },
});
