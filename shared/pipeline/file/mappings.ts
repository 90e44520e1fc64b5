// The mapping section, in the form of the guide that pipelines are written by.
import * as z from 'zod';
import { compileExpression, markedExpression } from '../mapping/expression.ts';

/** A schema's own words, with the position within the text and what to do. */
const asJsonata = (text: string, context: z.core.$RefinementCtx): void => {
  const { refusal } = compileExpression(text);
  if (!refusal) return;
  context.addIssue({
    code: 'custom',
    message: `${refusal.what}, at character ${refusal.position}`,
    params: { remedy: refusal.remedy },
  });
};

const condition = z
  .string('is not text')
  .superRefine(asJsonata)
  .meta({
    description: 'JSONata over the change event. Only exactly `true` counts.',
    examples: ["$eq(fullDocument.status, 'arrived')"],
  });

const eventTypeText = (description: string) =>
  z
    .string('is not text')
    .min(1, 'is empty')
    .superRefine((text, context) => {
      const inside = markedExpression(text);
      if (inside !== undefined) asJsonata(inside, context);
    })
    .meta({ description: `${description} A fixed text, or JSONata within \`{% … %}\`.`, examples: ['file_arrived'] });

/** `a.b.c`, with backquotes around a key that has a dot. */
export const path = z
  .string('is not text')
  .regex(/^(`[^`]+`|[^.`\s]+)(\.(`[^`]+`|[^.`\s]+))*$/, 'is not a path such as `size_bytes` or `meta.size`');

const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length;

const fields = (description: string, examples: readonly unknown[]) =>
  z
    .union(
      [
        z.array(path, 'is not a list').refine(distinct, 'names a field twice'),
        z.record(z.string().regex(/^[\w-]{1,100}$/, 'is not a name: letters, digits, `_` and `-`'), path),
      ],
      'is neither a list of fields nor a mapping `name: path`',
    )
    .meta({ description, examples: [...examples] })
    .default([]);

const match = z
  .strictObject({
    'ns.db': z
      .string('is not text')
      .min(1)
      .exactOptional()
      .meta({ description: 'The database.', examples: ['ingest'] }),
    'ns.coll': z
      .string('is not text')
      .min(1)
      .exactOptional()
      .meta({ description: 'The collection.', examples: ['files'] }),
  })
  .meta({
    description: 'Which changes the mapping is for. The first mapping that fits counts; what is left out fits all.',
    examples: [{ 'ns.db': 'ingest', 'ns.coll': 'files' }],
  });

const override = z
  .strictObject({
    when: condition,
    value: eventTypeText('The type of the event when it is true.'),
    else: eventTypeText('The type otherwise. Without it, the operation of the change.').exactOptional(),
  })
  .meta({
    description: 'The type of the event. Without it, the operation of the change.',
    examples: [{ when: "$eq(fullDocument.status, 'arrived')", value: 'file_arrived', else: 'file_event' }],
  });

export const mapping = z.strictObject({
  match,
  version: z
    .int('is not a whole number')
    .min(1, 'begins at 1')
    .max(1_000_000, 'is more than a million')
    .default(1)
    .meta({
      description: 'Raise it when a change of the mapping changes types of events. Each event carries it.',
      examples: [2],
    }),
  event_type_override: override.exactOptional(),
  tags: fields('Fields of the document that become tags.', [['consumer_id', 'status']]),
  attrs: fields('Fields of the document that become attributes.', [['size_bytes', 'checksum']]),
});

export type WrittenMapping = z.output<typeof mapping>;

export const mappings = z
  .array(mapping, 'is not a list')
  .meta({
    description: 'What becomes of a change: the first mapping that fits.',
    examples: [[{ match: { 'ns.db': 'ingest', 'ns.coll': 'files' }, tags: ['status'] }]],
  })
  .default([]);
