// Any HTTPS endpoint, signed as Standard Webhooks has it: who receives it knows that it is ours, and by its id that it came before.

import { keyIn, signatureOf } from '#core/standard-webhooks.ts';
import type { Target } from '#definition/destinations.ts';
import { type Delivery, refused } from '../../delivery/delivery.ts';
import { parsedJson } from '../../recognition/json.ts';
import { bodyText, contentOf, linksIn, textOf } from '../content.ts';
import type { MakeDestination, Outgoing } from '../destination.ts';
import { ask, isFailed } from '../http.ts';
import { guardedCall, privateAddress } from './guarded-call.ts';

const bodyOf = ({ message, deliveryId, atMs, ...about }: Outgoing) => {
  const content = contentOf(message);
  return {
    type: 'curfew.notification',
    timestamp: new Date(atMs).toISOString(),
    data: {
      id: deliveryId,
      ...about,
      title: textOf(content.title).trim(),
      text: bodyText(content),
      links: linksIn(content),
    },
  };
};

type Secret = { readonly url: string; readonly key: string };

const secretIn = (value: string): Secret | undefined => {
  const json = parsedJson(value);
  if (typeof json !== 'object' || json === null || !('url' in json) || !('key' in json)) return undefined;
  const { url, key } = json;
  if (typeof url !== 'string' || typeof key !== 'string') return undefined;
  const parsed = URL.parse(url.trim());
  return parsed?.protocol === 'https:' && !parsed.username && !parsed.password ? { url: parsed.href, key } : undefined;
};

/** Of a header: what others made of the id must not end it. */
const headerSafe = (id: string): string => id.replace(/[^\w.:/|+=@-]/g, '_').slice(0, 500);

export const destination: MakeDestination<'webhook'> = ({ http = guardedCall() }) => ({
  render: (_target: Target<'webhook'>, outgoing: Outgoing) => bodyOf(outgoing),
  async send(target, outgoing, { secret, signal, nowMs }): Promise<Delivery> {
    const found = secretIn(secret);
    if (found === undefined)
      return refused(`secret ${target.secret} does not contain {"url": "https://…", "key": "whsec_…"}`);
    const key = keyIn(found.key);
    if (key === undefined)
      return refused(`the key in secret ${target.secret} is not whsec_ and 24 to 64 bytes in Base64`);
    const id = headerSafe(outgoing.deliveryId);
    const atSeconds = Math.floor(nowMs() / 1_000);
    const body = JSON.stringify(bodyOf(outgoing));
    const answer = await ask('the webhook', http, {
      url: found.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'curfew',
        'webhook-id': id,
        'webhook-timestamp': String(atSeconds),
        'webhook-signature': signatureOf(key, id, atSeconds, body),
      },
      body,
      signal,
    });
    if (!isFailed(answer)) return { kind: 'delivered' };
    if (answer.reason.endsWith(privateAddress)) return refused('the webhook URL resolves to a private address');
    return answer;
  },
});
