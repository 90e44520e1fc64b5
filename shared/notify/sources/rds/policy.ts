// Databases: only what a stop or a start makes RDS say is expected. That storage is exhausted, a key is lost, a database is gone or
// AWS started one by itself never is, however stopped the database is.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';
import type { RdsEvent } from './detail.ts';
import { type Category, isOfStopOrStart, severityOfCategory, severityOfId } from './events.ts';

const isCategory = (category: string): category is Category => Object.hasOwn(severityOfCategory, category);

const troubled =
  /\b(?:fail(?:ed|s|ure|ing)?|error|unable|can't|cannot|could(?: not|n't)|incompatible|inaccessible|corrupt\w*|exhausted|dangerously|out of (?:storage|memory)|storage.full|critically)\b/i;

/** From worst to best. */
const order: readonly Severity[] = ['critical', 'error', 'warning', 'info'];

/** By its number, as RDS documents it; for what is newer than that, or of DMS, by category and by what it says. */
export const severityOf = (eventId: string | undefined, categories: readonly string[], message: string): Severity => {
  const known = severityOfId(eventId);
  if (known !== undefined) return known;
  const said: Severity = troubled.test(message) ? 'error' : 'info';
  const filed = categories.map((category) => category.toLowerCase()).filter(isCategory);
  const all = [said, ...filed.map((category) => severityOfCategory[category])];
  return order.find((severity) => all.includes(severity)) ?? said;
};

export const policy: Policy<RdsEvent> = {
  mayBeExpected: ({ detail }) => isOfStopOrStart(detail.eventId),
  mayBeFolded: always,
  isAccountWide: never,
};
