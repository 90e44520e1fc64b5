// Jira Cloud: one issue for what something is about, comments after that. Jira creates an issue twice if it is asked twice, so what
// is about to be done is written down first, and after a lost answer it is looked for before it is done again.
import type { Target } from '#definition/destinations.ts';
import { type Delivery, type Failed, failedForNow, type Known } from '../../delivery/delivery.ts';
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

const create = async (jira: Jira, target: Target<'jira'>, outgoing: Outgoing, sending: Sending): Promise<Delivery> => {
  const { creatingMs, creator } = sending.known ?? {};
  const mine = referenceOf(outgoing);
  if (typeof creatingMs === 'number' && sending.nowMs() - creatingMs < searchLagMs)
    return failedForNow('an issue may have been created, and the search of Jira does not know yet');
  const found = await jira.findOpen(target.project, labelOf(outgoing));
  if (failedIn(found)) return found;
  if (found !== undefined) {
    // It was this message that became the issue, unless somebody else's did.
    if (creator === mine) return delivered(found);
    const said = await comment(jira, found, outgoing, sending);
    if (said !== 'gone') return said;
  }
  await sending.remember({ creatingMs: sending.nowMs(), creator: mine });
  const key = await jira.create(fieldsOf(target, outgoing));
  if (!failedIn(key)) return delivered(key);
  // A plain no has created nothing: there is no need to wait for the search.
  if (!key.retryable || key.status === 429) await sending.remember({});
  return key;
};

const isOver = (state: Outgoing['state']): boolean => state === 'ok';

/** An alarm begins a new issue when the old one is done; the end of it is said wherever it began. */
const stillGood = async (jira: Jira, key: string, { state }: Outgoing): Promise<boolean | Failed> => {
  if (isOver(state)) return true;
  const found = await jira.stateOf(key);
  return failedIn(found) ? found : found === 'open';
};

export const destination: MakeDestination<'jira'> = ({ http = fetchCall(globalThis.fetch) }) => ({
  render: (target: Target<'jira'>, outgoing: Outgoing) => ({ fields: fieldsOf(target, outgoing) }),
  async send(target, outgoing, sending) {
    const jira = jiraApi(http, target.site, sending);
    if (jira === undefined) return noAccount(target.secret);
    const key = keyIn(sending.known);
    if (key !== undefined) {
      const isGood = await stillGood(jira, key, outgoing);
      if (failedIn(isGood)) return isGood;
      const said = isGood ? await comment(jira, key, outgoing, sending) : 'gone';
      if (said !== 'gone') return said;
    } else if (isOver(outgoing.state)) return { kind: 'skipped', reason: 'no issue was opened for it' };
    if (isOver(outgoing.state)) return { kind: 'skipped', reason: 'its issue is gone', known: {} };
    return create(jira, target, outgoing, sending);
  },
});
