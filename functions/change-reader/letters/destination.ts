// Where the dead letters of `change-reader` go. In a file of its own, because few batches have any.
import { type LetterBrokers, letterProducer } from '#pipeline/kafka/letter-producer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';

export const readerLetters = (brokers: LetterBrokers): Produce => letterProducer('curfew-change-reader', brokers);
