// The judge of cleanups: compares every change of a topic with what the operator had read under the hash that they executed.
import { isDeepStrictEqual } from 'node:util';
import type { KafkaAdmin, PartitionOffset, TopicSpec } from '#cleanup/kafka/kafka-admin.ts';
import type { CleanupPlan, PlannedTopic, TopicShape } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { deniedBecause } from '#definition/denied-topics.ts';
import type { MemoryKafka, MemoryTopic } from './memory-kafka.ts';

export type ReadPlan = Omit<CleanupPlan, 'hash'> & { readonly run: string; readonly hash: string };

const shapeNow = ({ logs, replicas, placed, configs }: MemoryTopic): TopicShape => ({
  partitions: logs.length,
  replicationFactor: Math.min(...logs.map((_, index) => placed?.[index]?.length ?? replicas)),
  replicas: logs.map((_, index) => placed?.[index] ?? [1, 2, 3].slice(0, replicas)),
  overrides: Object.fromEntries([...configs].toSorted()),
});

const isSame = (left: unknown, right: unknown): boolean => isDeepStrictEqual(left, right);

/** In what a topic is not what the plan says that it is. */
const differences = (planned: PlannedTopic | undefined, action: string, now: MemoryTopic | undefined): string[] => {
  if (!planned || planned.action !== action) return [`the plan says ${planned?.action ?? 'nothing'}, not ${action}`];
  if (!now) return [];
  return [
    ...(planned.id === now.id ? [] : [`its id is ${now.id}, not ${planned.id}`]),
    ...(isSame(planned.shape, shapeNow(now)) ? [] : [`its shape is ${JSON.stringify(shapeNow(now))}`]),
  ];
};

/** What the judge knows, and what it found. */
export type Case = {
  readonly violations: string[];
  changes: number;
  /** What a run has deleted, or a process that died may have. */
  readonly deleted: Set<string>;
  /** Of today. */
  definition: Pick<CleanupRules, 'deny' | 'caps'>;
  /** By run: the plan that the operator had read who executed it. */
  readonly executed: Map<string, ReadPlan>;
  /** Of the run that is at work now. */
  current: ReadPlan | undefined;
};

export const newCase = (): Case => ({
  violations: [],
  changes: 0,
  deleted: new Set(),
  definition: { deny: [], caps: { topicsMax: 500 } },
  executed: new Map(),
  current: undefined,
});

const note = (of: Case, what: string, topic: string, found: readonly string[]): void => {
  of.changes += 1;
  const denied = deniedBecause(topic, of.definition.deny);
  const reasons = [
    ...found,
    ...(denied === undefined ? [] : [denied]),
    ...(of.current && of.current.refusals.length > 0 ? ['the plan was refused as a whole'] : []),
  ];
  for (const reason of reasons) of.violations.push(`${what} of ${topic}: ${reason}`);
};

const judgeTruncation = (of: Case, kafka: MemoryKafka, { topic, partition, offset }: PartitionOffset): void => {
  const planned = of.current?.topics.find((one) => one.topic === topic);
  const cut = planned?.cuts.find((one) => one.partition === partition);
  const found = differences(planned, 'truncate', kafka.topics.get(topic));
  const isCut = cut?.upTo === String(offset);
  note(of, 'truncation', topic, [...found, ...(isCut ? [] : [`to ${offset}, not ${cut?.upTo}`])]);
};

const judgeDeletion = (of: Case, kafka: MemoryKafka, id: string): void => {
  const [topic, now] = [...kafka.topics].find(([, one]) => one.id === id) ?? [];
  if (topic === undefined || !now) return;
  const planned = of.current?.topics.find((one) => one.topic === topic);
  const grown = now.logs.filter(({ end }, index) => planned?.cuts[index]?.upTo !== String(end));
  of.deleted.add(topic);
  note(of, 'deletion', topic, [
    ...differences(planned, 'recreate', now),
    ...(grown.length > 0 ? ['records came since the plan'] : []),
  ]);
};

/** What a run deleted is made again by whoever comes next, as that run's plan says. */
const judgeCreation = (of: Case, { name, partitions, replicationFactor, configs }: TopicSpec): void => {
  const isPlanned = [...of.executed.values()].some(({ topics }) =>
    topics.some(
      ({ topic, action, shape }) =>
        topic === name &&
        action === 'recreate' &&
        shape?.partitions === partitions &&
        shape.replicationFactor === replicationFactor &&
        isSame(shape.overrides, configs),
    ),
  );
  of.changes += 1;
  if (!isPlanned) of.violations.push(`creation of ${name} that no executed plan says`);
};

/** Only what a run deleted is repaired after it. No plan here has definitions, so that nothing else is changed. */
const judgeRepair = (of: Case, topic: string): void => {
  if (!of.deleted.has(topic)) of.violations.push(`repair of ${topic} that no run deleted`);
};

export const judgedAdmin = (kafka: MemoryKafka, of: Case): KafkaAdmin => ({
  ...kafka.admin,
  deleteRecords: (upTo) => {
    for (const one of upTo) judgeTruncation(of, kafka, one);
    return kafka.admin.deleteRecords(upTo);
  },
  deleteTopic: (id) => {
    judgeDeletion(of, kafka, id);
    return kafka.admin.deleteTopic(id);
  },
  createTopic: (spec, options) => {
    if (!options.validateOnly) judgeCreation(of, spec);
    return kafka.admin.createTopic(spec, options);
  },
  addPartitions: (topic, ...rest) => {
    judgeRepair(of, topic);
    return kafka.admin.addPartitions(topic, ...rest);
  },
  setTopicConfigs: (topic, configs) => {
    judgeRepair(of, topic);
    return kafka.admin.setTopicConfigs(topic, configs);
  },
});
