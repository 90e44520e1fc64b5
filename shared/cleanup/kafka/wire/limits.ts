// Every limit of the talk with Kafka. Times are in milliseconds.
export const wireLimits = {
  connectMs: 5_000,
  /** One request and its answer. */
  requestMs: 10_000,
  /** What a broker may wait for its followers or its controller; shorter, so that it is the broker that says so. */
  brokerMs: 8_000,
  attemptsMax: 5,
  backoffBaseMs: 100,
  backoffCapMs: 2_000,
  /** Partitions of one request to a leader; topics of one question about settings; groups of one about offsets. */
  partitionsPerRequest: 2_500,
  topicsPerRequest: 200,
  groupsPerRequest: 50,
} as const;
