// How each service behaves, without the network: what it takes, what it answers, and what it has of us afterwards.
import { createHmac } from 'node:crypto';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly atMs: number;
};
type Answer = { readonly status: number; readonly body?: unknown };
export type Service = (asked: Asked) => Answer;

/** What it reads of what it is sent: what does not fit is an error of the test. */
const json = <T>(text: string): T => JSON.parse(text) as T;

type Incident = { isOpen: boolean; opened: number; summary: string };

export const pagerDuty = () => {
  const incidents = new Map<string, Incident>();
  const needless: string[] = [];
  const service: Service = ({ path, body }) => {
    const event = json<{
      dedup_key: string;
      event_action: string;
      routing_key: string;
      payload?: { summary?: string; source?: string; severity?: string; timestamp?: string };
    }>(body);
    const wrong = [
      ...(path === '/v2/enqueue' ? [] : ['path']),
      ...(event.dedup_key.length > 0 && event.dedup_key.length <= 255 ? [] : ['dedup_key']),
      ...(['trigger', 'resolve'].includes(event.event_action) ? [] : ['event_action']),
    ];
    if (event.event_action === 'trigger') {
      const { summary = '', source = '', severity, timestamp } = event.payload ?? {};
      if (summary === '' || summary.length > 1_024) wrong.push('summary');
      if (source === '') wrong.push('source');
      if (!['critical', 'error', 'warning', 'info'].includes(severity ?? '')) wrong.push('severity');
      if (Number.isNaN(Date.parse(timestamp ?? ''))) wrong.push('timestamp');
    }
    if (event.routing_key !== 'R0123456789abcdef0123456789abcde') wrong.push("'routing_key' is invalid");
    if (wrong.length > 0) return { status: 400, body: { status: 'invalid event', errors: wrong } };
    const known = incidents.get(event.dedup_key);
    if (event.event_action === 'resolve') {
      if (!known) needless.push(event.dedup_key);
      else known.isOpen = false;
    } else {
      const opened = (known?.opened ?? 0) + (known?.isOpen ? 0 : 1);
      incidents.set(event.dedup_key, { isOpen: true, opened, summary: event.payload?.summary ?? '' });
    }
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: event.dedup_key } };
  };
  return { service, incidents, needless };
};

type Fields = {
  readonly summary: string;
  readonly labels: readonly string[];
  readonly project: { readonly key: string };
};
type Issue = {
  readonly key: string;
  readonly fields: Fields;
  readonly comments: unknown[];
  readonly atMs: number;
  isDone: boolean;
};

/** `lagMs`: what was created is found by a search only after that. */
export const jira = (lagMs = 20_000) => {
  const issues: Issue[] = [];
  const service: Service = ({ method, path, headers, body, atMs }) => {
    if (headers.authorization !== `Basic ${Buffer.from('ana@example.com:a-token-of-jira').toString('base64')}`)
      return { status: 401, body: { errorMessages: ['Client must be authenticated'] } };
    const [, key = '', rest = ''] = /^\/rest\/api\/3\/issue\/([A-Z]+-\d+)(.*)$/.exec(path) ?? [];
    const issue = issues.find((one) => one.key === key);
    if (method === 'POST' && path === '/rest/api/3/search/jql') {
      const label = /labels = "([^"]+)"/.exec(json<{ jql: string }>(body).jql)?.[1] ?? '';
      const found = issues.filter(
        (one) => one.fields.labels.includes(label) && !one.isDone && atMs - one.atMs >= lagMs,
      );
      return { status: 200, body: { issues: found.slice(0, 1).map((one) => ({ key: one.key, fields: {} })) } };
    }
    if (method === 'POST' && path === '/rest/api/3/issue') {
      const { fields } = json<{ fields: Fields }>(body);
      if (fields.summary === '' || fields.summary.length > 255 || fields.summary.includes('\n'))
        return { status: 400, body: { errors: { summary: 'is not good' } } };
      const next = `${fields.project.key}-${issues.length + 1}`;
      issues.push({ key: next, fields, comments: [], atMs, isDone: false });
      return { status: 201, body: { id: '10000', key: next } };
    }
    if (!issue) return { status: 404, body: { errorMessages: ['Issue does not exist'] } };
    if (method === 'GET' && rest.startsWith('/comment'))
      return { status: 200, body: { comments: issue.comments.map((comment) => ({ body: comment })).reverse() } };
    if (method === 'GET')
      return {
        status: 200,
        body: { key, fields: { status: { statusCategory: { key: issue.isDone ? 'done' : 'new' } } } },
      };
    issue.comments.push(json<{ body: unknown }>(body).body);
    return { status: 201, body: { id: String(issue.comments.length) } };
  };
  return { service, issues };
};

export const teams = () => {
  const cards: string[] = [];
  const service: Service = ({ body }) => {
    const { type, attachments } = json<{
      type: string;
      attachments: { contentType: string; content: { type: string } }[];
    }>(body);
    if (Buffer.byteLength(body) > 28 * 1_024) return { status: 413 };
    const [card] = attachments;
    const isCard =
      card?.contentType === 'application/vnd.microsoft.card.adaptive' && card.content.type === 'AdaptiveCard';
    if (type !== 'message' || !isCard) return { status: 400 };
    cards.push(body);
    return { status: 202 };
  };
  return { service, cards };
};

export const webhookKey = `whsec_${Buffer.from('a key that the two of us share').toString('base64')}`;

type Data = { readonly name: string; readonly state: string };

export const webhook = () => {
  const received: { id: string; data: Data }[] = [];
  const forged: string[] = [];
  const service: Service = ({ headers, body }) => {
    const id = String(headers['webhook-id']);
    const key = Buffer.from(webhookKey.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', key)
      .update(`${id}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64');
    if (headers['webhook-signature'] !== `v1,${signature}`) forged.push(id);
    received.push({ id, data: json<{ data: Data }>(body).data });
    return { status: 204 };
  };
  return { service, received, forged };
};

type Said = { payload: string; ts: string; channel: string; text: string; thread?: string; updated: number };

export const slackApi = () => {
  const said: Said[] = [];
  const service: Service = ({ path, headers, body }) => {
    if (headers.authorization !== 'Bearer xoxb-0123456789-abcdef')
      return { status: 200, body: { ok: false, error: 'invalid_auth' } };
    const {
      channel,
      text,
      thread_ts: thread,
      ts,
    } = json<{
      channel: string;
      text: string;
      thread_ts?: string;
      ts?: string;
    }>(body);
    if (path === '/api/chat.update') {
      const found = said.find((one) => one.ts === ts && one.channel === channel);
      if (!found) return { status: 200, body: { ok: false, error: 'message_not_found' } };
      Object.assign(found, { text, updated: found.updated + 1 });
      return { status: 200, body: { ok: true, ts, channel } };
    }
    const next = { ts: `1700000000.${String(said.length).padStart(6, '0')}`, channel: 'C0123456789' };
    said.push({ ...next, payload: body, text, updated: 0, ...(thread ? { thread } : {}) });
    return { status: 200, body: { ok: true, ...next } };
  };
  return { service, said };
};
