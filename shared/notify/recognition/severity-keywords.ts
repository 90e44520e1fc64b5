// Severity by the keywords of a state, a status or a result. Pure.
import type { Severity } from '#core/notification.ts';

/** From worst to best. */
const order: readonly Severity[] = ['critical', 'error', 'warning', 'info'];

export const worst = (severities: readonly Severity[]): Severity | undefined =>
  order.find((severity) => severities.includes(severity));

const setOf = (keywords: string): ReadonlySet<string> => new Set(keywords.split(' '));

const bySeverity: Readonly<Record<Severity, ReadonlySet<string>>> = {
  critical: setOf('critical fatal emergency emerg panic sev1 p1'),
  error: setOf(
    'fail fails failed failing failure failures error errors errored fault faulted timeout timedout abort aborted crash crashed ' +
      'crashloopbackoff broken unhealthy denied rejected reject expired exceeded noncompliant rollback rolledback unsuccessful ' +
      'impaired severe bounce bounced complaint undeliverable inaccessible unavailable unreachable exhausted down dead revoked ' +
      'breached violation violated invalid incompatible lost deadlettered terminatedwitherrors firing alerting triggered alarm ' +
      'red high severity1 sev2 p2 alert oomkilled corrupt corrupted unrecoverable unauthorized forbidden stalled blocked ' +
      'malware infected threatsfound compromised arrested shutdown crashed storagefull notready offline',
  ),
  warning: setOf(
    'warn warning warnings skippedoverlapping inactive lowstorage lowdisk lowdiskspace lowmemory failover redrive cancel canceled cancelled stop stopped degraded partial partially delayed delay ' +
      'throttled throttle suspended interrupted interruption insufficient drifted medium moderate yellow p3 sev3 untagged ' +
      'abandoned deactivated disconnected atrisk deprecated deferred missed overdue unknown nodata incomplete paused retrying notavailable',
  ),
  info: setOf(
    'succeeded terminated stopping success successful succeed complete completed completes done ok okay healthy available active running started ' +
      'starting start pending inprogress progress queued submitted runnable ready created creating updated updating deleted ' +
      'deleting compliant passed pass resolved closed archived suppressed recovered normal green blue low info informational ' +
      'resizing inservice online reachable up ' +
      'information notice debug trace superseded provisioning new delivered delivery send open click insync synced enabled ' +
      'disabled registered none good p4 p5 sev4 sev5 accepted approved verified finished resumed resuming stable steady idle',
  ),
};

/** States that mean it is over, whatever severity is still given. */
const over = setOf('resolved resolve cleared closed close archived suppressed passed recovered compliant');
/** Over only if it is all that is said: `UP`, and not `SCALE_UP`. */
const overAlone = setOf('up online reachable');

/** `UPDATE_ROLLBACK_COMPLETE`, `timedOut`, `Non-compliant` → their words, and all adjacent pairs joined. */
const tokensIn = (value: string): string[] => {
  const tokens = value
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
  const pairs = tokens.slice(1).map((token, index) => `${tokens[index]}${token}`);
  return [...tokens, ...pairs, tokens.join('')];
};

/** `TIMED_OUT` → `timed out`, `pullRequestCreated` → `pull request created`. */
export const readable = (state: string): string =>
  state
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ')
    .toLowerCase();

/** Replaces negated failures: "no errors", "0 failed". */
const withoutNegated = (value: string): string =>
  value
    .replace(/shutting[\s_-]?down/gi, 'stopping')
    .replace(
      /(?<![a-z0-9])(?:no|0|zero|without)[\s_-]+(?:errors?|failures?|failed|warnings?|issues?|data points?|threats?(?:[\s_-]found)?)(?![a-z0-9])/gi,
      'ok',
    );

/** Longer than any state. A longer value is prose, which may mention failures without reporting one. */
const stateLengthMax = 80;

/** `alarm-cleared`: the last word says that what stands before it is over, unless it is negated. */
const endsOver = (value: string): boolean => {
  const words = value.toLowerCase().match(/[a-z]+/g) ?? [];
  return over.has(words.at(-1) ?? '') && !/^(?:not|non|no|never)$/.test(words.at(-2) ?? '');
};

export const isOver = (value: string): boolean =>
  value.length <= stateLengthMax &&
  (overAlone.has(value.trim().toLowerCase()) ||
    endsOver(value) ||
    (tokensIn(value).some((token) => over.has(token)) &&
      !tokensIn(value).some((token) => bySeverity.error.has(token))));

/** Undefined if no keyword is known. */
export const severityOfState = (value: string): Severity | undefined => {
  if (value.length > stateLengthMax) return undefined;
  if (isOver(value)) return 'info';
  const tokens = tokensIn(withoutNegated(value));
  return order.find((severity) => tokens.some((token) => bySeverity[severity].has(token)));
};

const labels: readonly (readonly [RegExp, Severity])[] = [
  [/^(?:critical|fatal|emerg(?:ency)?|p(?:riority)? ?1|sev(?:erity)? ?[01])$/i, 'critical'],
  [/^(?:high|error|err|severe|major|alert|alarm|red|p(?:riority)? ?2|sev(?:erity)? ?2)$/i, 'error'],
  [/^(?:medium|moderate|warn(?:ing)?|minor|yellow|p(?:riority)? ?3|sev(?:erity)? ?3)$/i, 'warning'],
  [
    /^(?:low|info(?:rmational|rmation)?|notice|debug|trace|none|ok|green|untriaged|undefined|p(?:riority)? ?[45])$/i,
    'info',
  ],
];

/** Severity of a label, or of a score out of ten or a hundred. */
export const severityOfLabel = (value: string | number): Severity | undefined => {
  if (typeof value === 'string') return labels.find(([form]) => form.test(value.trim()))?.[1];
  const score = value > 10 ? value / 10 : value;
  if (score >= 9) return 'critical';
  if (score >= 7) return 'error';
  return score >= 4 ? 'warning' : 'info';
};

/** Ranks of one to five, where one is the worst: priorities, impacts and urgencies of incidents. */
const ofRank: readonly Severity[] = ['critical', 'error', 'warning', 'info', 'info'];

export const severityOfRank = (value: string | number): Severity | undefined => {
  const rank = /^[1-5]$/.test(String(value).trim()) ? Number(value) : undefined;
  return rank === undefined ? severityOfLabel(value) : ofRank[rank - 1];
};

/** Numbers of log levels: from 0 for an emergency to 7 as syslog has them, or tens up to 60 for what is fatal. */
export const severityOfLevel = (value: string | number): Severity | undefined => {
  if (!/^\d{1,2}$/.test(String(value).trim())) return severityOfLabel(value);
  const level = Number(value);
  if (level < 10) return level <= 2 ? 'critical' : level === 3 ? 'error' : level === 4 ? 'warning' : 'info';
  return level >= 60 ? 'critical' : level >= 50 ? 'error' : level >= 40 ? 'warning' : 'info';
};
