// The kinds of resource as they are written in `environments/<name>.yaml`: what every kind has, and the fields of each. The
// descriptions are the help that editors show, the examples also end messages about what is wrong.
import * as z from 'zod';
import type { kindDefinitions } from '#kinds/definitions.ts';
import { distinct, flag, whole } from '#kinds/fields.ts';
import type { KindDefinition } from '#kinds/kind-definition.ts';
import { definitionOf, type Kind, kinds } from '#kinds/resource.ts';
import { awakeOn } from './awake-fields.ts';

const minutesUntil = (deadline: string, usual: number) =>
  whole({
    min: 1,
    max: 180,
    example: usual,
    help: `Minutes from the moment a resource can be started or stopped until ${deadline}.`,
  }).default(usual);

/** What every kind has. */
const common = <K extends Kind>(
  kind: K,
  { help, deadlineMinutes }: Pick<KindDefinition, 'help' | 'deadlineMinutes'>,
) => ({
  kind: z.literal(kind).meta({ description: help }),
  dependsOn: distinct(z.string())
    .meta({
      description: 'Resources in this file that must be ready before this one starts. A stop uses the reverse order.',
      examples: [['camunda-db']],
    })
    .default([]),
  deadlineMinutes: z
    .strictObject({
      start: minutesUntil('a start is given up', deadlineMinutes.start),
      stop: minutesUntil('a stop is given up', deadlineMinutes.stop),
    })
    .meta({
      description: 'How long a run waits for this resource before it fails.',
      examples: [deadlineMinutes],
    })
    .prefault({}),
  optional: flag(true, 'The resource may be missing in AWS. A run then skips it instead of failing.').default(false),
  startAlways: flag(
    true,
    'Whether a start brings the resource up even if somebody else had stopped it, paused it or set it to 0 before the stop. An ECS service then needs `fallbackDesired`. Default: `startAlways` of the environment.',
  ).exactOptional(),
  awakeOn,
  leaveAlone: z
    .string('is not text')
    .regex(/^(?=.*\S)\P{Cc}{1,200}$/u, 'is not a reason of 1 to 200 characters on one line')
    .meta({
      description:
        'Reason why Curfew never starts, stops or changes this resource. Its dependants still wait for it on a start, and its dependencies stay up.',
      examples: ['Ana migrates it until December'],
    })
    .exactOptional(),
});

/** Per kind, so that what a definition file says is typed by its kind. */
type Entry<K extends Kind> = z.ZodObject<
  ReturnType<typeof common<K>> & {
    [Key in keyof (typeof kindDefinitions)[K]['fields']]: (typeof kindDefinitions)[K]['fields'][Key];
  },
  z.core.$strict
>;

type Entries = { [K in Kind]: Entry<K> }[Kind];

const entryOf = (kind: Kind): Entries => {
  const definition = definitionOf(kind);
  return z.strictObject({ ...common(kind, definition), ...definition.fields }) as unknown as Entries;
};

const [first, ...others] = kinds.map(entryOf);

export const exampleResource = { kind: 'rds-instance', instance: 'poc-atlas-dev-camunda' };

export const anyResource = z
  .discriminatedUnion('kind', [first as Entries, ...others])
  .meta({ description: 'A resource that Curfew starts and stops, or only checks.', examples: [exampleResource] });
