// Unknown text. Nothing is assumed of it, except that "failed" means a failure.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';

const ofFailure =
  /\b(?:fail(?:ed|ure|ures|s|ing)?|errors?|fatal|critical|exception|unhealthy|severe|outage|timed? ?out|aborted|crash(?:ed|es)?|firing|unable to|could not)\b/i;
const ofWarning = /\b(?:warn(?:ing)?|degraded|throttled)\b/i;
const negated =
  /\b(?:no|0|zero|without|not|never)[\s_-]+(?:any[\s_-]+)?(?:errors?|failures?|failed|exceptions?|warnings?|critical)\b/gi;
const isWell = /\b(?:resolved|recovered|back to normal|succeeded|successful(?:ly)?|all clear)\b/i;

/** For a title or a first line. A long text may mention failures without reporting one. */
export const severityOfProse = (title: string): Severity => {
  // "transitioned from Severe to Ok" is no longer severe.
  const text = title
    .slice(0, 300)
    .replace(negated, '')
    .replace(/\bfrom \S{1,30} to\b/gi, 'to');
  if (ofFailure.test(text)) return isWell.test(text) && !/\bfailed\b/i.test(text) ? 'info' : 'error';
  return ofWarning.test(text) ? 'warning' : 'info';
};

export const policy: Policy = { mayBeExpected: never, mayBeFolded: always, isAccountWide: always };
