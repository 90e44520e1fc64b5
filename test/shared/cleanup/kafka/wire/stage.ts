// The client and a fake cluster that misbehaves, closed after each test.
import { vi } from 'vitest';
import type { WireOptions } from '#cleanup/kafka/wire/brokers.ts';
import { OperationError } from '#core/errors.ts';
import { adminOver, type FakeAdmin } from '#test/support/kafka/fake-admin.ts';
import { type FakeKafka, type FakeKafkaOptions, fakeKafka } from '#test/support/kafka/fake-kafka.ts';

const open: { close(): Promise<void> }[] = [];
export const closeAll = async (): Promise<void> => {
  vi.useRealTimers();
  for (const one of open.splice(0)) await one.close();
};

type Stage = FakeAdmin & { readonly kafka: FakeKafka };

export const stage = async (
  kafkaOptions: FakeKafkaOptions = {},
  wireOptions: Partial<WireOptions> = {},
): Promise<Stage> => {
  const kafka = await fakeKafka(kafkaOptions);
  const { admin, waits } = adminOver(kafka, wireOptions);
  open.push(admin, kafka);
  return { kafka, admin, waits };
};

export const orders = [0, 1].map((partition) => ({ topic: 'team.orders', partition }));
export const cuts = orders.map((one) => ({ ...one, offset: 3n }));
export const spec = { name: 'team.new', partitions: 1, replicationFactor: 1, configs: {} };

/** Two partitions with five records each, led by brokers 1 and 2 where there are two. */
export const withOrders = ({ kafka }: Stage): void => {
  kafka.world.createTopic({ name: 'team.orders', partitions: 2, replicationFactor: 1 });
  for (const { topic, partition } of orders) kafka.world.produce(topic, partition, 5);
};

export const startsOf = ({ kafka }: Stage): bigint[] =>
  kafka.world.topic('team.orders').partitions.map(({ start }) => start);

export const failureOf = async (work: Promise<unknown>): Promise<OperationError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OperationError)) throw new Error(`expected an OperationError, not ${String(error)}`);
  return error;
};
