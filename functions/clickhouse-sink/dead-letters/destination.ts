// Where the dead letters of `clickhouse-sink` go. In a file of its own, because few batches have any: the Kafka client and the signer of
// its tokens are half of what the function would load.
import { type LetterBrokers, letterProducer } from '#pipeline/kafka/letter-producer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';

export const deadLetterProducer = (brokers: LetterBrokers): Produce =>
  letterProducer('curfew-clickhouse-sink', brokers);
