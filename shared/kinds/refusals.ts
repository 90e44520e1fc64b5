// Why AWS will never stop a resource, by its facts: what a plan refuses instead of trying.
import type { Facts, Refusal } from './status-kind.ts';

type Value = Facts[string];

/** All of these facts are so; false also where AWS does not say. */
type Case = readonly [facts: Facts, reason: string];

type Reason = (facts: Facts) => string | undefined;

/** It belongs to something that would undo the stop. */
export const memberOf =
  (fact: string, what: string, consequence: string): Reason =>
  ({ [fact]: owner }) =>
    owner ? `belongs to ${what} ${owner}, ${consequence}` : undefined;

const reasonOf = (one: Reason | Case, facts: Facts): string | undefined => {
  if (typeof one === 'function') return one(facts);
  const [wanted, reason] = one;
  const isSo = ([fact, value]: [string, Value]): boolean => (facts[fact] ?? false) === value;
  return Object.entries(wanted).every(isSo) ? reason : undefined;
};

/** By code; of several the first. */
export const refusals =
  (cases: Readonly<Record<string, Reason | Case>>) =>
  (facts: Facts): Refusal | undefined => {
    for (const [code, one] of Object.entries(cases)) {
      const reason = reasonOf(one, facts);
      if (reason !== undefined) return { code, reason };
    }
    return undefined;
  };
