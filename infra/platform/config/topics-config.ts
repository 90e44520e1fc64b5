// The Kafka topics and consumer groups of one environment. Two environments on one cluster have different names, and the role of
// each service is limited to the names of its own environment: the second plane cannot read or write as the first.

/** What a topic is for. The one of the export to S3 for what it cannot write is made by the connector itself. */
type TopicUse = 'events' | 'eventsFailed' | 'scores' | 'scoringFailed';

type Topic = { readonly name: string; readonly partitions: number };

export type TopicsConfig = {
  /**
   * `cloudformation`: as `AWS::MSK::Topic` of the data stack; a provisioned cluster with Kafka 3.6 or later takes that. `cleanup`: the
   * `cleanup.topics` of the environment's definition create them; for a cluster that refuses the resource.
   */
  readonly madeBy: 'cloudformation' | 'cleanup';
  readonly replicationFactor: number;
  readonly topics: Readonly<Record<TopicUse, Topic>>;
  /** Consumer groups of the dashboard backend, by exact name. No other service consumes. */
  readonly dashboardGroups: readonly string[];
};

/** The names of the original system, `atlas.events.raw` and so on, under another first word for a second plane. */
export const topicsNamed = (
  first: string,
  { partitions }: { readonly partitions: number },
): Readonly<Record<TopicUse, Topic>> => ({
  events: { name: `${first}.events.raw`, partitions },
  eventsFailed: { name: `${first}.events.dlq`, partitions },
  scores: { name: `${first}.l3.user.score`, partitions },
  scoringFailed: { name: `${first}.scoring.dlq`, partitions },
});

export const topicNames = ({ topics }: TopicsConfig): readonly string[] =>
  Object.values(topics).map(({ name }) => name);
