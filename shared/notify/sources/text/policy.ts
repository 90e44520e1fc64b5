// Unknown text. Nothing is assumed of it, except that words of failure mean one.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';
import { isOver, severityOfState, worst } from '#notify/recognition/severity-keywords.ts';

/** Any of these phrases, as whole words. */
const anyOf = (...phrases: readonly string[]): RegExp => new RegExp(`\\b(?:${phrases.join('|')})\\b`, 'i');

const ofFailure = anyOf(
  'fail(?:ed|ure|ures|s|ing)?|unsuccessful(?:ly)?|errors?|fatal|critical|exception|unhealthy|severe|outage|timed? ?out|aborted|firing|panic',
  "crash(?:ed|es)?|unable to|could not|couldn['’]t|cannot|can['’]t|(?:is|are|was|went|gone) down|rolled back|rollback|expired",
  'unreachable|unavailable|inaccessible|offline|not (?:available|reachable|responding)|stopped responding|refused|denied',
  'rejected|forbidden|unauthori[sz]ed|out of (?:memory|disk|space|storage)|no space left|oomkilled|(?:was|were) killed',
  'corrupt(?:ed)?|lost|breach(?:ed)?|violat(?:ed|ion)|stuck|stalled|died|exhausted|infected|compromised|unhandled',
);
const ofWarning = anyOf(
  'warn(?:ings?)?|degrad(?:ed|ation)|throttl(?:ed|ing)|exceed(?:ed|s)?|expires|expiring|stopped|skipped|partial(?:ly)?',
  'delayed|cancell?ed|approaching|missed|overdue|interrupted|(?:dropped|fallen|is) below (?:your|the) (?:alert )?threshold',
);
/** What was before it was well again. */
const before = /\bafter \d{1,9} (?:\w{1,30} )?(?:failed|failures?|errors?)\b/gi;
const negated =
  /\b(?:no|0|zero|without|not|never|none|nothing)[\s_-]+(?:any[\s_-]+|has[\s_-]+|have[\s_-]+)?(?:errors?|failures?|failed|exceptions?|warnings?|critical|lost|skipped|missed|rejected|delayed)\b/gi;
const well =
  /\b(?:resolved|recovered|back (?:to normal|up|online)|(?:is|are) (?:up|online|reachable) again|succeeded|successful(?:ly)?|all clear)\b/i;

/** "cannot be resolved", "succeeded, but two tables are missing". */
const notWell =
  /(?:\b(?:not|never|cannot)|n['’]t)\s+(?:(?:be|been|yet)\s+)*(?:resolved|recovered|succeeded?|successful)|\bbut\b|\b(?:failed|fails|failing)\b/i;

const isWell = (text: string): boolean => well.test(text) && !notWell.test(text);

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
  return /^(?:(?:re-?)?triggered|alerting|firing(?::\d+)?|alarm|warn|no ?data|problem)(?: on \{[^}]*\})?$/i.test(label)
    ? 'alarm'
    : undefined;
};

/** What the label in brackets says of the rest of the title, also "[Triggered on {host:web-1}] …". */
export const titleLabelIn = (title: string): { severity: Severity | undefined; label: string | undefined } => {
  const label = leadingLabel.exec(title)?.[1];
  return { severity: label === undefined ? undefined : severityOfTitleLabel(title), label };
};

/** Undefined where the label says no more than that this is information: then the rest of the title decides. */
export const severityOfTitleLabel = (title: string): Severity | undefined => {
  const label = labelOf(title);
  if (label === undefined) return undefined;
  if (isOver(label)) return 'info';
  const found = severityOfState(label);
  return found === 'info' ? undefined : found;
};

/** "has reached the build status of 'TIMED_OUT'": a word in capitals is a state in the middle of a sentence. */
const capitals = /(?<![\p{L}\p{N}_/:-])[A-Z]{4,}(?:_[A-Z]+)*(?![\p{L}\p{N}_/:-])/gu;

const severityOfCapitals = (text: string): Severity | undefined =>
  worst((text.match(capitals) ?? []).map(severityOfState).filter((one) => one !== undefined));

/** For a title or a first line. A long text may mention failures without reporting one. */
export const severityOfProse = (title: string): Severity => {
  // "transitioned from Severe to Ok" is no longer severe.
  const labelled = severityOfTitleLabel(title);
  if (labelled !== undefined) return labelled;
  const text = title
    .slice(0, 300)
    .replace(negated, '')
    .replace(well.test(title) ? before : negated, '')
    .replace(/\bfrom \S{1,30} to\b/gi, 'to');
  const stated = severityOfCapitals(text);
  if (!isWell(text) && (ofFailure.test(text) || stated === 'error' || stated === 'critical')) return 'error';
  return ofWarning.test(text) || stated === 'warning' ? 'warning' : 'info';
};

export const policy: Policy = { mayBeExpected: never, mayBeFolded: always, isAccountWide: always };
