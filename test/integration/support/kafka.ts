// The Kafka cluster that the integration tests run against: our own admin on it, and what a team would do there meanwhile.
// KAFKA_BOOTSTRAP names it; a cluster that is not our own may need KAFKA_SECURITY=tls, or =iam with AWS_REGION and credentials.
import { randomUUID } from 'node:crypto';
import {
  alterPartitionReassignmentsV0,
  Connection,
  createAclsV3,
  deleteGroupsV2,
  findCoordinatorV4,
  offsetCommitV8,
  ProduceAcks,
  Producer,
} from '@platformatic/kafka';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { parseAddress } from '#cleanup/kafka/wire/brokers.ts';
import { wireKafka } from '#cleanup/kafka/wire/wire.ts';
import { awsClients } from '#core/aws/clients.ts';
import { mskToken } from '#core/kafka/msk-token.ts';
import { connectionSecurity, type Security } from '#core/kafka/security.ts';
import { pause } from '#core/runtime/pause.ts';
import { fakeAuthority } from '#test/support/kafka/fake-broker.ts';

const variable = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with npm run test:integration`);
  return value;
};

/** False if somebody else's cluster is tested: then nobody may be stopped, and there may be no second listener. */
export const isOwnCluster = process.env.KAFKA_OWN === 'true';
export const bootstrap = (): string[] => variable('KAFKA_BOOTSTRAP').split(',');
const tokenBootstrap = (): string[] => variable('KAFKA_TOKEN_BOOTSTRAP').split(',');

const givenSecurity = (): Security => {
  switch (process.env.KAFKA_SECURITY ?? 'plain') {
    case 'iam':
      return { kind: 'token', token: mskToken(variable('AWS_REGION'), awsClients().kafka.config.credentials) };
    case 'tls':
      return { kind: 'tls' };
    default:
      return { kind: 'plain' };
  }
};

export const adminOn = (brokers: readonly string[], security: Security = { kind: 'plain' }): KafkaAdmin =>
  wireKafka({
    bootstrap: brokers,
    security,
    deadline: AbortSignal.timeout(900_000),
    patience: { wait: pause, random: Math.random },
  });
export const adminOfCluster = (): KafkaAdmin => adminOn(bootstrap(), givenSecurity());

/** A token for the second listener, whose tests' validator believes everything: the principal is `User:<subject>`. */
const unsecuredToken = (subject: string): string => {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  return `${part({ alg: 'none' })}.${part({ sub: subject, iat: now - 5, exp: now + 900 })}.`;
};
export const adminAs = (subject: string): KafkaAdmin =>
  adminOn(tokenBootstrap(), { kind: 'token', token: async () => unsecuredToken(subject), ca: fakeAuthority() });

/** Names of topics and groups that no other run has. */
export const freshPrefix = (): string => `curfew-test-${randomUUID().slice(0, 8)}.`;

const connected = async <T>(address: string, work: (connection: Connection) => Promise<T>): Promise<T> => {
  const { host, port } = parseAddress(address);
  const connection = new Connection('curfew-test', connectionSecurity(givenSecurity(), host));
  await connection.connect(host, port);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
};

/** A group's coordinator is only there once the topic of the offsets is. */
const coordinatorOf = async (group: string): Promise<string> => {
  for (let tries = 0; ; tries += 1) {
    try {
      const [address = ''] = bootstrap();
      const { coordinators } = await connected(address, (connection) =>
        findCoordinatorV4.api.async(connection, 0, [group]),
      );
      const [found] = coordinators;
      if (found) return `${found.host}:${found.port}`;
    } catch (error) {
      if (tries > 100) throw error;
      await pause(100);
    }
  }
};

const commitOnce = async (group: string, topic: string, partition: number, offset: bigint): Promise<void> => {
  const partitions = [
    { partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: -1, committedMetadata: null },
  ];
  await connected(await coordinatorOf(group), (connection) =>
    offsetCommitV8.api.async(connection, group, -1, '', null, [{ name: topic, partitions }]),
  );
};

/** What a consumer commits that assigns its partitions itself. */
export const commit = async (group: string, topic: string, partition: number, offset: bigint): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await commitOnce(group, topic, partition, offset);
    } catch (error) {
      if (tries > 50) throw error;
      await pause(100);
    }
  }
};

const producerOptions = () => ({
  clientId: 'curfew-test',
  bootstrapBrokers: bootstrap(),
  ...connectionSecurity(givenSecurity(), parseAddress(bootstrap()[0] ?? '').host),
});

const messages = (topic: string, partition: number, records: number, bytesEach: number) =>
  Array.from({ length: records }, (_, index) => ({
    topic,
    partition,
    // Compacted topics take no record without a key.
    key: Buffer.from(String(index)),
    value: Buffer.alloc(bytesEach, index % 251),
  }));

export const produce = async (topic: string, partition: number, records: number, bytesEach = 100): Promise<void> => {
  const producer = new Producer(producerOptions());
  try {
    for (let left = records; left > 0; left -= 500)
      await producer.send({
        messages: messages(topic, partition, Math.min(left, 500), bytesEach),
        acks: ProduceAcks.ALL,
      });
  } finally {
    await producer.close();
  }
};

/** What Cruise Control or an operator does: the replicas of one partition are on these brokers from now on. */
export const reassign = async (topic: string, partition: number, brokers: readonly number[]): Promise<void> => {
  const partitions = [{ partitionIndex: partition, replicas: [...brokers] }];
  await connected(bootstrap()[0] ?? '', (connection) =>
    alterPartitionReassignmentsV0.api.async(connection, 30_000, true, [{ name: topic, partitions }]),
  );
};

/** As a service writes it, without a key. */
export const produceText = async (topic: string, values: readonly string[]): Promise<void> => {
  const producer = new Producer(producerOptions());
  try {
    const texts = values.map((value) => ({ topic, partition: 0, value: Buffer.from(value) }));
    await producer.send({ messages: texts, acks: ProduceAcks.ALL });
  } finally {
    await producer.close();
  }
};

/** To a cluster beside the one under test; only the leaders of the topic have to be up. */
export const produceTo = async (broker: string, topic: string, records: number, bytesEach = 100): Promise<void> => {
  const producer = new Producer({ clientId: 'curfew-test', bootstrapBrokers: [broker] });
  try {
    for (let left = records; left > 0; left -= 500)
      await producer.send({ messages: messages(topic, 0, Math.min(left, 500), bytesEach), acks: ProduceAcks.LEADER });
  } finally {
    await producer.close();
  }
};

/** Leaves the transaction open; `end` aborts it. */
export const produceUncommitted = async (topic: string, partition: number, records: number) => {
  const producer = new Producer({
    ...producerOptions(),
    idempotent: true,
    transactionalId: `curfew-test-${randomUUID()}`,
  });
  const transaction = await producer.beginTransaction();
  await transaction.send({ messages: messages(topic, partition, records, 100), acks: ProduceAcks.ALL });
  return {
    end: async (): Promise<void> => {
      await transaction.abort();
      await producer.close();
    },
  };
};

/** Leaves nothing behind on a cluster that may be somebody else's. */
export const removeAll = async (admin: KafkaAdmin, prefix: string): Promise<void> => {
  // Groups first: one whose topics are gone loses its offsets, and then goes by itself.
  const { groups } = await admin.groupOffsets();
  for (const { group } of groups)
    if (group.startsWith(prefix))
      await connected(await coordinatorOf(group), (connection) => deleteGroupsV2.api.async(connection, [group]));
  for (const [name, topic] of await admin.topics())
    if (name.startsWith(prefix) && topic.kind === 'known') await admin.deleteTopic(topic.value.id);
};

/** Operations on topics, by Kafka's numbers. */
export const operations = {
  read: 3,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  describeConfigs: 10,
  alterConfigs: 11,
} as const;
const resources = { topic: 2, group: 3, cluster: 4, transaction: 5 } as const;
const patterns = { literal: 3, prefixed: 4 } as const;
const allow = 3 as const;

export type Grant = {
  readonly on: keyof typeof resources;
  readonly pattern: keyof typeof patterns;
  readonly name: string;
  readonly operation: keyof typeof operations;
};

/** Lets a user do these things and nothing else: Kafka's own authorizer in the place of IAM. */
export const grant = async (subject: string, grants: readonly Grant[]): Promise<void> => {
  const creations = grants.map(({ on, pattern, name, operation }) => ({
    resourceType: resources[on],
    resourceName: name,
    resourcePatternType: patterns[pattern],
    principal: `User:${subject}`,
    host: '*',
    operation: operations[operation],
    permissionType: allow,
  }));
  await connected(bootstrap()[0] ?? '', (connection) => createAclsV3.api.async(connection, creations));
};
