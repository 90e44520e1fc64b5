// What a cleanup may do on its Kafka cluster (facts/kafka.md 3.1): look at everything, change only what the definition names, and
// never what the deny list names: an explicit Deny is the last wall, even against errors in the code.
import type { Arn } from '#core/aws/arn.ts';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import { alwaysDenied } from '#definition/denied-topics.ts';
import { claimGroup, isExactName, scratchName } from '#definition/topic-names.ts';
import { allow, deny, type Statement } from './statement.ts';

const changing = [
  'kafka-cluster:AlterTopic',
  'kafka-cluster:AlterTopicDynamicConfiguration',
  'kafka-cluster:CreateTopic',
  'kafka-cluster:DeleteTopic',
];

/** What a prefix covers, and the scratch name under which a creation is rehearsed. */
const coveredBy = (prefix: string): string[] => (isExactName(prefix) ? [prefix, scratchName(prefix)] : [`${prefix}*`]);

/** The last part of a cluster's ARN is made up by AWS. */
export const cleanupTopics = (
  { cluster, prefixes, topics, deny: denied }: CleanupDefinition,
  arn: Arn,
): Statement[] => {
  const topic = (name: string): string => arn('kafka', `topic/${cluster}/*/${name}`);
  const emptied = [
    ...prefixes.map(({ prefix }) => prefix),
    ...topics.filter(({ empty }) => empty === 'truncate' || empty === 'recreate').map(({ name }) => name),
  ];
  const defined = topics.map(({ name }) => topic(name));
  const matched = [...new Set([...emptied.flatMap(coveredBy).map(topic), ...defined])];
  return [
    allow(
      ['kafka-cluster:Connect', 'kafka-cluster:DescribeCluster', 'kafka-cluster:DescribeClusterDynamicConfiguration'],
      [arn('kafka', `cluster/${cluster}/*`)],
    ),
    // All names and ids: what a run does not touch is compared, too.
    allow(['kafka-cluster:DescribeTopic'], [topic('*')]),
    allow(['kafka-cluster:DescribeGroup'], [arn('kafka', `group/${cluster}/*/*`)]),
    // Whose open transaction keeps records from being deleted: readable without a right to records.
    allow(['kafka-cluster:DescribeTransactionalId'], [arn('kafka', `transactional-id/${cluster}/*/*`)]),
    // One cleanup at a time per cluster: a run is the only member of this group.
    allow(['kafka-cluster:AlterGroup'], [arn('kafka', `group/${cluster}/*/${claimGroup}`)]),
    ...(matched.length === 0 ? [] : [allow(['kafka-cluster:DescribeTopicDynamicConfiguration'], matched)]),
    ...(defined.length === 0
      ? []
      : [
          allow(
            changing.filter((action) => action !== 'kafka-cluster:DeleteTopic'),
            defined,
          ),
        ]),
    ...(emptied.length === 0 ? [] : [allow(changing, emptied.flatMap(coveredBy).map(topic))]),
    deny(
      [...changing, 'kafka-cluster:ReadData', 'kafka-cluster:WriteData'],
      ['__*', ...alwaysDenied, ...denied].map(topic),
    ),
  ];
};
