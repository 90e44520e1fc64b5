// PagerDuty, Events API v2: an incident for what something is about, triggered and resolved. A trigger that comes twice is one
// incident, by its key.
import { createHash } from 'node:crypto';
import type { Target } from '#definition/destinations.ts';
import { type Delivery, refused } from '../../delivery/delivery.ts';
import { parsedJson } from '../../recognition/json.ts';
import { bodyText, contentOf, cut, linksIn, oneLine, textOf } from '../content.ts';
import type { MakeDestination, Outgoing, Sending } from '../destination.ts';
import { ask, fetchCall, type HttpAnswer, type HttpCall, isFailed } from '../http.ts';
import { whyNotOpened } from '../opening.ts';

/** What PagerDuty takes; an event may have 512 KB, of which this is far. */
const limits = { keyMax: 255, summaryMax: 1_024, textMax: 10_000, linksMax: 5, factMax: 255 } as const;

const hosts = { us: 'events.pagerduty.com', eu: 'events.eu.pagerduty.com' } as const;

/** Of one thing always the same. */
const keyOf = ({ about }: Outgoing): string => {
  const text = about.toWellFormed();
  return text.length <= limits.keyMax ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;
};

type Event = { readonly event_action: 'trigger' | 'resolve'; readonly dedup_key: string };

const resolveEvent = (outgoing: Outgoing): Event => ({ event_action: 'resolve', dedup_key: keyOf(outgoing) });

const fact = (key: string, value: string | undefined) =>
  value === undefined || value === '' ? {} : { [key]: oneLine(value, limits.factMax) };

const triggerEvent = (outgoing: Outgoing): Event & Record<string, unknown> => {
  const { message, severity, source, name, state, environment, account, region, atMs } = outgoing;
  const content = contentOf(message);
  const links = linksIn(content).slice(0, limits.linksMax);
  return {
    event_action: 'trigger',
    dedup_key: keyOf(outgoing),
    client: 'Curfew',
    payload: {
      summary: oneLine(textOf(content.title), limits.summaryMax),
      source: oneLine(environment ?? region ?? source, limits.factMax),
      severity,
      timestamp: new Date(atMs).toISOString(),
      ...fact('component', name),
      ...fact('group', environment),
      class: source,
      custom_details: {
        text: cut(bodyText(content), limits.textMax),
        state,
        ...fact('account', account),
        ...fact('region', region),
      },
    },
    ...(links.length === 0 ? {} : { links: links.map(({ text, url }) => ({ href: url, text: oneLine(text, 255) })) }),
  };
};

const whyNoIncident = ({ triggerFrom }: Target<'pagerduty'>, outgoing: Outgoing): string | undefined =>
  whyNotOpened({ what: 'incident', setting: 'triggerFrom', from: triggerFrom }, outgoing);

const rendered = (target: Target<'pagerduty'>, outgoing: Outgoing): Event | { readonly skipped: string } => {
  if (outgoing.state === 'ok') return resolveEvent(outgoing);
  const skipped = whyNoIncident(target, outgoing);
  return skipped === undefined ? triggerEvent(outgoing) : { skipped };
};

const errorsIn = (text: string): string => {
  const json = parsedJson(text);
  return typeof json === 'object' && json !== null ? JSON.stringify(json).slice(0, 2_000) : '';
};

const post = async (
  http: HttpCall,
  { region = 'us' }: Target<'pagerduty'>,
  event: Event,
  sending: Sending,
): Promise<Delivery> => {
  const { secret, signal } = sending;
  let last: HttpAnswer | undefined;
  const answer = await ask(
    'PagerDuty',
    async (request) => {
      last = await http(request);
      return last;
    },
    {
      url: `https://${hosts[region]}/v2/enqueue`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ routing_key: secret, ...event }),
      signal,
    },
  );
  if (!isFailed(answer)) return { kind: 'delivered' };
  // A key that is not known is answered like an event that is none; the key can be put right, and the message then arrives.
  if (answer.status === 400 && /routing[ _]key/i.test(errorsIn(last?.text ?? '')))
    return refused('PagerDuty rejected the integration key', 401);
  return answer;
};

/** `isOpen`: an incident was triggered. `overMs`: when the thing was last back to normal. */
const overMsOf = ({ known }: Sending): number => (typeof known?.overMs === 'number' ? known.overMs : 0);

const resolve = async (
  http: HttpCall,
  target: Target<'pagerduty'>,
  outgoing: Outgoing,
  sending: Sending,
): Promise<Delivery> => {
  const overMs = Math.max(outgoing.atMs, overMsOf(sending));
  const known = { isOpen: false, overMs };
  if (sending.known?.isOpen !== true) return { kind: 'skipped', reason: 'no incident exists for it', known };
  const delivery = await post(http, target, resolveEvent(outgoing), sending);
  return delivery.kind === 'delivered' ? { ...delivery, known } : delivery;
};

const trigger = async (
  http: HttpCall,
  target: Target<'pagerduty'>,
  outgoing: Outgoing,
  sending: Sending,
): Promise<Delivery> => {
  const reason = whyNoIncident(target, outgoing);
  if (reason !== undefined) return { kind: 'skipped', reason };
  const overMs = overMsOf(sending);
  const delivery = await post(http, target, triggerEvent(outgoing), sending);
  if (delivery.kind !== 'delivered') return delivery;
  if (outgoing.atMs >= overMs) return { ...delivery, known: { isOpen: true, overMs } };
  // Its end came first, and will not come again.
  const ended = await post(http, target, resolveEvent(outgoing), sending);
  return ended.kind === 'delivered' ? { ...ended, known: { isOpen: false, overMs } } : ended;
};

export const destination: MakeDestination<'pagerduty'> = ({ http = fetchCall(globalThis.fetch) }) => ({
  render: rendered,
  send: (target, outgoing, sending) => {
    if (!/^[\w-]{10,100}$/.test(sending.secret))
      return Promise.resolve(refused('the secret does not contain a PagerDuty integration key'));
    return (outgoing.state === 'ok' ? resolve : trigger)(http, target, outgoing, sending);
  },
});
