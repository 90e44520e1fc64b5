// A plan of costs as it is written in YAML.
import * as z from 'zod';

const name = (example: string, description: string) =>
  z
    .string('is not text')
    .min(1, 'is empty')
    .max(200, 'is longer than 200 characters')
    .meta({ description, examples: [example] });

const money = (example: number, description: string) =>
  z
    .number('is not an amount of money')
    .min(0, 'is less than 0')
    .max(1_000_000_000, 'is more than a thousand million')
    .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, 'has more than two decimals')
    .meta({ description, examples: [example] });

const oneOrMore = (example: string, description: string) =>
  z
    .union([name(example, description), z.array(name(example, description)).min(1, 'is an empty list')])
    .meta({ description, examples: [example] });

const actual = z
  .union(
    [
      z.literal('external'),
      z.strictObject({ fixed: money(25, 'What it costs a month, where somebody knows it.') }),
      z
        .strictObject({
          service: oneOrMore(
            'Amazon Relational Database Service',
            "As Cost Explorer's SERVICE dimension has it.",
          ).optional(),
          tag: oneOrMore('catalogue', 'A value of the component tag.').optional(),
        })
        .refine(({ service, tag }) => service !== undefined || tag !== undefined, 'names neither a service nor a tag'),
    ],
    'is none of `external`, `{ fixed: 25 }`, `{ service: … }` and `{ tag: … }`',
  )
  .meta({
    description: 'Where its actual cost is found. `external`: on the bill of somebody else.',
    examples: ['external'],
  });

const line = z.strictObject({
  name: name('Databases', 'What the line is called.'),
  planned: money(700, 'US dollars a month. The sum of `parts` if there are any.').optional(),
  parts: z
    .record(name('PostgreSQL', 'What the part is called.'), money(300, 'US dollars a month.'))
    .optional()
    .meta({ description: 'What the line consists of; counted once.', examples: [{ PostgreSQL: 300, Cassandra: 400 }] }),
  actual: actual.optional(),
});

export const costPlanFile = z.strictObject({
  tag: name('Environment', 'The cost allocation tag that says whose a resource is.').optional(),
  value: name('staging', 'Its value for this environment. Default: the name of the environment.').optional(),
  componentTag: name('Component', 'The tag that `actual: { tag: … }` means.').optional(),
  lines: z
    .array(line)
    .min(1, 'has no line')
    .max(500, 'has more than 500 lines')
    .meta({ description: 'What is planned, line by line.', examples: [[{ name: 'Databases', planned: 700 }]] }),
});

export type WrittenCostPlan = z.infer<typeof costPlanFile>;
