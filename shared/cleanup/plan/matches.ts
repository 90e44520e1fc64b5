// Which topics of a cluster the rules of a cleanup are about. Deny beats allow, always.
import type { ListedTopic } from '#core/cleanup.ts';
import type { CleanupRules, Strategy, TopicDefinition } from '#core/cleanup-rules.ts';
import { deniedBecause } from '#definition/denied-topics.ts';
import { isCovered, isExactName } from '#definition/topic-names.ts';

/** `unreadable`: the cluster names them and says nothing else about them. */
export type Listing = {
  readonly topics: readonly ListedTopic[];
  readonly unreadable: readonly { readonly name: string; readonly why: string }[];
};

/** Why a topic is looked at, and how it would be emptied. */
export type TopicMatch = {
  readonly matchedBy: string;
  readonly strategy: Strategy | 'none';
  /** A rule names the topic in full, it is not only among what a prefix covers. */
  readonly isNamed: boolean;
  readonly definition?: TopicDefinition;
};

export type Matches = {
  readonly matched: readonly (TopicMatch & { readonly topic: ListedTopic })[];
  readonly unreadable: readonly (TopicMatch & { readonly topic: string; readonly why: string })[];
  /** Defined, and not there. */
  readonly absent: readonly TopicDefinition[];
  readonly denied: readonly { readonly topic: string; readonly reason: string }[];
  readonly untouched: readonly { readonly name: string; readonly id: string }[];
  /** Rules that name a topic in full which does not exist, with the prefixes that are perhaps meant. */
  readonly hints: readonly string[];
};

export const matchOf = (name: string, { prefixes, topics }: CleanupRules): TopicMatch | undefined => {
  const definition = topics.find((one) => one.name === name);
  const [rule] = prefixes
    .filter(({ prefix }) => isCovered(name, prefix))
    .toSorted((left, right) => right.prefix.length - left.prefix.length);
  const isExact = rule !== undefined && isExactName(rule.prefix);
  if (!definition) return rule && { matchedBy: `prefix ${rule.prefix}`, strategy: rule.strategy, isNamed: isExact };
  const own = definition.empty === 'never' ? 'none' : definition.empty;
  const matchedBy = own === undefined && rule ? `prefix ${rule.prefix} and its definition` : 'its definition';
  const isNamed = own !== undefined || isExact;
  return { matchedBy, strategy: own ?? rule?.strategy ?? 'none', isNamed, definition };
};

export const whyDenied = (
  { name, internal }: Pick<ListedTopic, 'name' | 'internal'>,
  { deny }: Pick<CleanupRules, 'deny'>,
): string | undefined => deniedBecause(name, deny) ?? (internal ? 'internal, says Kafka' : undefined);

/** `orders` names no topic while `orders.new` exists: what is meant is likely `orders.`. */
const hintsFor = ({ prefixes }: CleanupRules, names: ReadonlySet<string>): string[] =>
  prefixes.flatMap(({ prefix }) => {
    if (!isExactName(prefix) || names.has(prefix)) return [];
    const longer = [...names].filter((name) => name.startsWith(prefix));
    const meant = [
      ...new Set(longer.map((name) => `${prefix}${/^.*?[._-]|^.*/.exec(name.slice(prefix.length))?.[0]}`)),
    ];
    const found = meant
      .slice(0, 5)
      .toSorted()
      .map((one) => `\`${one}\``);
    return found.length === 0
      ? []
      : [
          `no topic is named \`${prefix}\`, and a prefix ends in \`.\`, \`-\` or \`_\`: did you mean ${found.join(' or ')}?`,
        ];
  });

const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
  items.toSorted((left, right) => (left.name < right.name ? -1 : 1));

export const matchTopics = (rules: CleanupRules, { topics, unreadable }: Listing): Matches => {
  const judged = byName(topics).map((topic) => ({
    topic,
    match: matchOf(topic.name, rules),
    denied: whyDenied(topic, rules),
  }));
  const names = new Set([...topics, ...unreadable].map(({ name }) => name));
  return {
    matched: judged.flatMap(({ topic, match, denied }) => (match && denied === undefined ? [{ ...match, topic }] : [])),
    unreadable: byName(unreadable).flatMap(({ name, why }) => {
      const match = deniedBecause(name, rules.deny) === undefined ? matchOf(name, rules) : undefined;
      return match ? [{ ...match, topic: name, why }] : [];
    }),
    absent: byName(rules.topics).filter(
      ({ name }) => !names.has(name) && deniedBecause(name, rules.deny) === undefined,
    ),
    denied: judged.flatMap(({ topic: { name }, match, denied }) =>
      match && denied !== undefined ? [{ topic: name, reason: denied }] : [],
    ),
    untouched: judged.flatMap(({ topic: { name, id }, match, denied }) =>
      match && denied === undefined ? [] : [{ name, id }],
    ),
    hints: hintsFor(rules, names),
  };
};
