// Calls of the Jira Cloud REST API, version 3.
import { type Failed, failedForNow, refused } from '../../delivery/delivery.ts';
import { parsedJson } from '../../recognition/json.ts';
import type { Sending } from '../destination.ts';
import { ask, type HttpAnswer, type HttpCall, isFailed } from '../http.ts';
import { textLike, valueIn } from '../json-value.ts';

const keyForm = /^[A-Z][A-Z0-9_]{1,19}-\d{1,12}$/;

/** The names of the fields that Jira rejects. The values may be sensitive. */
const detail = ({ text }: HttpAnswer): string =>
  Object.keys(Object(valueIn(parsedJson(text), 'errors')))
    .filter((field) => /^[\w-]{1,40}$/.test(field))
    .slice(0, 5)
    .join(', ');

const listIn = (json: unknown, key: string): readonly unknown[] | undefined => {
  const list = valueIn(json, key);
  return Array.isArray(list) ? list : undefined;
};

export type Jira = {
  /** The key of an open issue with this label, if there is one. */
  findOpen(project: string, label: string): Promise<string | undefined | Failed>;
  create(fields: object): Promise<string | Failed>;
  /** `gone`: the issue does not exist any more. */
  stateOf(key: string): Promise<'open' | 'done' | 'gone' | Failed>;
  comment(key: string, body: object): Promise<'added' | 'gone' | Failed>;
  /** Whether one of the latest comments holds this text. */
  hasComment(key: string, text: string): Promise<boolean | Failed>;
};

/** Undefined if the secret is no Jira account. */
export const jiraApi = (http: HttpCall, site: string, { secret, signal }: Sending): Jira | undefined => {
  const json = parsedJson(secret);
  const email = textLike(valueIn(json, 'email'), /^[^\s:]{3,320}$/);
  const token = textLike(valueIn(json, 'token'), /^[\x21-\x7e]{8,2000}$/);
  if (email === undefined || token === undefined) return undefined;
  const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;

  /** `read` extracts the value from an answer. Undefined means that the answer is not from Jira. */
  const call = async <T>(
    method: 'GET' | 'POST',
    path: string,
    read: (answer: unknown) => T | undefined,
    body?: object,
  ): Promise<{ readonly value: T } | Failed> => {
    const headers = { authorization, accept: 'application/json', 'content-type': 'application/json' };
    const url = `https://${site}/rest/api/3/${path}`;
    const more = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await ask('Jira', http, { url, method, headers, signal, ...more }, detail);
    if (isFailed(answer)) return answer;
    const value = read(parsedJson(answer.text));
    return value === undefined ? failedForNow('the response is not from Jira', { status: answer.status }) : { value };
  };

  return {
    async findOpen(project, label) {
      const jql = `project = "${project}" AND labels = "${label}" AND statusCategory != Done ORDER BY created ASC`;
      const read = (json: unknown) => listIn(json, 'issues');
      const found = await call('POST', 'search/jql', read, { jql, maxResults: 1, fields: ['status'] });
      return 'kind' in found ? found : textLike(valueIn(found.value[0], 'key'), keyForm);
    },
    async create(fields) {
      const made = await call('POST', 'issue', (json) => textLike(valueIn(json, 'key'), keyForm), { fields });
      return 'kind' in made ? made : made.value;
    },
    async stateOf(key) {
      const read = (json: unknown) => valueIn(json, 'fields', 'status', 'statusCategory', 'key');
      const found = await call('GET', `issue/${key}?fields=status`, read);
      if ('kind' in found) return found.status === 404 ? 'gone' : found;
      return found.value === 'done' ? 'done' : 'open';
    },
    async comment(key, body) {
      const answer = await call('POST', `issue/${key}/comment`, (json) => valueIn(json, 'id'), { body });
      if ('kind' in answer) return answer.status === 404 ? 'gone' : answer;
      return 'added';
    },
    async hasComment(key, text) {
      const read = (json: unknown) => listIn(json, 'comments');
      const found = await call('GET', `issue/${key}/comment?orderBy=-created&maxResults=100`, read);
      if ('kind' in found) return found.status === 404 ? false : found;
      return found.value.some((one) => JSON.stringify(one).includes(text));
    },
  };
};

export const noAccount = (secretName: string): Failed =>
  refused(`secret ${secretName} does not contain {"email": "…", "token": "…"}`);
