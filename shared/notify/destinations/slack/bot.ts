// Slack by the token of a bot. When an alarm is over, its message is updated and the end is posted in its thread. Only two
// methods are used, without the SDK: it has its own queue and retries, and the function does both itself.
import { type Delivery, failedForNow, type Known, refused } from '../../delivery/delivery.ts';
import { parsedJson } from '../../recognition/json.ts';
import { type SlackMessage, slackBody } from '../../rendering/message.ts';
import type { Outgoing, Sending } from '../destination.ts';
import { ask, type HttpCall, isFailed } from '../http.ts';
import { textLike, valueIn } from '../json-value.ts';

/** Errors of the token or the channel, which somebody has to fix. The message itself is fine. */
const aboutAccess =
  /^(invalid_auth|not_authed|account_inactive|token_|missing_scope|channel_not_found|not_in_channel|is_archived|restricted_|no_permission|team_access|ekm_|access_denied|org_login)/;
/** Temporary errors, which Slack answers with 200. */
const forNow =
  /^(internal_error|fatal_error|service_unavailable|request_timeout|ratelimited|rate_limited|team_added_to_org)$/;
/** The message was deleted or is too old to update. The end is posted as a new message. */
const goneForGood = /^(message_not_found|cant_update_message|edit_window_closed|thread_not_found)$/;

type Post = { readonly ts?: string; readonly channel?: string };
type Result = Post | { readonly gone: true } | Exclude<Delivery, { kind: 'delivered' | 'skipped' }>;

const isFailure = (result: Result): result is Extract<Result, { kind: 'failed' }> => 'kind' in result;

const call = async (http: HttpCall, method: string, body: object, { secret, signal }: Sending): Promise<Result> => {
  const answer = await ask('Slack', http, {
    url: `https://slack.com/api/${method}`,
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    signal,
  });
  if (isFailed(answer)) return answer;
  const json = parsedJson(answer.text);
  const isOk = valueIn(json, 'ok');
  if (typeof isOk !== 'boolean') return failedForNow('the response is not from Slack', { status: answer.status });
  if (isOk) {
    const ts = textLike(valueIn(json, 'ts'), /^[\d.]{1,30}$/);
    const channel = textLike(valueIn(json, 'channel'), /^[A-Z0-9]{1,30}$/);
    return { ...(ts ? { ts } : {}), ...(channel ? { channel } : {}) };
  }
  const code = textLike(valueIn(json, 'error'), /^[a-z_]{1,60}$/) ?? 'an unknown error';
  if (goneForGood.test(code)) return { gone: true };
  if (forNow.test(code)) return failedForNow(`Slack answered ${code}`);
  return refused(`Slack answered ${code}`, aboutAccess.test(code) ? 403 : 400);
};

/** The post of the open alarm, if there is one. */
const openPost = (known: Known | undefined): { ts: string; channel: string } | undefined =>
  typeof known?.ts === 'string' && typeof known.channel === 'string'
    ? { ts: known.ts, channel: known.channel }
    : undefined;

/** Links are not unfurled, so that untrusted text does not fill a channel. */
const messageBody = (message: SlackMessage) => ({ ...slackBody(message), unfurl_links: false, unfurl_media: false });

const postAnew = async (http: HttpCall, channel: string, outgoing: Outgoing, sending: Sending): Promise<Delivery> => {
  const posted = await call(http, 'chat.postMessage', { channel, ...messageBody(outgoing.message) }, sending);
  if ('gone' in posted) return refused('Slack has no such message', 400);
  if (isFailure(posted)) return posted;
  const { ts, channel: id } = posted;
  const isOpen = outgoing.state === 'alarm' || outgoing.state === 'insufficient-data';
  // An end closes the post: the next alarm gets a new one.
  return { kind: 'delivered', known: isOpen && ts && id ? { ts, channel: id } : {} };
};

export const postAsBot = async (
  http: HttpCall,
  channel: string,
  outgoing: Outgoing,
  sending: Sending,
): Promise<Delivery> => {
  if (!/^xoxb-[\w-]{10,300}$/.test(sending.secret)) return refused('the secret does not contain a bot token, xoxb-…');
  const open = openPost(sending.known);
  if (open === undefined || outgoing.state !== 'ok') return postAnew(http, channel, outgoing, sending);
  const content = messageBody(outgoing.message);
  const updated = await call(http, 'chat.update', { ...open, ...content }, sending);
  if ('gone' in updated) return postAnew(http, channel, outgoing, sending);
  if (isFailure(updated)) return updated;
  const { ts, ...where } = open;
  const threaded = await call(http, 'chat.postMessage', { ...where, thread_ts: ts, ...content }, sending);
  if ('gone' in threaded) return { kind: 'delivered', known: {} };
  return isFailure(threaded) ? threaded : { kind: 'delivered', known: {} };
};
