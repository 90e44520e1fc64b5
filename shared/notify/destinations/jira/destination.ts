// Jira Cloud: one issue per thing, then comments on it. Jira has no idempotent create, so each step is stored before it is taken.
// After a lost answer, the issue or comment is searched for before another try.
import type { Target } from '#definition/destinations.ts';
import { type Delivery, type Failed, failedForNow, type Known } from '../../delivery/delivery.ts';
import { line, mrkdwn } from '../../rendering/escape.ts';
import { messageOf } from '../../rendering/message.ts';
import type { MakeDestination, Outgoing, Sending } from '../destination.ts';
import { fetchCall, isFailed } from '../http.ts';
import { whyNotOpened } from '../opening.ts';
import { type Jira, jiraApi, noAccount } from './api.ts';
import { documentOf, labelOf, referenceOf, summaryOf } from './document.ts';

/** `key`: of the issue. `creatingMs`: when its creation began. `saying`: the message whose comment is being added. */
const keyIn = (known: Known | undefined): string | undefined =>
  typeof known?.key === 'string' ? known.key : undefined;

/** New issues appear in the search of Jira after a delay. */
const searchLagMs = 60_000;

const failedIn = (value: unknown): value is Failed => typeof value === 'object' && value !== null && isFailed(value);

const fieldsOf = ({ project, issueType = 'Task' }: Target<'jira'>, outgoing: Outgoing) => ({
  project: { key: project },
  issuetype: { name: issueType },
  summary: summaryOf(outgoing),
  labels: ['curfew', labelOf(outgoing)],
  description: documentOf(outgoing, false),
});

const delivered = (key: string): Delivery => ({ kind: 'delivered', known: { key } });

const comment = async (jira: Jira, key: string, outgoing: Outgoing, sending: Sending): Promise<Delivery | 'gone'> => {
  const reference = referenceOf(outgoing);
  if (sending.known?.saying === reference) {
    const isCommented = await jira.hasComment(key, reference);
    if (failedIn(isCommented)) return isCommented;
    if (isCommented) return delivered(key);
  }
  await sending.remember({ key, saying: reference });
  const commented = await jira.comment(key, documentOf(outgoing, true));
  if (failedIn(commented)) return commented;
  return commented === 'gone' ? 'gone' : delivered(key);
};

/** When an end arrived before its beginning; 0 if none did. */
const overMsIn = (known: Known | undefined): number => (typeof known?.overMs === 'number' ? known.overMs : 0);

/** A comment for an end that arrived before the issue existed. */
const lateEnd = ({ deliveryId, name, ...more }: Outgoing, overMs: number): Outgoing => ({
  ...more,
  name,
  deliveryId: `${deliveryId}|over`,
  message: messageOf(
    mrkdwn`✅ ${line(name, 200)} returned to normal at ${line(new Date(overMs).toISOString(), 30)}`,
    '',
    [],
  ),
});

/** The issue exists. `creator` is the message that created it. */
const finishCreation = async (jira: Jira, key: string, outgoing: Outgoing, sending: Sending): Promise<Delivery> => {
  const overMs = overMsIn(sending.known);
  if (outgoing.atMs >= overMs) return delivered(key);
  const creator = referenceOf(outgoing);
  await sending.remember({ key, creator, overMs });
  const end = lateEnd(outgoing, overMs);
  const isCommented = await jira.hasComment(key, referenceOf(end));
  if (failedIn(isCommented)) return isCommented;
  const commented = isCommented ? 'added' : await jira.comment(key, documentOf(end, true));
  return failedIn(commented) ? commented : delivered(key);
};

const create = async (jira: Jira, target: Target<'jira'>, outgoing: Outgoing, sending: Sending): Promise<Delivery> => {
  const { creatingMs, creator } = sending.known ?? {};
  const overMs = overMsIn(sending.known);
  const mine = referenceOf(outgoing);
  if (typeof creatingMs === 'number' && sending.nowMs() - creatingMs < searchLagMs)
    return failedForNow('an issue may have been created but is not in the Jira search yet');
  const found = await jira.findOpen(target.project, labelOf(outgoing));
  if (failedIn(found)) return found;
  if (found !== undefined) {
    // This message created the issue, unless another one did.
    if (creator === mine) return finishCreation(jira, found, outgoing, sending);
    const commented = await comment(jira, found, outgoing, sending);
    if (commented !== 'gone') return commented;
  }
  await sending.remember({ creatingMs: sending.nowMs(), creator: mine, overMs });
  const key = await jira.create(fieldsOf(target, outgoing));
  if (!failedIn(key)) return finishCreation(jira, key, outgoing, sending);
  // A refused request created nothing, so there is no need to wait for the search.
  if (!key.retryable || key.status === 429) await sending.remember({ overMs });
  return key;
};

const isOver = (state: Outgoing['state']): boolean => state === 'ok';

/** An alarm opens a new issue if the old one is done. Its end goes to the issue where it began. */
const stillGood = async (jira: Jira, key: string, { state }: Outgoing): Promise<boolean | Failed> => {
  if (isOver(state)) return true;
  const found = await jira.stateOf(key);
  return failedIn(found) ? found : found === 'open';
};

/** An end without an issue. It is kept for an issue that is opened later. */
const skipped = ({ atMs }: Outgoing, reason: string): Delivery => ({
  kind: 'skipped',
  reason,
  known: { overMs: atMs },
});

const whyNoIssue = ({ openFrom }: Target<'jira'>, outgoing: Outgoing): string | undefined =>
  whyNotOpened({ what: 'issue', setting: 'openFrom', from: openFrom }, outgoing);

/** An end is a comment on the issue that its beginning opened. */
const rendered = (target: Target<'jira'>, outgoing: Outgoing): object => {
  if (isOver(outgoing.state)) return { comment: documentOf(outgoing, true), labels: ['curfew', labelOf(outgoing)] };
  const skipped = whyNoIssue(target, outgoing);
  return skipped === undefined ? { fields: fieldsOf(target, outgoing) } : { skipped };
};

const sendTo = async (jira: Jira, target: Target<'jira'>, outgoing: Outgoing, sending: Sending): Promise<Delivery> => {
  const key = keyIn(sending.known);
  if (key !== undefined && sending.known?.creator === referenceOf(outgoing))
    return finishCreation(jira, key, outgoing, sending);
  if (key !== undefined) {
    const isGood = await stillGood(jira, key, outgoing);
    if (failedIn(isGood)) return isGood;
    const commented = isGood ? await comment(jira, key, outgoing, sending) : 'gone';
    if (commented !== 'gone') return commented;
  }
  if (isOver(outgoing.state)) return skipped(outgoing, 'no issue is open for it');
  const reason = whyNoIssue(target, outgoing);
  return reason === undefined ? create(jira, target, outgoing, sending) : { kind: 'skipped', reason };
};

export const destination: MakeDestination<'jira'> = ({ http = fetchCall(globalThis.fetch) }) => ({
  render: rendered,
  send(target, outgoing, sending) {
    const jira = jiraApi(http, target.site, sending);
    return jira === undefined ? Promise.resolve(noAccount(target.secret)) : sendTo(jira, target, outgoing, sending);
  },
});
