// Sends dead letters again to where they came from, after whatever was wrong is repaired.
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import { readLetters } from '#pipeline/kafka/letters.ts';
import { kafkaProducer } from '#pipeline/kafka/producer.ts';
import { type Letter, reasonOf, replayOf } from '#pipeline/replay.ts';
import { securityOf } from '../cleanup/at-broker.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import { complain, print, printJson } from '../terminal/output.ts';
import type { PartsOptions } from './options.ts';
import { boundsOf, openKafka, topicsOf } from './parts.ts';

export type ReplayOptions = Pick<PartsOptions, 'bootstrap' | 'tls' | 'ca' | 'iam' | 'region' | 'profile' | 'json'> & {
  readonly send?: boolean;
  readonly fromBeginning?: boolean;
};

const timeoutMs = 20_000;

/** By topic with dead letters, the topics that they may go back to. */
const letterTopicsOf = ({ topics, changes }: Pipeline): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  if (topics) found.set(topics.deadLetters, [topics.source, topics.events]);
  if (changes) found.set(changes.deadLetters, [...(found.get(changes.deadLetters) ?? []), ...changes.topics]);
  return found;
};

type Counts = { sent: number; readonly kept: Map<string, number>; readonly reasons: Map<string, number> };

const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const boundsIn = async (kafka: KafkaAdmin, name: string) => {
  const [topic] = await topicsOf(kafka, [name]);
  if (!topic) throw new InputError(`the topic ${name} does not exist`);
  return boundsOf(kafka, topic);
};

const tell = ({ sent, kept, reasons }: Counts, isSending: boolean, isInterrupted: boolean): void => {
  for (const [reason, count] of reasons) print(`${count} × ${reason}`);
  for (const [why, count] of kept) print(`not sent, ${count} × ${why}`);
  const letters = pluralise(sent, 'dead letter');
  print(isSending ? `${letters} sent again` : `${letters} would be sent again; add --send`);
  if (isInterrupted) print('interrupted: there may be more, for the next time');
};

/**
 * Whether it came to the end. Ctrl-C ends it after the batch that it is at, whose letters are then sent and remembered. Throws `InputError`
 * for a file without topics of dead letters, and the client's error where Kafka does not answer.
 */
export const replayLetters = async (file: string, options: ReplayOptions): Promise<boolean> => {
  const loaded = loadPipeline(file);
  const { pipeline } = loaded;
  const { bootstrap, send = false } = options;
  const letterTopics = letterTopicsOf(loaded);
  if (letterTopics.size === 0 || pipeline === undefined)
    throw new InputError(`${file} needs \`pipeline\`, and \`topics\` or \`changes\``);
  if (bootstrap === undefined) throw new InputError('add --bootstrap HOST:PORT');
  const security = await securityOf(bootstrap, options);
  const brokers = bootstrap.split(',');
  const kafka = await openKafka(bootstrap, options);
  const producer = kafkaProducer({ clientId: 'curfew-replay', bootstrap: brokers, security, timeoutMs });
  const counts: Counts = { sent: 0, kept: new Map(), reasons: new Map() };
  const sort = (letters: readonly Letter[], origins: readonly string[]) =>
    letters.flatMap((letter) => {
      const replayed = replayOf(letter, origins);
      if ('kept' in replayed) {
        add(counts.kept, replayed.kept);
        return [];
      }
      add(counts.reasons, reasonOf(letter));
      return [replayed.record];
    });
  let isInterrupted = false;
  const takeBack = onInterrupt(() => {
    isInterrupted = true;
    if (!options.json) complain('Ending after this batch …');
  }, ['SIGINT', 'SIGTERM']);
  try {
    for (const [topic, origins] of letterTopics) {
      if (isInterrupted) break;
      const batches = readLetters({
        ...{ topic, group: `curfew-replay-${pipeline}`, bootstrap: brokers, security },
        bounds: await boundsIn(kafka, topic),
        fromBeginning: options.fromBeginning ?? false,
      });
      for await (const { letters, commit } of batches) {
        const records = sort(letters, origins);
        if (send) {
          // In this order: after a failure between the two a letter is sent twice, never not at all.
          await producer.produce(records);
          await commit();
        }
        counts.sent += records.length;
        if (isInterrupted) break;
      }
    }
  } finally {
    takeBack();
    await Promise.all([producer.close(), kafka.close()]);
  }
  const asObject = (map: ReadonlyMap<string, number>) => Object.fromEntries(map);
  if (options.json)
    printJson({
      pipeline: file,
      send,
      sent: counts.sent,
      interrupted: isInterrupted,
      reasons: asObject(counts.reasons),
      kept: asObject(counts.kept),
    });
  else tell(counts, send, isInterrupted);
  return !isInterrupted;
};
