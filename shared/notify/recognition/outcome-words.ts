// What words of a state, a status or a result mean, whoever uses them. Pure.
import type { Severity } from '#core/notification.ts';

/** From worst to best. */
const order: readonly Severity[] = ['critical', 'error', 'warning', 'info'];

export const worst = (severities: readonly Severity[]): Severity | undefined =>
  order.find((severity) => severities.includes(severity));

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const bySeverity: Readonly<Record<Severity, ReadonlySet<string>>> = {
  critical: setOf('critical fatal emergency emerg panic sev1 p1'),
  error: setOf(
    'fail fails failed failing failure failures error errors errored fault faulted timeout timedout abort aborted crash crashed ' +
      'crashloopbackoff broken unhealthy denied rejected reject expired exceeded noncompliant rollback rolledback unsuccessful ' +
      'impaired severe bounce bounced complaint undeliverable inaccessible unavailable unreachable exhausted down dead revoked ' +
      'breached violation violated invalid incompatible lost deadlettered terminatedwitherrors firing alerting triggered alarm ' +
      'red high severity1 sev2 p2 alert oomkilled corrupt corrupted unrecoverable unauthorized forbidden stalled blocked ' +
      'malware infected threatsfound compromised',
  ),
  warning: setOf(
    'warn warning warnings cancel canceled cancelled stop stopped degraded partial partially delayed delay ' +
      'throttled throttle suspended interrupted interruption insufficient drifted medium moderate yellow p3 sev3 untagged ' +
      'abandoned atrisk deprecated deferred missed overdue unknown nodata incomplete paused retrying notavailable',
  ),
  info: setOf(
    'succeeded terminated stopping success successful succeed complete completed completes done ok okay healthy available active running started ' +
      'starting start pending inprogress progress queued submitted runnable ready created creating updated updating deleted ' +
      'deleting compliant passed pass resolved closed archived suppressed recovered normal green blue low info informational ' +
      'information notice debug trace superseded provisioning new delivered delivery send open click insync synced enabled ' +
      'disabled registered none good p4 p5 sev4 sev5 accepted approved verified finished resumed resuming stable steady idle',
  ),
};

/** Over, whatever it was: nothing that still speaks of how bad it was counts. */
const over = setOf('resolved closed archived suppressed passed recovered compliant');

/** `UPDATE_ROLLBACK_COMPLETE`, `timedOut`, `Non-compliant` → their words, each alone and all pairs that belong together. */
const wordsOf = (value: string): string[] => {
  const words = value
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const pairs = words.slice(1).map((word, index) => `${words[index]}${word}`);
  return [...words, ...pairs, words.join('')];
};

/** `TIMED_OUT` as people read it. */
export const spoken = (word: string): string => word.replaceAll('_', ' ').toLowerCase();

/** What is turned around by the word before it: "not available", "no errors", "0 failed". */
const withoutNegated = (value: string): string =>
  value
    .replace(/shutting[\s_-]?down/gi, 'stopping')
    .replace(/\b(?:no|0|zero|without)[\s_-]+(?:errors?|failures?|failed|warnings?|issues?|data points?)\b/gi, 'ok');

/** Longer than any state: that is prose, which may be about failures without being one. */
const stateLengthMax = 80;

/** Undefined if none of its words is known. */
export const severityOfWord = (value: string): Severity | undefined => {
  if (value.length > stateLengthMax) return undefined;
  const words = wordsOf(withoutNegated(value));
  return order.find((severity) => words.some((word) => bySeverity[severity].has(word)));
};

export const isOver = (value: string): boolean =>
  value.length <= stateLengthMax &&
  !wordsOf(value).some((word) => bySeverity.error.has(word)) &&
  wordsOf(value).some((word) => over.has(word));

const labels: readonly (readonly [RegExp, Severity])[] = [
  [/^(?:critical|fatal|emerg(?:ency)?|p(?:riority)? ?1|sev(?:erity)? ?[01])$/i, 'critical'],
  [/^(?:high|error|err|severe|major|alert|alarm|red|p(?:riority)? ?2|sev(?:erity)? ?2)$/i, 'error'],
  [/^(?:medium|moderate|warn(?:ing)?|minor|yellow|p(?:riority)? ?3|sev(?:erity)? ?3)$/i, 'warning'],
  [
    /^(?:low|info(?:rmational|rmation)?|notice|debug|trace|none|ok|green|untriaged|undefined|p(?:riority)? ?[45])$/i,
    'info',
  ],
];

/** How bad somebody says it is: a label, or a number out of ten or a hundred. */
export const severityOfLabel = (value: string | number): Severity | undefined => {
  if (typeof value === 'string') return labels.find(([form]) => form.test(value.trim()))?.[1];
  const score = value > 10 ? value / 10 : value;
  if (score >= 9) return 'critical';
  if (score >= 7) return 'error';
  return score >= 4 ? 'warning' : 'info';
};
