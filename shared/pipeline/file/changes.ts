// The section of a pipeline file about changes that are reported.
import * as z from 'zod';
import { changeSources, givenToRules } from '../changes/rule.ts';
import { compileTemplate } from '../changes/text-template.ts';
import { compileExpression } from '../mapping/expression.ts';
import type { Refusal } from '../mapping/guard.ts';
import { groupName, topicName } from './fields.ts';

type Compile = (text: string) => { readonly refusal?: Refusal };

/** A schema's own words, with the position within the text and what to do. */
const accepted = (compile: Compile) => (text: string, context: z.core.$RefinementCtx) => {
  const { refusal } = compile(text);
  if (!refusal) return;
  const message = `${refusal.what}, at character ${refusal.position}`;
  context.addIssue({ code: 'custom', message, params: { remedy: refusal.remedy } });
};

const words = (description: string, example: string) =>
  z
    .string('is not text')
    .min(1, 'is empty')
    .max(2_000, 'is longer than 2,000 characters')
    .superRefine(accepted((text) => compileTemplate(text, givenToRules)))
    .meta({ description: `${description} With JSONata within \`{% … %}\` at any place.`, examples: [example] });

const rule = z
  .strictObject({
    table: z
      .string('is not text')
      .regex(/^[^\s.]{1,128}(\.[^\s.]{1,128})?$/, 'is not a table such as `metadata` or `public.metadata`')
      .exactOptional()
      .meta({
        description: 'Only for changes of this table or collection, with its schema or database or without.',
        examples: ['public.metadata'],
      }),
    when: z
      .string('is not text')
      .min(1, 'is empty')
      .superRefine(accepted((text) => compileExpression(text, givenToRules)))
      .meta({
        description:
          "JSONata over the change as Debezium writes it, with `$changed('field')`, `$before`, `$after` and `$op`. Only exactly `true` counts.",
        examples: ["$changed('classification') and after.classification = 'restricted'"],
      }),
    source: z
      .enum(changeSources)
      .default('change')
      .meta({ description: 'What routes call it.', examples: ['change'] }),
    severity: z
      .enum(['critical', 'error', 'warning', 'info'])
      .exactOptional()
      .meta({
        description: 'How bad it is; `warning` if it is not said, and `info` for `state: ok`.',
        examples: ['error'],
      }),
    state: z
      .enum(['event', 'alarm', 'ok'])
      .default('event')
      .meta({
        description:
          '`event`: it happened. `alarm` and `ok`: something with this name begins and ends, such as an incident that PagerDuty then resolves.',
        examples: ['event'],
      }),
    name: words('What it is about: routes match it, and messages with one name belong together.', '{% after.id %}'),
    title: words('The first line of the message.', '{% after.id %} is now {% after.classification %}'),
    text: words('What is below the first line.', 'It was {% $before.classification %}.').exactOptional(),
  })
  .meta({
    description: 'Which changes are reported. The first rule that holds counts.',
    examples: [{ when: "$changed('owner')", name: '{% after.id %}', title: '{% after.id %} has another owner' }],
  });

export type WrittenRule = z.output<typeof rule>;

export const changes = z
  .strictObject({
    environment: z
      .string('is not text')
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is not the name of an environment')
      .meta({ description: 'The environment whose `alarm-notify` delivers the messages.', examples: ['staging'] }),
    topics: z
      .array(topicName('cdc.public.metadata', 'A topic that Debezium writes.'), 'is not a list')
      .min(1, 'names no topic')
      .max(20, 'names more than 20 topics')
      .meta({ description: 'Where the changes are, one topic for each table.', examples: [['cdc.public.metadata']] }),
    deadLetters: topicName('cdc.dlq', 'Where records go that can never be read.').default('cdc.dlq'),
    consumerGroup: groupName('change-reader')
      .default('change-reader')
      .meta({ description: 'What the consumer group of each topic begins with.', examples: ['change-reader'] }),
    snapshots: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether rows that a snapshot of the connector reads are reported, too.' }),
    maxAgeDays: z
      .int('is not a whole number')
      .min(1, 'is less than a day')
      .max(14, 'is longer than deliveries are remembered')
      .default(7)
      .meta({ description: 'A change that is older is counted and not reported.', examples: [7] }),
    rules: z
      .array(rule, 'is not a list')
      .min(1, 'names no rule')
      .max(100, 'has more than 100 rules')
      .meta({ description: 'Which changes are reported. The first rule that holds counts.' }),
  })
  .meta({
    description: 'Reports changes in a database, as Debezium captures them.',
    examples: [{ environment: 'staging', topics: ['cdc.public.metadata'] }],
  });
