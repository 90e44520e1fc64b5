// Which topics of a cluster the rules of a cleanup are about. Deny beats allow, always.
import type { CleanupRules, ListedTopic, Strategy, TopicDefinition } from '#core/cleanup.ts';
import { deniedBecause } from '#definition/denied-topics.ts';
import { isCovered } from '#definition/topic-names.ts';

/** `unreadable`: the cluster names them and says nothing else about them. */
export type Listing = {
  readonly topics: readonly ListedTopic[];
  readonly unreadable: readonly { readonly name: string; readonly why: string }[];
};

/** Why a topic is looked at, and how it would be emptied. */
export type Claimed = {
  readonly matchedBy: string;
  readonly strategy: Strategy | 'none';
  readonly definition?: TopicDefinition;
};

export type Matches = {
  readonly matched: readonly (Claimed & { readonly topic: ListedTopic })[];
  readonly unreadable: readonly (Claimed & { readonly topic: string; readonly why: string })[];
  /** Defined, and not there. */
  readonly absent: readonly TopicDefinition[];
  readonly denied: readonly { readonly topic: string; readonly reason: string }[];
  readonly untouched: readonly { readonly name: string; readonly id: string }[];
};

const claimed = (name: string, { prefixes, topics }: CleanupRules): Claimed | undefined => {
  const definition = topics.find((one) => one.name === name);
  const [rule] = prefixes
    .filter(({ prefix }) => isCovered(name, prefix))
    .toSorted((left, right) => right.prefix.length - left.prefix.length);
  if (!definition) return rule && { matchedBy: `prefix ${rule.prefix}`, strategy: rule.strategy };
  const own = definition.empty === 'never' ? 'none' : definition.empty;
  const matchedBy = own === undefined && rule ? `prefix ${rule.prefix} and its definition` : 'its definition';
  return { matchedBy, strategy: own ?? rule?.strategy ?? 'none', definition };
};

const deniedTopic = ({ name, internal }: ListedTopic, { deny }: CleanupRules): string | undefined =>
  deniedBecause(name, deny) ?? (internal ? 'internal, says Kafka' : undefined);

const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
  items.toSorted((left, right) => (left.name < right.name ? -1 : 1));

export const matchTopics = (rules: CleanupRules, { topics, unreadable }: Listing): Matches => {
  const judged = byName(topics).map((topic) => ({
    topic,
    claim: claimed(topic.name, rules),
    denied: deniedTopic(topic, rules),
  }));
  const names = new Set([...topics, ...unreadable].map(({ name }) => name));
  return {
    matched: judged.flatMap(({ topic, claim, denied }) => (claim && denied === undefined ? [{ ...claim, topic }] : [])),
    unreadable: byName(unreadable).flatMap(({ name, why }) => {
      const claim = deniedBecause(name, rules.deny) === undefined ? claimed(name, rules) : undefined;
      return claim ? [{ ...claim, topic: name, why }] : [];
    }),
    absent: byName(rules.topics).filter(
      ({ name }) => !names.has(name) && deniedBecause(name, rules.deny) === undefined,
    ),
    denied: judged.flatMap(({ topic: { name }, claim, denied }) =>
      claim && denied !== undefined ? [{ topic: name, reason: denied }] : [],
    ),
    untouched: judged.flatMap(({ topic: { name, id }, claim, denied }) =>
      claim && denied === undefined ? [] : [{ name, id }],
    ),
  };
};
