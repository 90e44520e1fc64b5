// What a stream's file may say: an MSK Serverless cluster in a VPC that exists, and its access policies.
import * as z from 'zod';

/** What Kafka accepts in the name of a topic: no more, so `::` and `/` are none. */
const topicCharacters = /^[A-Za-z0-9._-]+$/;
/** Kafka's limit, less what has to follow a prefix. */
const prefixLengthMax = 248;

/**
 * A wildcard would reach topics of other teams, and names that begin with an underscore are Kafka's and MSK's own. A prefix
 * without a separator at its end would also reach `trades-of-another-team`.
 */
const topicPrefix = z
  .string('is not text')
  .max(prefixLengthMax, `is longer than ${prefixLengthMax} characters`)
  .regex(
    topicCharacters,
    'is not a valid start of a topic name: letters, digits, `.`, `_` and `-`; for `::` write `--`',
  )
  .regex(/^[^_.]/, 'has the prefix of internal Kafka topics')
  .regex(/[._-]$/, 'does not end in `.`, `_` or `-`, so it would also match topics that only share the first word');

/** Spelt out, because AWS reads `*` and `?` in a policy as any text. */
const groupName = z.string('is not text').regex(/^[\w.-]{1,255}$/, 'is not a name: letters, digits, `.`, `_` and `-`');

const awsId = (kind: 'vpc' | 'subnet') =>
  z.string('is not text').regex(new RegExp(`^${kind}-[0-9a-f]{8,17}$`), `is not the id of a ${kind}: \`${kind}-…\``);

const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

const listOf = <T extends z.ZodType<string>>(item: T, atLeast = 1) =>
  z.array(item, 'is not a list').min(atLeast, `needs ${atLeast} or more`).refine(distinct, 'contains a duplicate');

const tagText = z.string('is not text').regex(/^[\w .:/=+@-]{1,128}$/, 'is not allowed in a tag');

/** Boundary and scope are what an organisation asks of every role: by default those of the original system. */
export const streamFile = z.strictObject({
  region: z.string('is not text').regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not a region, for example `ap-south-1`'),
  vpcId: awsId('vpc'),
  /** In zones of their own, private if possible. */
  subnetIds: listOf(awsId('subnet'), 2),
  clusterName: z
    .string('is not text')
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'is not a cluster name: letters, digits and hyphens, 64 at most'),
  producerTopicPrefixes: listOf(topicPrefix),
  consumerTopicPrefixes: listOf(topicPrefix),
  consumerGroupNames: listOf(groupName),
  /** A managed policy of the account, by its name. */
  permissionsBoundary: z
    .string('is not text')
    .regex(/^[\w+=,.@-]{1,128}$/, 'is not the name of a policy (a name alone, no ARN)')
    .default('MSK-Permission-Boundary'),
  accessScope: tagText.default('team-x'),
  tags: z.record(tagText, tagText, 'is not a mapping').default({}),
});

export type Stream = z.infer<typeof streamFile>;
