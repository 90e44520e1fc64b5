// The key `cleanup` of a definition: what a Kafka cleanup may empty, and which topics must exist afterwards.
import * as z from 'zod';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import { awsName, distinct, whole } from '#kinds/fields.ts';
import { isRisk, notARisk, riskPattern } from './cleanup-risks.ts';
import { isTopicName, prefixProblem } from './topic-names.ts';

const strategy = z.enum(['truncate', 'recreate']).meta({
  description:
    '`truncate` deletes the records and keeps the topic. `recreate` deletes and creates the topic: this also frees ' +
    'the active segments, but the topic gets a new id and its consumers lose their offsets.',
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
      'Topics to empty, and how. A prefix that ends in `.`, `-` or `_` matches every topic that starts with it; any ' +
      'other entry is the exact name of one topic.',
    examples: [{ 'atlas.events.': 'truncate' }],
  });

const topicName = z.string().refine(isTopicName, 'is not a topic name');

const configs = z
  .record(
    z.string().regex(/^[a-z][a-z.]*$/, 'is not a topic name setting'),
    z.union([z.string(), z.int(), z.boolean()], 'is neither text nor a number nor a boolean').transform(String),
  )
  .default({})
  .meta({
    description: 'Topic settings by their Kafka names. Settings that are not listed are neither compared nor changed.',
    examples: [{ 'retention.ms': '604800000' }],
  });

const topic = z
  .strictObject({
    partitions: whole({ min: 1, max: 10_000, example: 3, help: 'Minimum number of partitions.' }),
    replicationFactor: whole({ min: 1, max: 32_767, example: 3, help: 'Replication factor.' }),
    configs,
    empty: z
      .enum(['truncate', 'recreate', 'never'])
      .meta({ description: 'How to empty this topic. Overrides the rule of a matching prefix.', examples: ['never'] })
      .exactOptional(),
  })
  .meta({ description: 'One topic.', examples: [{ partitions: 3, replicationFactor: 3 }] });

const pattern = z
  .string()
  .regex(/^[\w.*-]{1,249}$/, 'is neither a topic name nor a pattern with `*` for any text')
  .meta({ description: 'A topic name, or a pattern with `*` for any text.', examples: ['*.dlq'] });

const risk = z
  .string()
  .regex(riskPattern, notARisk)
  .refine(isRisk)
  .meta({
    description:
      '`compacted`: recreate compacted topics too. `tiered`: recreate topics with remote storage. `auto-creation`: ' +
      'recreate although producers may create the topic in between. `kept-forever:TOPIC`: empty this topic although ' +
      'its retention is unlimited; without a name it applies only to topics that a rule names in full.',
    examples: ['compacted'],
  });

const caps = z
  .strictObject({
    topics: whole({ min: 1, max: 100_000, example: 100, help: 'Maximum number of topics to empty.' }).default(500),
    gigabytes: z
      .number()
      .positive('is not a number above 0')
      .meta({ description: 'Maximum size to empty, summed over all replicas.', examples: [500] })
      .exactOptional(),
  })
  .prefault({})
  .meta({ description: 'Limits. A plan above a limit is refused.', examples: [{ topics: 100 }] });

/** The settings of any cleanup: a file of `curfew cleanup --topics` holds the same keys. */
export const cleanupRuleFields = {
  prefixes,
  topics: z
    .record(topicName, topic)
    .default({})
    .meta({
      description: 'Topics that must exist after a cleanup: created if missing, otherwise compared.',
      examples: [{ 'atlas.events.raw': { partitions: 3, replicationFactor: 3 } }],
    }),
  deny: distinct(pattern)
    .default([])
    .meta({
      description:
        'Topics that a cleanup never touches, in addition to the built-in deny list. Overrides prefixes and topics.',
      examples: [['*.dlq']],
    }),
  accept: distinct(risk)
    .default([])
    .meta({ description: 'Risks that you accept.', examples: [['compacted']] }),
  caps,
};

const bootstrap = distinct(
  z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, 'is not a broker: HOST:PORT')
    .meta({ description: 'A broker: HOST:PORT.', examples: ['b-1.example.kafka.us-east-1.amazonaws.com:9098'] }),
)
  .min(1, 'has no broker')
  .exactOptional()
  .meta({
    description: 'Bootstrap brokers (IAM, TLS). Default: the brokers that the deployment passes to the function.',
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
    description: 'What a manual Kafka cleanup empties, and which topics must exist afterwards.',
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
