// How a plan's usual words are called on an AWS bill, for plans that do not say it themselves. The names are those of Cost Explorer's
// SERVICE dimension. A word with two meanings is not here: such a line says `actual` itself.
import type { ActualOf } from './cost-plan.ts';

const services: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bkafka\b|\bmsk\b/i, ['Amazon Managed Streaming for Apache Kafka']],
  [/\bflink\b/i, ['Amazon Kinesis Analytics', 'Amazon Managed Service for Apache Flink']],
  [/\bpostgres(ql)?\b|\bmysql\b|\bmariadb\b|\brds\b|\baurora\b/i, ['Amazon Relational Database Service']],
  [/\bcassandra\b|\bkeyspaces\b/i, ['Amazon Keyspaces (for Apache Cassandra)']],
  [/\bairflow\b|\bmwaa\b/i, ['Amazon Managed Workflows for Apache Airflow']],
  [/\bsecrets? manager\b/i, ['AWS Secrets Manager']],
  [/\bkubernetes\b|\beks\b/i, ['Amazon Elastic Container Service for Kubernetes']],
  [/\becs\b|\bfargate\b/i, ['Amazon Elastic Container Service']],
  [/\belasticache\b|\bredis\b|\bvalkey\b/i, ['Amazon ElastiCache']],
  [/\blambda\b/i, ['AWS Lambda']],
  [/\bs3\b/i, ['Amazon Simple Storage Service']],
  [/\bcloudwatch\b/i, ['AmazonCloudWatch']],
];

const external =
  /\b(datadog|pagerduty|slack|new relic|github|gcp|google|azure|confluent|astronomer|mongodb atlas|jira)\b/i;

/** What a line is called, and what its parts are called: `Databases (PostgreSQL, Cassandra)`. */
export const usualActual = (words: readonly string[]): ActualOf => {
  const text = words.join(' ');
  if (external.test(text)) return { kind: 'external' };
  const found = services.flatMap(([pattern, names]) => (pattern.test(text) ? names : []));
  return found.length === 0 ? { kind: 'unsaid' } : { kind: 'cost-explorer', services: found, tags: [], isGuess: true };
};
