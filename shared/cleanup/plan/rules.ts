// The rules of one cleanup: what the definition allows, narrowed to what somebody asks for. A request never widens it.
import type { CleanupRequest } from '#core/cleanup.ts';
import type { CleanupDefinition, CleanupRules } from '#core/cleanup-rules.ts';
import { InputError } from '#core/errors.ts';
import { whollyDeniedBecause } from '#definition/denied-topics.ts';
import { isCovered, prefixProblem } from '#definition/topic-names.ts';

type Allowed = Omit<CleanupDefinition, 'cluster' | 'bootstrap'>;

/** Throws `InputError` for a prefix that is none, and for one that covers only topics which are never touched. */
export const checkedPrefix = (prefix: string, deny: readonly string[]): string => {
  const problem = prefixProblem(prefix);
  if (problem !== undefined) throw new InputError(`the prefix \`${prefix}\` ${problem}; nothing was touched`);
  const denied = whollyDeniedBecause(prefix, deny);
  if (denied !== undefined)
    throw new InputError(`everything that \`${prefix}\` covers is ${denied}; nothing was touched`);
  return prefix;
};

const narrowed = (allowed: Allowed, prefixes: readonly string[]): Pick<CleanupRules, 'prefixes' | 'topics'> => ({
  prefixes: prefixes.map((prefix) => {
    const [rule] = allowed.prefixes
      .filter((one) => one.prefix === checkedPrefix(prefix, allowed.deny) || isCovered(prefix, one.prefix))
      .toSorted((left, right) => right.prefix.length - left.prefix.length);
    if (rule) return { prefix, strategy: rule.strategy };
    const known = allowed.prefixes.map((one) => one.prefix).join(', ') || 'none';
    throw new InputError(`\`${prefix}\` is not within the prefixes of the definition (${known}); nothing was touched`);
  }),
  topics: allowed.topics.filter(({ name }) => prefixes.some((prefix) => isCovered(name, prefix))),
});

/** Throws `InputError`. */
export const rulesFor = (allowed: Allowed, request: CleanupRequest): CleanupRules => {
  const { prefixes, topics } = request.prefixes ? narrowed(allowed, request.prefixes) : allowed;
  const { strategy } = request;
  return {
    prefixes: strategy ? prefixes.map(({ prefix }) => ({ prefix, strategy })) : prefixes,
    topics,
    deny: allowed.deny,
    accept: [...new Set([...allowed.accept, ...(request.accept ?? [])])],
    caps: allowed.caps,
    applyDefinitions: request.applyDefinitions ?? false,
  };
};
