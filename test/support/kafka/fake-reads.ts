// How a fake broker answers questions.
import { bytesOf, endOf, stableEndOf } from './fake-log.ts';
import type { FakeGroup, FakeTopic, FakeWorld } from './fake-world.ts';
import type { ReplyOf, RequestOf } from './messages.ts';

export const errorCodes = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopic: 3,
  leaderNotAvailable: 5,
  notLeader: 6,
  notCoordinator: 16,
  invalidTopic: 17,
  topicNotAuthorized: 29,
  groupNotAuthorized: 30,
  clusterNotAuthorized: 31,
  alreadyExists: 36,
  invalidPartitions: 37,
  invalidReplicationFactor: 38,
  invalidConfig: 40,
  notController: 41,
  policyViolation: 44,
  groupNotFound: 69,
  deletionDisabled: 73,
  throttled: 89,
  unknownTopicId: 100,
} as const;

export type Place = { readonly world: FakeWorld; readonly node: number; readonly port: (node: number) => number };

const noId = '0'.repeat(32);
const topicResource = 2;

const wireTopic = (world: FakeWorld, topic: FakeTopic) => ({
  errorCode: world.refuses('Metadata', topic.name),
  name: topic.name,
  id: topic.id,
  internal: topic.internal,
  partitions: topic.partitions.map(({ index, leader, replicas, inSync }) => ({
    errorCode: leader < 0 ? errorCodes.leaderNotAvailable : errorCodes.none,
    index,
    leader,
    leaderEpoch: 0,
    replicas,
    inSync,
    offline: replicas.filter((node) => !world.live.has(node)),
  })),
  operations: -2_147_483_648,
});

const unknownTopic = (name: string, errorCode: number) => ({
  errorCode,
  name,
  id: noId,
  internal: false,
  partitions: [],
  operations: -2_147_483_648,
});

/** A listing leaves out what may not be seen; a topic asked for by its name is refused instead. */
const topicsFor = (world: FakeWorld, names: readonly string[] | null) =>
  names === null
    ? [...world.topics.values()]
        .map((topic) => wireTopic(world, topic))
        .filter(({ errorCode }) => errorCode !== errorCodes.topicNotAuthorized)
    : names.map((name) => {
        const refused = world.refuses('Metadata', name);
        const found = world.topics.get(name);
        return found && refused === 0
          ? wireTopic(world, found)
          : unknownTopic(name, refused || errorCodes.unknownTopic);
      });

export const metadata = ({ world, port }: Place, request: RequestOf<'Metadata'>): ReplyOf<'Metadata'> => {
  if (request.autoCreate) throw new Error('a request for metadata would have created topics');
  return {
    throttleMs: 0,
    brokers: [...world.live].map((node) => ({ node, host: '127.0.0.1', port: port(node), rack: null })),
    clusterId: world.clusterId,
    controller: world.controller,
    topics: topicsFor(world, request.topics?.map(({ name }) => name ?? '') ?? null),
    clusterOperations: -2_147_483_648,
  };
};

export const partitionError = (
  { world, node }: Place,
  request: 'ListOffsets' | 'DeleteRecords',
  name: string,
  index: number,
) => {
  const refused = world.refuses(request, name);
  if (refused !== 0) return refused;
  const found = world.topics.get(name)?.partitions[index];
  if (!found) return errorCodes.unknownTopic;
  return found.leader === node ? errorCodes.none : errorCodes.notLeader;
};

const earliest = -2n;

export const listOffsets = (place: Place, request: RequestOf<'ListOffsets'>): ReplyOf<'ListOffsets'> => ({
  throttleMs: 0,
  topics: (request.topics ?? []).map(({ name, partitions }) => ({
    name,
    partitions: (partitions ?? []).map(({ index, timestamp }) => {
      const errorCode = partitionError(place, 'ListOffsets', name ?? '', index);
      if (errorCode !== 0) return { index, errorCode, timestamp: -1n, offset: -1n, leaderEpoch: -1 };
      const log = place.world.partition(name ?? '', index);
      const end = request.isolation === 1 ? stableEndOf(log) : endOf(log);
      return { index, errorCode, timestamp: -1n, offset: timestamp === earliest ? log.start : end, leaderEpoch: 0 };
    }),
  })),
});

export const describeLogDirs = (
  { world, node }: Place,
  request: RequestOf<'DescribeLogDirs'>,
): ReplyOf<'DescribeLogDirs'> => {
  const refused = world.refuses('DescribeLogDirs', '');
  if (refused !== 0) return { throttleMs: 0, errorCode: refused, results: [] };
  const topics = (request.topics ?? []).map(({ name, partitions: asked }) => ({
    name,
    partitions: (world.topics.get(name ?? '')?.partitions ?? [])
      .filter(({ index, replicas }) => asked?.includes(index) && replicas.includes(node))
      .flatMap((log) => [
        { index: log.index, size: bytesOf(log), lag: 0n, future: false },
        // A replica on its way to another disk is listed, too, and must not be counted.
        { index: log.index, size: bytesOf(log), lag: 0n, future: true },
      ]),
  }));
  return {
    throttleMs: 0,
    errorCode: 0,
    results: [{ errorCode: 0, directory: '/data', topics, total: 1n << 40n, usable: 1n << 39n }],
  };
};

const brokerDefaults: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'retention.ms': '604800000',
  'segment.bytes': '1073741824',
};

const configEntry = (name: string, value: string, source: number) => ({
  name,
  value,
  readOnly: false,
  source,
  sensitive: false,
  synonyms: [],
  type: 2,
  documentation: null,
});

const topicEntries = (configs: ReadonlyMap<string, string>) => [
  ...[...configs].map(([name, value]) => configEntry(name, value, 1)),
  ...Object.entries(brokerDefaults)
    .filter(([name]) => !configs.has(name))
    .map(([name, value]) => configEntry(name, value, 5)),
];

export const describeConfigs = (
  { world, node }: Place,
  request: RequestOf<'DescribeConfigs'>,
): ReplyOf<'DescribeConfigs'> => ({
  throttleMs: 0,
  results: (request.resources ?? []).map(({ type, name, keys }) => {
    const found = type === topicResource ? world.topics.get(name ?? '') : undefined;
    const missing = type === topicResource ? errorCodes.unknownTopic : errorCodes.none;
    const refused = world.refuses('DescribeConfigs', type === topicResource ? (name ?? '') : '');
    const errorCode = refused || (found ? 0 : missing) || (type !== topicResource && name !== String(node) ? 42 : 0);
    const entries = found
      ? topicEntries(found.configs)
      : [...world.brokerConfigs].map(([key, value]) => configEntry(key, value, 4));
    const wanted = entries.filter((entry) => keys?.includes(entry.name) ?? true);
    return { errorCode, errorMessage: null, type, name, configs: errorCode === 0 ? wanted : [] };
  }),
});

export const listGroups = ({ world, node }: Place): ReplyOf<'ListGroups'> => ({
  throttleMs: 0,
  errorCode: world.refuses('ListGroups', ''),
  groups: [...world.groups.values()]
    .filter(({ coordinator }) => coordinator === node)
    .map(({ id, state, type }) => ({ id, protocol: type === 'share' ? 'share' : 'consumer', state, type })),
});

const committedBy = ({ offsets }: FakeGroup) =>
  [...Map.groupBy(offsets, ([key]) => key.slice(0, key.lastIndexOf('/')))].map(([name, entries]) => ({
    name,
    partitions: entries.map(([key, offset]) => ({
      index: Number(key.slice(key.lastIndexOf('/') + 1)),
      offset,
      leaderEpoch: -1,
      metadata: '',
      errorCode: 0,
    })),
  }));

const fetchGroup = ({ world, node }: Place, id: string) => {
  const group = world.groups.get(id);
  const refused = world.refuses('OffsetFetch', id);
  if (refused !== 0) return { id, topics: [], errorCode: refused };
  if (!group || group.type === 'share') return { id, topics: [], errorCode: errorCodes.groupNotFound };
  if (group.coordinator !== node) return { id, topics: [], errorCode: errorCodes.notCoordinator };
  return { id, topics: committedBy(group), errorCode: 0 };
};

/** Before version 8 a request names one group, and its answer is the reply's own. */
export const offsetFetch = (place: Place, request: RequestOf<'OffsetFetch'>): ReplyOf<'OffsetFetch'> => {
  const answers = (request.groups ?? []).map(({ id }) => fetchGroup(place, id ?? ''));
  const single = fetchGroup(place, request.group ?? '');
  return { throttleMs: 0, topics: single.topics, errorCode: single.errorCode, groups: answers };
};
