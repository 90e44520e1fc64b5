// The versions of each request that this client speaks, oldest first. Which one is used is agreed upon per connection: MSK
// Serverless and MSK's older versions know fewer than Kafka 4.1 (facts/kafka.md 2.4). Every list shares one shape of reply.
import {
  type Connection,
  createPartitionsV0,
  createPartitionsV1,
  createPartitionsV2,
  createPartitionsV3,
  createTopicsV5,
  createTopicsV6,
  createTopicsV7,
  deleteRecordsV0,
  deleteRecordsV1,
  deleteRecordsV2,
  deleteTopicsV6,
  describeConfigsV1,
  describeConfigsV2,
  describeConfigsV3,
  describeConfigsV4,
  describeGroupsV5,
  describeLogDirsV1,
  describeLogDirsV2,
  describeLogDirsV3,
  describeLogDirsV4,
  describeProducersV0,
  describeTransactionsV0,
  findCoordinatorV4,
  heartbeatV4,
  incrementalAlterConfigsV0,
  incrementalAlterConfigsV1,
  joinGroupV5,
  leaveGroupV4,
  listGroupsV3,
  listGroupsV4,
  listGroupsV5,
  listOffsetsV2,
  listOffsetsV3,
  listOffsetsV4,
  listOffsetsV5,
  listOffsetsV6,
  listOffsetsV7,
  listOffsetsV8,
  listTransactionsV0,
  listTransactionsV1,
  metadataV10,
  metadataV11,
  metadataV12,
  offsetFetchV5,
  offsetFetchV6,
  offsetFetchV7,
  offsetFetchV8,
  offsetFetchV9,
  syncGroupV4,
} from '@platformatic/kafka';

export type Codec<Args extends readonly unknown[], Reply> = {
  readonly key: number;
  readonly version: number;
  readonly async: (connection: Connection, ...args: [...Args]) => Promise<Reply>;
};

/** From ApiVersions: by API key, the lowest and the highest version. */
export type Versions = ReadonlyMap<number, { readonly min: number; readonly max: number }>;

/** The newest codec that the broker speaks, too. */
export const codecFor = <C extends { readonly key: number; readonly version: number }>(
  codecs: readonly C[],
  versions: Versions,
): C | undefined =>
  codecs.findLast(({ key, version }) => {
    const range = versions.get(key);
    return range !== undefined && version >= range.min && version <= range.max;
  });

/** Topic ids came with version 10. */
export const metadata = [metadataV10.api, metadataV11.api, metadataV12.api];
export type MetadataReply = Awaited<ReturnType<(typeof metadata)[number]['async']>>;
export const describeConfigs = [
  describeConfigsV1.api,
  describeConfigsV2.api,
  describeConfigsV3.api,
  describeConfigsV4.api,
];
/** Version 2 brought the isolation level. */
export const listOffsets = [
  listOffsetsV2.api,
  listOffsetsV3.api,
  listOffsetsV4.api,
  listOffsetsV5.api,
  listOffsetsV6.api,
  listOffsetsV7.api,
  listOffsetsV8.api,
];
export const deleteRecords = [deleteRecordsV0.api, deleteRecordsV1.api, deleteRecordsV2.api];
export const describeLogDirs = [
  describeLogDirsV1.api,
  describeLogDirsV2.api,
  describeLogDirsV3.api,
  describeLogDirsV4.api,
];
export const describeProducers = [describeProducersV0.api];
export const describeTransactions = [describeTransactionsV0.api];
export const listTransactions = [listTransactionsV0.api, listTransactionsV1.api];
export const listGroups = [listGroupsV3.api, listGroupsV4.api, listGroupsV5.api];
/** One group at a time, before version 8. */
export const offsetFetchOne = [offsetFetchV5.api, offsetFetchV6.api, offsetFetchV7.api];
export const offsetFetch = [offsetFetchV8.api, offsetFetchV9.api];
export const createTopics = [createTopicsV5.api, createTopicsV6.api, createTopicsV7.api];
/** By id, since version 6. */
export const deleteTopics = [deleteTopicsV6.api];
export const createPartitions = [
  createPartitionsV0.api,
  createPartitionsV1.api,
  createPartitionsV2.api,
  createPartitionsV3.api,
];
export const incrementalAlterConfigs = [incrementalAlterConfigsV0.api, incrementalAlterConfigsV1.api];
/** A group with one static member: version 5 brought `group.instance.id`. */
export const findCoordinator = [findCoordinatorV4.api];
export const describeGroups = [describeGroupsV5.api];
export const joinGroup = [joinGroupV5.api];
export const syncGroup = [syncGroupV4.api];
export const heartbeat = [heartbeatV4.api];
export const leaveGroup = [leaveGroupV4.api];
