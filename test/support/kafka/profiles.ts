import type { ApiName } from './messages.ts';

export type Ranges = { readonly [Name in ApiName]?: readonly [min: number, max: number] };

/** What brokers say of themselves in ApiVersions. */
export const profiles = {
  'kafka-4.1': {
    ApiVersions: [0, 3],
    SaslHandshake: [0, 1],
    SaslAuthenticate: [0, 2],
    Metadata: [0, 12],
    ListOffsets: [1, 9],
    DeleteRecords: [0, 2],
    DescribeLogDirs: [1, 4],
    DescribeConfigs: [1, 4],
    ListGroups: [0, 5],
    OffsetFetch: [1, 9],
    CreateTopics: [2, 7],
    DeleteTopics: [1, 6],
    CreatePartitions: [0, 3],
    IncrementalAlterConfigs: [0, 1],
  },
  /** MSK Serverless, as dumped in 2022 (facts/kafka.md 3.4). */
  'msk-serverless': {
    ApiVersions: [0, 3],
    SaslHandshake: [0, 1],
    SaslAuthenticate: [0, 2],
    Metadata: [0, 11],
    ListOffsets: [0, 6],
    DescribeConfigs: [0, 4],
    ListGroups: [0, 4],
    OffsetFetch: [0, 7],
    CreateTopics: [0, 7],
    DeleteTopics: [0, 6],
    CreatePartitions: [0, 3],
    IncrementalAlterConfigs: [0, 1],
  },
  /** The oldest versions that the client can use. */
  oldest: {
    ApiVersions: [0, 2],
    SaslHandshake: [0, 1],
    SaslAuthenticate: [0, 0],
    Metadata: [0, 10],
    ListOffsets: [0, 2],
    DeleteRecords: [0, 0],
    DescribeLogDirs: [0, 1],
    DescribeConfigs: [0, 1],
    ListGroups: [0, 3],
    OffsetFetch: [0, 5],
    CreateTopics: [0, 5],
    DeleteTopics: [0, 6],
    CreatePartitions: [0, 0],
    IncrementalAlterConfigs: [0, 0],
  },
} as const satisfies Record<string, Ranges>;

export type Profile = keyof typeof profiles;
