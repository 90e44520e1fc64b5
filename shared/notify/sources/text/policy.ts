// Unknown text. Nothing is assumed of it, except that "failed" means a failure.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';
import { isOver, severityOfState } from '#notify/recognition/severity-keywords.ts';

const ofFailure =
  /\b(?:fail(?:ed|ure|ures|s|ing)?|errors?|fatal|critical|exception|unhealthy|severe|outage|timed? ?out|aborted|crash(?:ed|es)?|firing|unable to|could not)\b/i;
const ofWarning =
  /\b(?:warn(?:ing)?|degraded|throttled|exceed(?:ed|s)?|(?:dropped|fallen|is) below (?:your|the) (?:alert )?threshold)\b/i;
/** What was before it was well again. */
const before = /\bafter \d{1,9} (?:\w{1,30} )?(?:failed|failures?|errors?)\b/gi;
const negated =
  /\b(?:no|0|zero|without|not|never)[\s_-]+(?:any[\s_-]+)?(?:errors?|failures?|failed|exceptions?|warnings?|critical)\b/gi;
const isWell = /\b(?:resolved|recovered|back to normal|succeeded|successful(?:ly)?|all clear)\b/i;

/** `[Warn] …`, `[FIRING:1] …`, `Down: …`: the label by which monitoring tools begin a title. */
const leadingLabel = /^\s*(?:\[([^\]]{1,40})\]|([\p{L}]{2,20}(?: [\p{L}]{2,20})?):)/u;
/** "Environment health has transitioned from Ok to Warning". */
const transition = /\btransition(?:ed|s)? (?:from \S{1,30} )?to (\w{2,30})/i;

const labelOf = (title: string): string | undefined => {
  const [, bracketed, before] = leadingLabel.exec(title) ?? [];
  return bracketed ?? before ?? transition.exec(title)?.[1];
};

/** What is firing, and the word by which it is over, begin with different labels and are about the same. */
export const withoutLabel = (title: string): string => title.replace(/^\s*\[[^\]]{1,40}\]\s*/, '') || title;

/** The label as a state, for alerts that say later that they are over. */
export const stateOfTitle = (title: string): 'alarm' | 'ok' | undefined => {
  const label = leadingLabel.exec(title)?.[1];
  if (label === undefined) return undefined;
  if (isOver(label) || /^ok$/i.test(label)) return 'ok';
  return /^(?:(?:re-?)?triggered|alerting|firing(?::\d+)?|alarm|warn|no ?data|problem)$/i.test(label)
    ? 'alarm'
    : undefined;
};

/** Undefined where the label says no more than that this is information: then the rest of the title decides. */
export const severityOfTitleLabel = (title: string): Severity | undefined => {
  const label = labelOf(title);
  if (label === undefined) return undefined;
  if (isOver(label)) return 'info';
  const found = severityOfState(label.replace(/^no data$/i, 'nodata'));
  return found === 'info' ? undefined : found;
};

/** For a title or a first line. A long text may mention failures without reporting one. */
export const severityOfProse = (title: string): Severity => {
  // "transitioned from Severe to Ok" is no longer severe.
  const labelled = severityOfTitleLabel(title);
  if (labelled !== undefined) return labelled;
  const text = title
    .slice(0, 300)
    .replace(negated, '')
    .replace(isWell.test(title) ? before : negated, '')
    .replace(/\bfrom \S{1,30} to\b/gi, 'to');
  if (ofFailure.test(text)) return isWell.test(text) && !/\bfailed\b/i.test(text) ? 'info' : 'error';
  return ofWarning.test(text) ? 'warning' : 'info';
};

export const policy: Policy = { mayBeExpected: never, mayBeFolded: always, isAccountWide: always };
