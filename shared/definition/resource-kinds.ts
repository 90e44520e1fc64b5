// The kinds of resource as they are written in `environments/<name>.yaml`: what every kind has, and the fields of each. The
// descriptions are the help that editors show, the examples also end messages about what is wrong.
import * as z from 'zod';
import type { kindDefinitions } from '#kinds/definitions.ts';
import { distinct, flag, whole } from '#kinds/fields.ts';
import type { KindDefinition } from '#kinds/kind-definition.ts';
import { definitionOf, type Kind, kinds } from '#kinds/resource.ts';

const minutesUntil = (deadline: string, usual: number) =>
  whole({ min: 1, max: 180, example: usual, help: `Minutes from "may be acted upon" to ${deadline}.` }).default(usual);

/** What every kind has. */
const common = <K extends Kind>(
  kind: K,
  { help, deadlineMinutes }: Pick<KindDefinition, 'help' | 'deadlineMinutes'>,
) => ({
  kind: z.literal(kind).meta({ description: help }),
  dependsOn: distinct(z.string())
    .meta({
      description: 'Resources of this file that must be ready before this one starts. A stop goes the other way round.',
      examples: [['camunda-db']],
    })
    .default([]),
  deadlineMinutes: z
    .strictObject({
      start: minutesUntil('a start is given up', deadlineMinutes.start),
      stop: minutesUntil('a stop is given up', deadlineMinutes.stop),
    })
    .meta({
      description: 'How long a run waits for this resource before it gives it up.',
      examples: [deadlineMinutes],
    })
    .prefault({}),
  optional: flag(true, 'May be missing in AWS (a feature that is switched off): skipped instead of failed.').default(
    false,
  ),
  startAlways: flag(
    true,
    'Whether a start brings it up also if somebody else had stopped, paused or set it to 0 before the stop. A service needs `fallbackDesired` for that. Default: `startAlways` of the environment.',
  ).exactOptional(),
  leaveAlone: z
    .string('is not a reason in words')
    .regex(/^(?=.*\S)\P{Cc}{1,200}$/u, 'is not a reason: 1 to 200 characters on one line')
    .meta({
      description:
        'Why Curfew leaves it alone: it is only checked, never started, stopped or changed. What depends on it waits for it on a start as ever; what it depends on stays up with it.',
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
  .meta({ description: 'One thing that is started and stopped, or checked, as a whole.', examples: [exampleResource] });
