// A cluster with topics to empty, and what of it a cleanup may change.
import { type MemoryKafka, memoryKafka } from '#test/support/memory-kafka.ts';

const changing = ['deleteRecords', 'createTopic', 'deleteTopic', 'addPartitions', 'setTopicConfigs'];
export const changesIn = ({ calls }: MemoryKafka) =>
  calls.filter(({ method, about }) => changing.includes(method) && !about.endsWith('(validate)'));

/** `orders.new` and `orders.old` with 20 records each, and somebody else's topics. */
export const shop = () => {
  const kafka = memoryKafka();
  kafka.add('orders.new', { records: 10, configs: { 'retention.ms': '5000' } });
  kafka.add('orders.old', { records: 10, partitions: 2, replicas: 2 });
  for (const name of ['orders-v2', 'payments.new', '_schemas', 'orders.app-changelog'])
    kafka.add(name, { records: 10 });
  return kafka;
};

export const shapes = (kafka: MemoryKafka) =>
  [...kafka.topics]
    .map(([name, { logs, replicas, configs }]) => [name, logs.length, replicas, [...configs]])
    .toSorted();
export const ids = (kafka: MemoryKafka) => Object.fromEntries([...kafka.topics].map(([name, { id }]) => [name, id]));
