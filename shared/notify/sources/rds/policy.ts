// Databases: only events of a stop or a start are expected. Exhausted storage, a lost key, a deleted database and a start by AWS
// never are, even while the database is stopped.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';
import type { RdsEvent } from './detail.ts';
import { type Category, isOfStopOrStart, severityOfCategory, severityOfId } from './events.ts';

const isCategory = (category: string): category is Category => Object.hasOwn(severityOfCategory, category);

const troubled =
  /\b(?:fail(?:ed|s|ure|ing)?|error|unable|can't|cannot|could(?: not|n't)|incompatible|inaccessible|corrupt\w*|exhausted|dangerously|out of (?:storage|memory)|storage.full|critically)\b/i;

/** From worst to best. */
const order: readonly Severity[] = ['critical', 'error', 'warning', 'info'];

/** By the event id that RDS documents. For newer events and those of DMS, by category and message. */
export const severityOf = (eventId: string | undefined, categories: readonly string[], message: string): Severity => {
  const known = severityOfId(eventId);
  if (known !== undefined) return known;
  const byMessage: Severity = troubled.test(message) ? 'error' : 'info';
  const knownCategories = categories.map((category) => category.toLowerCase()).filter(isCategory);
  const all = [byMessage, ...knownCategories.map((category) => severityOfCategory[category])];
  return order.find((severity) => all.includes(severity)) ?? byMessage;
};

export const policy: Policy<RdsEvent> = {
  mayBeExpected: ({ detail }) => isOfStopOrStart(detail.eventId),
  mayBeFolded: always,
  isAccountWide: never,
};
