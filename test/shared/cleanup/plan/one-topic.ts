// A cluster with one topic in it.
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { cleanupOf } from '#test/support/cleanups.ts';
import { type MemoryKafka, memoryKafka } from '#test/support/memory-kafka.ts';

export const planned = (kafka: MemoryKafka, rules?: CleanupRules) => cleanupOf(kafka.admin).plan(rules);

/** One topic `orders.new` with 20 records, changed as a case needs it. */
export const oneTopic = (change: (kafka: MemoryKafka) => void = () => {}) => {
  const kafka = memoryKafka();
  kafka.add('orders.new', { records: 10 });
  change(kafka);
  return kafka;
};
export const topicOf = (kafka: MemoryKafka) => {
  const topic = kafka.topics.get('orders.new');
  if (!topic) throw new Error('no orders.new');
  return topic;
};
