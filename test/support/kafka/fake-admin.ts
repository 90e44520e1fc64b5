// KafkaAdmin over a fake cluster, as tests want it: no waiting, and a record of how long it would have waited.
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import type { WireOptions } from '#cleanup/kafka/wire/brokers.ts';
import { wireKafka } from '#cleanup/kafka/wire/wire.ts';
import type { FakeKafka } from './fake-kafka.ts';

export type FakeAdmin = { readonly admin: KafkaAdmin; readonly waits: readonly number[] };

export const adminOver = (kafka: Pick<FakeKafka, 'bootstrap'>, options: Partial<WireOptions> = {}): FakeAdmin => {
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  const admin = wireKafka({
    bootstrap: kafka.bootstrap,
    security: { kind: 'plain' },
    deadline: new AbortController().signal,
    patience: { wait, random: () => 0 },
    ...options,
  });
  return { admin, waits };
};
