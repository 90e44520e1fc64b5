// The running parts of a pipeline, as far as the options say how to reach them.
import type { KafkaAdmin, Topic } from '#cleanup/kafka/kafka-admin.ts';
import { InputError } from '#core/errors.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { GroupSeen, KafkaSeen, TopicSeen } from '#pipeline/check/judge.ts';
import type { ClickHouse } from '#pipeline/clickhouse/client.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import type { Connectors } from './connectors.ts';
import type { PartsOptions } from './options.ts';

export type Parts = {
  readonly connectors: Connectors | undefined;
  readonly kafka: KafkaAdmin | undefined;
  readonly house: ClickHouse | undefined;
  /** Why there is no `house`, where its user could not be read. */
  readonly houseFailure?: string;
  readonly close: () => Promise<void>;
};

const connectorsOf = async ({ connect, region, profile }: PartsOptions, pipeline: Pipeline) => {
  if (connect !== undefined) return (await import('./connectors.ts')).restConnectors(connect);
  const where = region ?? pipeline.region;
  if (where === undefined) return undefined;
  const { mskConnectorsIn } = await import('./msk-connect.ts');
  return mskConnectorsIn({ region: where, profile });
};

export const openKafka = async (bootstrap: string, options: PartsOptions): Promise<KafkaAdmin> => {
  const [{ wireKafka }, { securityOf }, { pause }] = await Promise.all([
    import('#cleanup/kafka/wire/wire.ts'),
    import('../cleanup/at-broker.ts'),
    import('#core/runtime/pause.ts'),
  ]);
  return wireKafka({
    bootstrap: bootstrap.split(','),
    security: await securityOf(bootstrap, options),
    deadline: new AbortController().signal,
    patience: { wait: pause, random: systemRuntime.random },
  });
};

/** User and password come from the environment, or from the secret that the function uses. Never from the command line. */
const houseUser = async (
  secret: string | undefined,
  where: Pick<PartsOptions, 'region' | 'profile'>,
): Promise<{ username: string; password: string } | undefined> => {
  const { CLICKHOUSE_USER: username, CLICKHOUSE_PASSWORD: password = '' } = process.env;
  if (username) return { username, password };
  if (secret === undefined) return undefined;
  return (await import('#pipeline/clickhouse/secret.ts')).readCredentials(secret, where);
};

type House = Pick<Parts, 'house' | 'houseFailure'>;

/** Throws `InputError` for what the options or the file lack. That the secret cannot be read spoils no other part. */
const houseOf = async (options: PartsOptions, { sink, region: ofFile }: Pipeline): Promise<House> => {
  const { clickhouse: url, region = ofFile, profile } = options;
  const { host, port, database = 'default', credentialsSecret } = sink?.clickhouse ?? {};
  const address = url ?? (host === undefined ? undefined : `https://${host}:${port}`);
  if (!sink || address === undefined) return { house: undefined };
  if (!URL.canParse(address)) throw new InputError(`--clickhouse ${address} is not a URL`);
  const where = { ...(region === undefined ? {} : { region }), ...(profile === undefined ? {} : { profile }) };
  const user = await houseUser(credentialsSecret, where).catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    return { unreadable: error instanceof Error ? error.message : String(error) };
  });
  if (!user) throw new InputError('set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or `credentialsSecret` in the file');
  if ('unreadable' in user)
    return {
      house: undefined,
      houseFailure: `the secret ${credentialsSecret} cannot be read (${user.unreadable}): set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD`,
    };
  const { clickHouse } = await import('#pipeline/clickhouse/client.ts');
  return { house: clickHouse({ url: address, ...user, database, timeoutMs: 30_000 }) };
};

export const openParts = async (pipeline: Pipeline, options: PartsOptions): Promise<Parts> => {
  const [connectors, kafka] = await Promise.all([
    connectorsOf(options, pipeline),
    options.bootstrap === undefined ? undefined : openKafka(options.bootstrap, options),
  ]);
  const found = await houseOf(options, pipeline);
  const close = async () => void (await Promise.all([kafka?.close(), found.house?.close()]));
  return { connectors, kafka, ...found, close };
};

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, one) => total + one, 0n);

/** The topics of these names that exist. Throws `InputError` for one that may not be seen: it is not the same as missing. */
export const topicsOf = async (kafka: KafkaAdmin, names: readonly string[]): Promise<readonly Topic[]> =>
  [...(await kafka.topics(names))].flatMap(([name, answer]) => {
    if (answer.kind === 'known') return [answer.value];
    if (answer.code === 'UNKNOWN_TOPIC_OR_PARTITION') return [];
    throw new InputError(`the topic ${name} cannot be seen: ${answer.code}`);
  });

const ends = async (kafka: KafkaAdmin, { name, partitions }: Topic, at: 'earliest' | 'latest') => {
  const answers = await kafka.offsets(
    partitions.map(({ index }) => ({ topic: name, partition: index })),
    at,
  );
  return new Map(
    answers.map(({ partition, answer }) => {
      if (answer.kind === 'refused') throw new InputError(`the offsets of ${name} cannot be read: ${answer.code}`);
      return [partition, answer.value] as const;
    }),
  );
};

/** Where each partition begins and ends now. */
export const boundsOf = async (kafka: KafkaAdmin, topic: Topic) => {
  const [first, last] = await Promise.all([ends(kafka, topic, 'earliest'), ends(kafka, topic, 'latest')]);
  return new Map([...last].map(([partition, end]) => [partition, { first: first.get(partition) ?? 0n, end }]));
};

export const topicSeen = async (kafka: KafkaAdmin, topic: Topic): Promise<TopicSeen> => {
  const [first, last] = await Promise.all([ends(kafka, topic, 'earliest'), ends(kafka, topic, 'latest')]);
  const end = sum([...last.values()]);
  return { held: end - sum([...first.values()]), end };
};

/** `reads` is the topic of each group. */
export const lookAtKafka = async (
  kafka: KafkaAdmin,
  names: readonly string[],
  reads: ReadonlyMap<string, string>,
): Promise<KafkaSeen> => {
  const [topics, { groups }] = await Promise.all([topicsOf(kafka, names), kafka.groupOffsets()]);
  const seen = await Promise.all(topics.map(async (topic) => [topic.name, await topicSeen(kafka, topic)] as const));
  const ofGroup = async (group: string, name: string): Promise<GroupSeen> => {
    const answer = groups.find((one) => one.group === group)?.answer;
    const topic = topics.find((one) => one.name === name);
    if (answer?.kind !== 'known' || !topic) return undefined;
    const committed = answer.value.offsets.filter((one) => one.topic === name);
    if (committed.length === 0) return undefined;
    const [first, last] = await Promise.all([ends(kafka, topic, 'earliest'), ends(kafka, topic, 'latest')]);
    // What the group never committed it has yet to read.
    const at = (partition: number) =>
      committed.find((one) => one.partition === partition)?.offset ?? first.get(partition) ?? 0n;
    return {
      lag: sum([...last].map(([partition, end]) => end - at(partition))),
      committed: sum(committed.map(({ offset }) => offset)),
    };
  };
  const lags = await Promise.all([...reads].map(async ([group, name]) => [group, await ofGroup(group, name)] as const));
  return { topics: new Map(seen), groups: new Map(lags) };
};
