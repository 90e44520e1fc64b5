// Nobody knows what it is, so nothing is assumed of it but that whoever says "failed" means it.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';

const ofFailure =
  /\b(?:fail(?:ed|ure|ures|s|ing)?|errors?|fatal|critical|exception|unhealthy|severe|outage|timed? ?out|aborted|crash(?:ed|es)?|firing|unable to|could not)\b/i;
const ofWarning = /\b(?:warn(?:ing)?|degraded|throttled)\b/i;
const negated =
  /\b(?:no|0|zero|without|not|never)[\s_-]+(?:any[\s_-]+)?(?:errors?|failures?|failed|exceptions?|warnings?|critical)\b/gi;
const isWell = /\b(?:resolved|recovered|back to normal|succeeded|successful(?:ly)?|all clear)\b/i;

/** Of a title or a first line, which is what people read: a long text may be about failures without being one. */
export const severityOfProse = (title: string): Severity => {
  // "transitioned from Severe to Ok" is no longer severe.
  const said = title
    .slice(0, 300)
    .replace(negated, '')
    .replace(/\bfrom \S{1,30} to\b/gi, 'to');
  if (ofFailure.test(said)) return isWell.test(said) && !/\bfailed\b/i.test(said) ? 'info' : 'error';
  return ofWarning.test(said) ? 'warning' : 'info';
};

export const policy: Policy = { mayBeExpected: never, mayBeFolded: always, isAccountWide: always };
