// The key `cleanup` of a definition: what a Kafka cleanup may empty, and which topics it leaves in existence.
import * as z from 'zod';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import { awsName, distinct, whole } from '#kinds/fields.ts';
import { isRisk, notARisk, riskPattern } from './cleanup-risks.ts';
import { isTopicName, prefixProblem } from './topic-names.ts';

const strategy = z.enum(['truncate', 'recreate']).meta({
  description:
    '`truncate` deletes the records and keeps the topic; `recreate` deletes the topic and makes it again, which also ' +
    'frees the segments that are being written, but loses its id and the offsets of its consumers.',
  examples: ['truncate'],
});

const prefix = z.string().check(({ value, issues }) => {
  const message = prefixProblem(value);
  if (message !== undefined) issues.push({ code: 'custom', input: value, message });
});

const prefixes = z
  .record(prefix, strategy)
  .default({})
  .meta({
    description:
      'What is emptied, and how. A prefix that ends in `.`, `-` or `_` covers every topic that goes on behind it; any ' +
      'other is the exact name of one topic.',
    examples: [{ 'atlas.events.': 'truncate' }],
  });

const topicName = z.string().refine(isTopicName, 'is not the name of a topic');

const configs = z
  .record(
    z.string().regex(/^[a-z][a-z.]*$/, 'is not the name of a setting of topics'),
    z.union([z.string(), z.int(), z.boolean()], 'is neither text nor a number nor a boolean').transform(String),
  )
  .default({})
  .meta({
    description: 'Settings of the topic by their names in Kafka. What is not listed is not compared and not changed.',
    examples: [{ 'retention.ms': '604800000' }],
  });

const topic = z
  .strictObject({
    partitions: whole({ min: 1, max: 10_000, example: 3, help: 'How many partitions it has, at least.' }),
    replicationFactor: whole({ min: 1, max: 32_767, example: 3, help: 'On how many brokers each partition is.' }),
    configs,
    empty: z
      .enum(['truncate', 'recreate', 'never'])
      .meta({ description: 'How it is emptied, whatever a prefix says.', examples: ['never'] })
      .exactOptional(),
  })
  .meta({ description: 'One topic.', examples: [{ partitions: 3, replicationFactor: 3 }] });

const pattern = z
  .string()
  .regex(/^[\w.*-]{1,249}$/, 'is not a name of a topic, or a pattern with `*` for any text')
  .meta({ description: 'The name of a topic, or a pattern with `*` for any text.', examples: ['*.dlq'] });

const risk = z
  .string()
  .regex(riskPattern, notARisk)
  .refine(isRisk)
  .meta({
    description:
      '`compacted`: recreate compacted topics too. `tiered`: recreate topics with remote storage. `auto-creation`: ' +
      'recreate although producers may make the topic anew in between. `kept-forever:TOPIC`: empty this topic although ' +
      'its records are kept for ever; without a name it counts only for topics that a rule names in full.',
    examples: ['compacted'],
  });

const caps = z
  .strictObject({
    topics: whole({ min: 1, max: 100_000, example: 100, help: 'How many topics are emptied at most.' }).default(500),
    gigabytes: z
      .number()
      .positive('is not a number above 0')
      .meta({ description: 'How much is emptied at most, all replicas counted.', examples: [500] })
      .exactOptional(),
  })
  .prefault({})
  .meta({ description: 'More than this is refused.', examples: [{ topics: 100 }] });

/** What any cleanup is told: a file of `curfew cleanup --topics` holds the same keys. */
export const cleanupRuleFields = {
  prefixes,
  topics: z
    .record(topicName, topic)
    .default({})
    .meta({
      description:
        'Topics that exist after every cleanup: created where they are missing, compared where they are not.',
      examples: [{ 'atlas.events.raw': { partitions: 3, replicationFactor: 3 } }],
    }),
  deny: distinct(pattern)
    .default([])
    .meta({
      description: 'Never touched, besides what is always denied. Wins over prefixes and topics.',
      examples: [['*.dlq']],
    }),
  accept: distinct(risk)
    .default([])
    .meta({ description: 'Exceptions that are accepted.', examples: [['compacted']] }),
  caps,
};

const bootstrap = distinct(
  z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, 'is not a broker: HOST:PORT')
    .meta({ description: 'A broker: HOST:PORT.', examples: ['b-1.example.kafka.us-east-1.amazonaws.com:9098'] }),
)
  .min(1, 'names no broker')
  .exactOptional()
  .meta({
    description: 'Brokers to begin with (IAM, TLS). Without it the deployment tells the function.',
    examples: [['b-1.example.kafka.us-east-1.amazonaws.com:9098']],
  });

export const cleanup = z
  .strictObject({
    cluster: awsName(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'name of the MSK cluster', 'poc-atlas-dev-msk'),
    bootstrap,
    ...cleanupRuleFields,
  })
  .exactOptional()
  .meta({
    description: 'What a Kafka cleanup empties, by hand only, and which topics it leaves in existence.',
    examples: [{ cluster: 'poc-atlas-dev-msk', prefixes: { 'atlas.events.': 'truncate' } }],
  });

const bytesPerGigabyte = 1_000_000_000;

export const cleanupRulesFile = z.strictObject(cleanupRuleFields);

/** From the keys as they are written to what a cleanup works with. */
export const toCleanupRules = (
  file: z.output<typeof cleanupRulesFile>,
): Omit<CleanupDefinition, 'cluster' | 'bootstrap'> => ({
  prefixes: Object.entries(file.prefixes).map(([text, how]) => ({ prefix: text, strategy: how })),
  topics: Object.entries(file.topics).map(([name, rest]) => ({ name, ...rest })),
  deny: file.deny,
  accept: file.accept,
  caps: {
    topicsMax: file.caps.topics,
    ...(file.caps.gigabytes === undefined ? {} : { bytesMax: Math.round(file.caps.gigabytes * bytesPerGigabyte) }),
  },
});
