// Values that several parts of a pipeline file have.
import * as z from 'zod';

/** What Kafka accepts as the name of a topic. `.` and `..` are none. */
export const topicName = (example: string, description: string) =>
  z
    .string('is not text')
    .max(249, 'is longer than the 249 characters that Kafka allows')
    .regex(/^[A-Za-z0-9._-]+$/, 'is not the name of a topic: letters, digits, `.`, `_` and `-` (no `::`, no `/`)')
    .refine((text) => text !== '.' && text !== '..', 'is not the name of a topic')
    .meta({ description, examples: [example] });

/** Spelt out, because AWS reads `*` and `?` in a policy as any text. */
export const groupName = (example: string) =>
  z
    .string('is not text')
    .regex(/^[\w.-]{1,255}$/, 'is not the name of a consumer group: letters, digits, `.`, `_` and `-`')
    .meta({ description: 'The consumer group.', examples: [example] });

/** A word that ClickHouse takes without quotes. */
export const identifier = (example: string, description: string) =>
  z
    .string('is not text')
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'is not a name: letters, digits and `_`, 64 at most')
    .meta({ description, examples: [example] });

export const pipelineName = z
  .string('is not text')
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'is not a name: lower-case letters, digits and hyphens, 31 at most')
  .meta({ description: 'The name of the pipeline, the same as that of its file.', examples: ['files'] });

/** A host without scheme, port or path. */
export const hostName = (example: string, description: string) =>
  z
    .string('is not text')
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, 'is not the name of a host: no `https://`, no port')
    .meta({ description, examples: [example] });

export const secretName = (example: string) =>
  z
    .string('is not text')
    .regex(/^[\w/+=.@-]{1,512}$/, 'is not the name of a secret')
    .meta({ description: 'The name of a secret in Secrets Manager. Never its value.', examples: [example] });

/** MongoDB's own rules for names of databases and collections, less what would be illegal in a topic. */
export const namespacePart = (example: string, description: string) =>
  z
    .string('is not text')
    .regex(
      /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,119}$/,
      'is not a name that can be part of a topic: letters, digits, `.`, `_` and `-`',
    )
    .meta({ description, examples: [example] });
