// All that can be found out before a topic is deleted: that nobody writes to it, and that it can be created again.
import type { PlannedTopic, TopicOutcome, TopicShape } from '#core/cleanup.ts';
import { scratchName } from '#definition/topic-names.ts';
import type { KafkaAdmin, TopicSpec } from '../kafka/kafka-admin.ts';
import { inUseText } from '../plan/agreement.ts';
import { refusedText } from '../plan/observe-topics.ts';

type Ports = { readonly admin: KafkaAdmin; readonly pause: (ms: number) => Promise<void> };

/** How long the ends of a topic's partitions are watched. */
export const watchMs = 1_500;

export const specOf = (name: string, { partitions, replicationFactor, overrides }: TopicShape): TopicSpec => ({
  name,
  partitions,
  replicationFactor,
  configs: overrides,
});

/** Whether anybody writes: ends that are not those of the plan, or that move while they are watched. */
const growth = async ({ topic, cuts }: PlannedTopic, { admin, pause }: Ports): Promise<string | undefined> => {
  const keys = cuts.map(({ partition }) => ({ topic, partition }));
  const planned = new Map(cuts.map(({ partition, upTo }) => [partition, upTo]));
  for (const wait of [0, watchMs]) {
    await pause(wait);
    for (const { partition, answer } of await admin.offsets(keys, 'latest')) {
      if (answer.kind === 'refused') return `cannot read the end of partition ${partition}: ${refusedText(answer)}`;
      if (String(answer.value) !== planned.get(partition)) return inUseText(partition, answer.value);
    }
  }
  return undefined;
};

/**
 * The creation is validated under two names, and nothing is created: under a scratch name the cluster checks all of it; under its
 * own name, that we may create it at all. There the right answer is that it exists.
 */
const creationProblem = async (topic: string, shape: TopicShape, admin: KafkaAdmin) => {
  const validateOnly = true;
  const scratch = await admin.createTopic(specOf(scratchName(topic), shape), { validateOnly });
  if (scratch.kind === 'refused') return scratch;
  const own = await admin.createTopic(specOf(topic, shape), { validateOnly });
  return own.kind === 'refused' && own.code !== 'TOPIC_ALREADY_EXISTS' ? own : undefined;
};

/** Answers with the outcome of a topic that stays unchanged, or with undefined if it may be deleted. */
export const rehearse = async (
  planned: PlannedTopic & { readonly shape: TopicShape },
  ports: Ports,
): Promise<TopicOutcome | undefined> => {
  const { topic, shape } = planned;
  const grown = await growth(planned, ports);
  if (grown !== undefined)
    return { topic, outcome: 'skipped', reason: `left alone: ${grown}`, errorCode: 'TOPIC_IN_USE' };
  const problem = await creationProblem(topic, shape, ports.admin);
  if (!problem) return undefined;
  const reason = `unchanged: the cluster would refuse to recreate it: ${refusedText(problem)}`;
  return { topic, outcome: 'failed', reason, errorCode: problem.code };
};
