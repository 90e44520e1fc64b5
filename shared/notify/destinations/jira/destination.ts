// Jira Cloud: one issue for what something is about, comments after that. Jira creates an issue twice if it is asked twice, so what
// is about to be done is written down first, and after a lost answer it is looked for before it is done again.
import type { Target } from '#definition/destinations.ts';
import { type Delivery, type Failed, failedForNow, type Known } from '../../delivery/delivery.ts';
import { line, mrkdwn } from '../../rendering/escape.ts';
import { messageOf } from '../../rendering/message.ts';
import type { MakeDestination, Outgoing, Sending } from '../destination.ts';
import { fetchCall, isFailed } from '../http.ts';
import { type Jira, jiraApi, noAccount } from './api.ts';
import { documentOf, labelOf, referenceOf, summaryOf } from './document.ts';

/** `key`: of the issue. `creatingMs`: since when one is being created. `saying`: the message that is being commented. */
const keyIn = (known: Known | undefined): string | undefined =>
  typeof known?.key === 'string' ? known.key : undefined;

/** The search of Jira does not know at once what was created. */
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
    const isSaid = await jira.hasComment(key, reference);
    if (failedIn(isSaid)) return isSaid;
    if (isSaid) return delivered(key);
  }
  await sending.remember({ key, saying: reference });
  const said = await jira.comment(key, documentOf(outgoing, true));
  if (failedIn(said)) return said;
  return said === 'gone' ? 'gone' : delivered(key);
};

/** What it knows of an end that came before its beginning. */
const overMsIn = (known: Known | undefined): number => (typeof known?.overMs === 'number' ? known.overMs : 0);

/** An end that came before the issue is not lost on whoever reads it. */
const lateEnd = ({ deliveryId, name, ...more }: Outgoing, overMs: number): Outgoing => ({
  ...more,
  name,
  deliveryId: `${deliveryId}|over`,
  message: messageOf(
    mrkdwn`✅ ${line(name, 200)} was back to normal at ${line(new Date(overMs).toISOString(), 30)}`,
    '',
    [],
  ),
});

/** The issue is there; what is known of it says by which message. */
const finishCreation = async (jira: Jira, key: string, outgoing: Outgoing, sending: Sending): Promise<Delivery> => {
  const overMs = overMsIn(sending.known);
  if (outgoing.atMs >= overMs) return delivered(key);
  const creator = referenceOf(outgoing);
  await sending.remember({ key, creator, overMs });
  const end = lateEnd(outgoing, overMs);
  const isSaid = await jira.hasComment(key, referenceOf(end));
  if (failedIn(isSaid)) return isSaid;
  const said = isSaid ? 'said' : await jira.comment(key, documentOf(end, true));
  return failedIn(said) ? said : delivered(key);
};

const create = async (jira: Jira, target: Target<'jira'>, outgoing: Outgoing, sending: Sending): Promise<Delivery> => {
  const { creatingMs, creator } = sending.known ?? {};
  const overMs = overMsIn(sending.known);
  const mine = referenceOf(outgoing);
  if (typeof creatingMs === 'number' && sending.nowMs() - creatingMs < searchLagMs)
    return failedForNow('an issue may have been created, and the search of Jira does not know yet');
  const found = await jira.findOpen(target.project, labelOf(outgoing));
  if (failedIn(found)) return found;
  if (found !== undefined) {
    // It was this message that became the issue, unless somebody else's did.
    if (creator === mine) return finishCreation(jira, found, outgoing, sending);
    const said = await comment(jira, found, outgoing, sending);
    if (said !== 'gone') return said;
  }
  await sending.remember({ creatingMs: sending.nowMs(), creator: mine, overMs });
  const key = await jira.create(fieldsOf(target, outgoing));
  if (!failedIn(key)) return finishCreation(jira, key, outgoing, sending);
  // A plain no has created nothing: there is no need to wait for the search.
  if (!key.retryable || key.status === 429) await sending.remember({ overMs });
  return key;
};

const isOver = (state: Outgoing['state']): boolean => state === 'ok';

/** An alarm begins a new issue when the old one is done; the end of it is said wherever it began. */
const stillGood = async (jira: Jira, key: string, { state }: Outgoing): Promise<boolean | Failed> => {
  if (isOver(state)) return true;
  const found = await jira.stateOf(key);
  return failedIn(found) ? found : found === 'open';
};

/** The end of something that has no issue: one that is opened later has to know. */
const skipped = ({ atMs }: Outgoing, reason: string): Delivery => ({
  kind: 'skipped',
  reason,
  known: { overMs: atMs },
});

const sendTo = async (jira: Jira, target: Target<'jira'>, outgoing: Outgoing, sending: Sending): Promise<Delivery> => {
  const key = keyIn(sending.known);
  if (key !== undefined && sending.known?.creator === referenceOf(outgoing))
    return finishCreation(jira, key, outgoing, sending);
  if (key !== undefined) {
    const isGood = await stillGood(jira, key, outgoing);
    if (failedIn(isGood)) return isGood;
    const said = isGood ? await comment(jira, key, outgoing, sending) : 'gone';
    if (said !== 'gone') return said;
  }
  return isOver(outgoing.state)
    ? skipped(outgoing, 'no issue is open for it')
    : create(jira, target, outgoing, sending);
};

export const destination: MakeDestination<'jira'> = ({ http = fetchCall(globalThis.fetch) }) => ({
  render: (target: Target<'jira'>, outgoing: Outgoing) => ({ fields: fieldsOf(target, outgoing) }),
  send(target, outgoing, sending) {
    const jira = jiraApi(http, target.site, sending);
    return jira === undefined ? Promise.resolve(noAccount(target.secret)) : sendTo(jira, target, outgoing, sending);
  },
});
