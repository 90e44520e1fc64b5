// A topic against its definition: in what it differs, and what can be done about that without taking anything away.
import type { ConfigFact, DefinitionFix, TopicFacts } from '#core/cleanup.ts';
import type { TopicDefinition } from '#core/cleanup-rules.ts';

export type Drift = { readonly drift: readonly string[]; readonly fix: DefinitionFix };

const settingDrift = (wanted: readonly [string, string], configs: readonly ConfigFact[]): string | undefined => {
  const [name, value] = wanted;
  const found = configs.find((one) => one.name === name);
  if (!found) return `${name} is not a setting that the cluster reports; ${value} is defined`;
  return found.value === value ? undefined : `${name} is ${found.value ?? 'hidden'} instead of ${value}`;
};

export const replicationFactorOf = ({ partitions }: Pick<TopicFacts, 'partitions'>): number =>
  Math.min(...partitions.map(({ replicas }) => replicas.length));

/** A replica more in one partition counts as well as one less. */
export const replicationProblem = (facts: Pick<TopicFacts, 'partitions'>, wanted: number): string | undefined => {
  const factor = replicationFactorOf(facts);
  if (factor !== wanted) return `replication factor ${factor} instead of ${wanted}`;
  const more = facts.partitions.find(({ replicas }) => replicas.length > wanted);
  return more && `${more.replicas.length} replicas of partition ${more.index} instead of ${wanted}`;
};

export const driftFrom = (definition: TopicDefinition | undefined, facts: TopicFacts): Drift => {
  if (!definition) return { drift: [], fix: {} };
  const partitions = facts.partitions.length;
  const replication = replicationProblem(facts, definition.replicationFactor);
  const configs = facts.configs.known ? facts.configs.value : undefined;
  const different = Object.entries(definition.configs).flatMap((wanted) => {
    const text = configs && settingDrift(wanted, configs);
    return text === undefined ? [] : [{ wanted, text }];
  });
  const drift = [
    ...(partitions < definition.partitions ? [`${partitions} partitions instead of ${definition.partitions}`] : []),
    ...(partitions > definition.partitions
      ? [`${partitions} partitions, ${definition.partitions} are defined: Kafka cannot remove partitions`]
      : []),
    ...(replication === undefined ? [] : [`${replication}: reassign its partitions`]),
    ...(configs ? different.map(({ text }) => text) : ['cannot read its settings']),
  ];
  return {
    drift,
    fix: {
      ...(partitions < definition.partitions ? { partitions: definition.partitions } : {}),
      ...(different.length > 0 ? { configs: Object.fromEntries(different.map(({ wanted }) => wanted)) } : {}),
    },
  };
};

export const isFixable = ({ partitions, configs }: DefinitionFix): boolean =>
  partitions !== undefined || configs !== undefined;
