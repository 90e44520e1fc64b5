// A topic against its definition: in what it differs, and what can be done about that without taking anything away.
import type { ConfigFact, DefinitionFix, TopicFacts } from '#core/cleanup.ts';
import type { TopicDefinition } from '#core/cleanup-rules.ts';

export type Drift = { readonly drift: readonly string[]; readonly fix: DefinitionFix };

const settingDrift = (wanted: readonly [string, string], configs: readonly ConfigFact[]): string | undefined => {
  const [name, value] = wanted;
  const found = configs.find((one) => one.name === name);
  if (!found) return `${name} is not a setting that the cluster tells; ${value} is defined`;
  return found.value === value ? undefined : `${name} is ${found.value ?? 'hidden'} instead of ${value}`;
};

export const replicationFactorOf = ({ partitions }: Pick<TopicFacts, 'partitions'>): number =>
  Math.min(...partitions.map(({ replicas }) => replicas.length));

export const driftFrom = (definition: TopicDefinition | undefined, facts: TopicFacts): Drift => {
  if (!definition) return { drift: [], fix: {} };
  const partitions = facts.partitions.length;
  const factor = replicationFactorOf(facts);
  const configs = facts.configs.known ? facts.configs.value : undefined;
  const different = Object.entries(definition.configs).flatMap((wanted) => {
    const text = configs && settingDrift(wanted, configs);
    return text === undefined ? [] : [{ wanted, text }];
  });
  const drift = [
    ...(partitions < definition.partitions ? [`${partitions} partitions instead of ${definition.partitions}`] : []),
    ...(partitions > definition.partitions
      ? [`${partitions} partitions, ${definition.partitions} are defined: Kafka takes none away`]
      : []),
    ...(factor === definition.replicationFactor
      ? []
      : [`replication factor ${factor} instead of ${definition.replicationFactor}: reassign its partitions`]),
    ...(configs ? different.map(({ text }) => text) : ['its settings cannot be read']),
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
