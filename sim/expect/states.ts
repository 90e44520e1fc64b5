// Expectations of how resources stand: at the end of a night or at a time in it.
import type { ExpectedFacts } from '../scenario/expectation.ts';

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const fits = (expected: unknown, actual: unknown): boolean => {
  if (!isMapping(expected)) return expected === actual;
  return isMapping(actual) && Object.entries(expected).every(([key, value]) => fits(value, actual[key]));
};

const factText = (value: unknown): string => {
  if (!isMapping(value)) return String(value ?? 'nothing');
  const parts = Object.entries(value).map(([key, part]) => `${key} ${factText(part)}`);
  return `{ ${parts.join(', ')} }`;
};

export const describeFacts = (facts: ExpectedFacts): string =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${factText(value)}`)
    .join(', ');

/** What is otherwise than expected; nothing where the resource stands as it should. */
export const differingFacts = (expected: ExpectedFacts, actual: ExpectedFacts): string | undefined => {
  const wrong = Object.entries(expected).filter(([key, value]) => value !== undefined && !fits(value, actual[key]));
  return wrong.length === 0 ? undefined : wrong.map(([key]) => `${key} ${factText(actual[key])}`).join(', ');
};
