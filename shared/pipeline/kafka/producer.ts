// Produces to Kafka, and waits until every replica that must has the records.
import { Producer, type ProducerOptions } from '@platformatic/kafka';
import { connectionSecurity, type Security } from '#core/kafka/security.ts';
import type { Outgoing, Produce } from './outgoing.ts';

type ProducerSettings = {
  readonly clientId: string;
  readonly bootstrap: readonly string[];
  readonly security: Security;
  /** How long one request may take, in milliseconds, before it is a bad moment. */
  readonly timeoutMs: number;
};

type KafkaProducer = { readonly produce: Produce; readonly close: () => Promise<void> };

/** `acks=all`: the leader and the replicas that `min.insync.replicas` asks for. */
const allReplicas = -1;

const options = ({
  clientId,
  bootstrap,
  security,
  timeoutMs,
}: ProducerSettings): ProducerOptions<Buffer, Buffer, Buffer, Buffer> => {
  const { tlsServerName: _, ...connection } = connectionSecurity(security, '');
  return {
    clientId,
    bootstrapBrokers: [...bootstrap],
    acks: allReplicas,
    // A name that is misspelt must not become a topic.
    autocreateTopics: false,
    // The delivery is repeated as a whole; what a retry here would double is known by its key.
    retries: 2,
    retryDelay: 250,
    timeout: timeoutMs,
    requestTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    ...connection,
    // Node names the server in the handshake only with this option; each broker by its own name.
    ...(security.kind === 'plain' ? {} : { tlsServerName: true }),
  };
};

const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const message = ({ topic, key, value, headers }: Outgoing) => ({
  topic,
  ...(key === undefined ? {} : { key: buffer(key) }),
  ...(value === null ? {} : { value: buffer(value) }),
  headers: new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
});

/** Connects at the first record. One producer serves a process for as long as it lives. */
export const kafkaProducer = (settings: ProducerSettings): KafkaProducer => {
  const producer = new Producer(options(settings));
  return {
    produce: async (records) => {
      if (records.length > 0) await producer.send({ messages: records.map(message) });
    },
    close: () => producer.close(),
  };
};
