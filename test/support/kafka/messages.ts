// The messages that the fake broker understands, from Kafka's message definitions (clients/src/main/resources/common/message).

import { type Api, api } from './api.ts';
import { between, bool, bytes, int8, int16, int32, int64, list, since, struct, text, uuid } from './fields.ts';

const noId = '0'.repeat(32);
const never = Number.POSITIVE_INFINITY;
const none = -2_147_483_648;

const committedTopics = list(
  struct({
    name: text,
    partitions: list(
      struct({ index: int32, offset: int64, leaderEpoch: since(5, int32, -1), metadata: text, errorCode: int16 }),
    ),
  }),
);
const askedTopics = list(struct({ name: text, partitions: list(int32) }));
const configValue = struct({ name: text, value: text, readOnly: bool, source: int8, sensitive: bool });

export const apis = {
  ApiVersions: api(
    18,
    3,
    struct({ clientName: since(3, text, null), clientVersion: since(3, text, null) }),
    struct({
      errorCode: int16,
      apiKeys: list(struct({ apiKey: int16, min: int16, max: int16 })),
      throttleMs: since(1, int32, 0),
    }),
  ),
  SaslHandshake: api(17, never, struct({ mechanism: text }), struct({ errorCode: int16, mechanisms: list(text) })),
  SaslAuthenticate: api(
    36,
    2,
    struct({ authBytes: bytes }),
    struct({ errorCode: int16, errorMessage: text, authBytes: bytes, lifetimeMs: since(1, int64, 0n) }),
  ),
  Metadata: api(
    3,
    9,
    struct({
      topics: list(struct({ id: since(10, uuid, noId), name: text })),
      autoCreate: bool,
      clusterOperations: between(8, 10, bool, false),
      topicOperations: since(8, bool, false),
    }),
    struct({
      throttleMs: int32,
      brokers: list(struct({ node: int32, host: text, port: int32, rack: text })),
      clusterId: text,
      controller: int32,
      topics: list(
        struct({
          errorCode: int16,
          name: text,
          id: since(10, uuid, noId),
          internal: bool,
          partitions: list(
            struct({
              errorCode: int16,
              index: int32,
              leader: int32,
              leaderEpoch: since(7, int32, 0),
              replicas: list(int32),
              inSync: list(int32),
              offline: since(5, list(int32), []),
            }),
          ),
          operations: since(8, int32, none),
        }),
      ),
      clusterOperations: between(8, 10, int32, none),
    }),
  ),
  ListOffsets: api(
    2,
    6,
    struct({
      replica: int32,
      isolation: since(2, int8, 0),
      topics: list(
        struct({
          name: text,
          partitions: list(struct({ index: int32, leaderEpoch: since(4, int32, -1), timestamp: int64 })),
        }),
      ),
    }),
    struct({
      throttleMs: since(2, int32, 0),
      topics: list(
        struct({
          name: text,
          partitions: list(
            struct({
              index: int32,
              errorCode: int16,
              timestamp: int64,
              offset: int64,
              leaderEpoch: since(4, int32, 0),
            }),
          ),
        }),
      ),
    }),
  ),
  DeleteRecords: api(
    21,
    2,
    struct({
      topics: list(struct({ name: text, partitions: list(struct({ index: int32, offset: int64 })) })),
      timeoutMs: int32,
    }),
    struct({
      throttleMs: int32,
      topics: list(
        struct({ name: text, partitions: list(struct({ index: int32, lowWatermark: int64, errorCode: int16 })) }),
      ),
    }),
  ),
  DescribeLogDirs: api(
    35,
    2,
    struct({ topics: askedTopics }),
    struct({
      throttleMs: int32,
      errorCode: since(3, int16, 0),
      results: list(
        struct({
          errorCode: int16,
          directory: text,
          topics: list(
            struct({ name: text, partitions: list(struct({ index: int32, size: int64, lag: int64, future: bool })) }),
          ),
          total: since(4, int64, -1n),
          usable: since(4, int64, -1n),
        }),
      ),
    }),
  ),
  DescribeConfigs: api(
    32,
    4,
    struct({
      resources: list(struct({ type: int8, name: text, keys: list(text) })),
      synonyms: bool,
      documentation: since(3, bool, false),
    }),
    struct({
      throttleMs: int32,
      results: list(
        struct({
          errorCode: int16,
          errorMessage: text,
          type: int8,
          name: text,
          configs: list(
            struct({
              name: text,
              value: text,
              readOnly: bool,
              source: int8,
              sensitive: bool,
              synonyms: list(struct({ name: text, value: text, source: int8 })),
              type: since(3, int8, 0),
              documentation: since(3, text, null),
            }),
          ),
        }),
      ),
    }),
  ),
  ListGroups: api(
    16,
    3,
    struct({ states: since(4, list(text), []), types: since(5, list(text), []) }),
    struct({
      throttleMs: since(1, int32, 0),
      errorCode: int16,
      groups: list(struct({ id: text, protocol: text, state: since(4, text, ''), type: since(5, text, '') })),
    }),
  ),
  OffsetFetch: api(
    9,
    6,
    struct({
      group: between(0, 7, text, null),
      topics: between(0, 7, askedTopics, null),
      groups: since(
        8,
        list(struct({ id: text, member: since(9, text, null), epoch: since(9, int32, -1), topics: askedTopics })),
        null,
      ),
      stable: since(7, bool, false),
    }),
    struct({
      throttleMs: since(3, int32, 0),
      topics: between(0, 7, committedTopics, []),
      errorCode: between(2, 7, int16, 0),
      groups: since(8, list(struct({ id: text, topics: committedTopics, errorCode: int16 })), []),
    }),
  ),
  CreateTopics: api(
    19,
    5,
    struct({
      topics: list(
        struct({
          name: text,
          partitions: int32,
          replicationFactor: int16,
          assignments: list(struct({ index: int32, brokers: list(int32) })),
          configs: list(struct({ name: text, value: text })),
        }),
      ),
      timeoutMs: int32,
      validateOnly: bool,
    }),
    struct({
      throttleMs: int32,
      topics: list(
        struct({
          name: text,
          id: since(7, uuid, noId),
          errorCode: int16,
          errorMessage: text,
          partitions: since(5, int32, -1),
          replicationFactor: since(5, int16, -1),
          configs: since(5, list(configValue), null),
        }),
      ),
    }),
  ),
  /** Only version 6, which names topics by their ids. */
  DeleteTopics: api(
    20,
    4,
    struct({ topics: list(struct({ name: text, id: uuid })), timeoutMs: int32 }),
    struct({
      throttleMs: int32,
      responses: list(struct({ name: text, id: uuid, errorCode: int16, errorMessage: text })),
    }),
  ),
  CreatePartitions: api(
    37,
    2,
    struct({
      topics: list(struct({ name: text, count: int32, assignments: list(struct({ brokers: list(int32) })) })),
      timeoutMs: int32,
      validateOnly: bool,
    }),
    struct({ throttleMs: int32, results: list(struct({ name: text, errorCode: int16, errorMessage: text })) }),
  ),
  IncrementalAlterConfigs: api(
    44,
    1,
    struct({
      resources: list(
        struct({ type: int8, name: text, configs: list(struct({ name: text, operation: int8, value: text })) }),
      ),
      validateOnly: bool,
    }),
    struct({
      throttleMs: int32,
      responses: list(struct({ errorCode: int16, errorMessage: text, type: int8, name: text })),
    }),
  ),
} as const;

export type ApiName = keyof typeof apis;
export type RequestOf<Name extends ApiName> =
  (typeof apis)[Name] extends Api<infer Request, infer _Reply> ? Request : never;
export type ReplyOf<Name extends ApiName> =
  (typeof apis)[Name] extends Api<infer _Request, infer Reply> ? Reply : never;

export const nameOfKey = (key: number): ApiName | undefined =>
  (Object.keys(apis) as ApiName[]).find((name) => apis[name].key === key);
