// How a fake broker changes the cluster. Kafka's own order of checks is kept where a cleanup depends on it (facts/kafka.md 4).
import { emptyPartition, endOf, type FakePartition } from './fake-log.ts';
import { errorCodes, type Place, partitionError } from './fake-reads.ts';
import type { FakeTopic } from './fake-world.ts';
import type { ReplyOf, RequestOf } from './messages.ts';

type Creation = NonNullable<RequestOf<'CreateTopics'>['topics']>[number];

const noId = '0'.repeat(32);
const knownConfigs =
  /^(cleanup\.policy|retention\.(ms|bytes)|segment\.(ms|bytes)|min\.insync\.replicas|max\.message\.bytes|compression\.type|remote\.storage\.enable)$/;

const isDeletable = ({ configs }: FakeTopic): boolean => (configs.get('cleanup.policy') ?? 'delete').includes('delete');

const deletionError = (place: Place, name: string, index: number, offset: bigint): number => {
  const topic = place.world.topics.get(name);
  if (topic?.internal) return errorCodes.invalidTopic;
  const errorCode = partitionError(place, 'DeleteRecords', name, index);
  if (errorCode !== 0 || !topic) return errorCode;
  if (!isDeletable(topic)) return errorCodes.policyViolation;
  const end = endOf(place.world.partition(name, index));
  return offset > end || offset < -1n ? errorCodes.offsetOutOfRange : errorCodes.none;
};

/** Only ever forwards; -1 stands for the end. */
const cut = (log: FakePartition, offset: bigint): bigint => {
  const to = offset === -1n ? endOf(log) : offset;
  if (to > log.start) log.start = to;
  return log.start;
};

export const deleteRecords = (place: Place, request: RequestOf<'DeleteRecords'>): ReplyOf<'DeleteRecords'> => ({
  throttleMs: 0,
  topics: (request.topics ?? []).map(({ name, partitions }) => ({
    name,
    partitions: (partitions ?? []).map(({ index, offset }) => {
      const errorCode = deletionError(place, name ?? '', index, offset);
      const lowWatermark = errorCode === 0 ? cut(place.world.partition(name ?? '', index), offset) : -1n;
      return { index, lowWatermark, errorCode };
    }),
  })),
});

const controllerError = ({ world, node }: Place): number =>
  node === world.controller ? errorCodes.none : errorCodes.notController;

/** "Already exists" comes before all that is wrong with the rest: a validation under a taken name proves nothing. */
const creationError = (
  place: Place,
  { name, partitions, replicationFactor, assignments, configs }: Creation,
): number => {
  const { world } = place;
  const refused = controllerError(place) || world.refuses('CreateTopics', name ?? '');
  if (refused !== 0) return refused;
  if (world.topics.has(name ?? '')) return errorCodes.alreadyExists;
  if (!/^[a-zA-Z0-9._-]{1,249}$/.test(name ?? '')) return errorCodes.invalidTopic;
  const byHand = (assignments ?? []).length > 0;
  if (!byHand && (partitions === 0 || partitions < -1)) return errorCodes.invalidPartitions;
  // A controller of KRaft counts brokers that are down, too.
  if (!byHand && replicationFactor > world.brokerIds.length) return errorCodes.invalidReplicationFactor;
  return (configs ?? []).some((one) => !knownConfigs.test(one.name ?? '')) ? errorCodes.invalidConfig : errorCodes.none;
};

const create = ({ world }: Place, creation: Creation): FakeTopic => {
  const assignments = creation.assignments ?? [];
  const topic = world.createTopic({
    name: creation.name ?? '',
    partitions: assignments.length || Math.max(1, creation.partitions),
    replicationFactor: assignments.length > 0 ? 1 : Math.max(1, creation.replicationFactor),
    configs: Object.fromEntries((creation.configs ?? []).map(({ name, value }) => [name ?? '', value ?? ''])),
  });
  for (const { index, brokers } of assignments) topic.partitions[index] = emptyPartition(index, brokers ?? []);
  return topic;
};

export const createTopics = (place: Place, request: RequestOf<'CreateTopics'>): ReplyOf<'CreateTopics'> => ({
  throttleMs: place.world.throttleMs,
  topics: (request.topics ?? []).map((creation) => {
    const errorCode = creationError(place, creation);
    const isDone = errorCode === 0 && !request.validateOnly;
    // A real controller makes up an id for what it only validates.
    const id = isDone ? create(place, creation).id : errorCode === 0 ? place.world.newId() : noId;
    return {
      name: creation.name,
      id,
      errorCode,
      errorMessage: null,
      partitions: -1,
      replicationFactor: -1,
      configs: null,
    };
  }),
});

const deletionOfTopicError = (place: Place, topic: FakeTopic | undefined): number => {
  const refused = controllerError(place);
  if (refused !== 0) return refused;
  if (!topic) return errorCodes.unknownTopicId;
  if (place.world.brokerConfigs.get('delete.topic.enable') === 'false') return errorCodes.deletionDisabled;
  return place.world.refuses('DeleteTopics', topic.name);
};

export const deleteTopics = (place: Place, request: RequestOf<'DeleteTopics'>): ReplyOf<'DeleteTopics'> => ({
  throttleMs: place.world.throttleMs,
  responses: (request.topics ?? []).map(({ id }) => {
    const topic = [...place.world.topics.values()].find((one) => one.id === id);
    const errorCode = deletionOfTopicError(place, topic);
    if (topic && errorCode === 0) {
      if (place.world.deletesSlowly) topic.dying = true;
      else place.world.removeTopic(topic.name);
    }
    return { name: topic?.name ?? null, id, errorCode, errorMessage: null };
  }),
});

export const createPartitions = (
  place: Place,
  request: RequestOf<'CreatePartitions'>,
): ReplyOf<'CreatePartitions'> => ({
  throttleMs: place.world.throttleMs,
  results: (request.topics ?? []).map(({ name, count }) => {
    const topic = place.world.topics.get(name ?? '');
    const refused = controllerError(place) || place.world.refuses('CreatePartitions', name ?? '');
    const isGrowth = topic !== undefined && count > topic.partitions.length;
    const errorCode = refused || (topic ? (isGrowth ? 0 : errorCodes.invalidPartitions) : errorCodes.unknownTopic);
    if (topic && errorCode === 0 && !request.validateOnly)
      for (let index = topic.partitions.length; index < count; index += 1)
        topic.partitions.push(
          emptyPartition(index, place.world.replicasFor(index, topic.partitions[0]?.replicas.length ?? 1)),
        );
    return { name, errorCode, errorMessage: null };
  }),
});

const set = 0;

export const incrementalAlterConfigs = (
  place: Place,
  request: RequestOf<'IncrementalAlterConfigs'>,
): ReplyOf<'IncrementalAlterConfigs'> => ({
  throttleMs: place.world.throttleMs,
  responses: (request.resources ?? []).map(({ type, name, configs }) => {
    const topic = place.world.topics.get(name ?? '');
    const refused = controllerError(place) || place.world.refuses('IncrementalAlterConfigs', name ?? '');
    const isKnown = (configs ?? []).every((one) => knownConfigs.test(one.name ?? ''));
    const errorCode = refused || (topic ? (isKnown ? 0 : errorCodes.invalidConfig) : errorCodes.unknownTopic);
    if (topic && errorCode === 0 && !request.validateOnly)
      for (const { name: key, operation, value } of configs ?? [])
        if (operation === set) topic.configs.set(key ?? '', value ?? '');
        else topic.configs.delete(key ?? '');
    return { errorCode, errorMessage: null, type, name };
  }),
});
