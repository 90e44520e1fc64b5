// Resources of a kind in every form that its definition facet allows: permissions, pages and tests are tried with them, so that a
// new kind is among them by itself.
import * as z from 'zod';
import type { ResourceName } from '#core/resource.ts';
import { definitionOf, type Kind, type Resource } from './resource.ts';

/** What AWS is to call it, by the field of its identity; `number` distinguishes the forms of one kind. */
type NameOf = (field: string, example: string, number: number) => string;

const choicesOf = (field: z.core.$ZodType): readonly unknown[] | undefined => {
  if (field instanceof z.ZodDefault) return choicesOf(field.unwrap());
  return field instanceof z.ZodEnum ? field.options : undefined;
};

/** Of a field with a default that is no choice. */
const defaultOf = (field: z.core.$ZodType): readonly unknown[] | undefined =>
  field instanceof z.ZodDefault ? [field.def.defaultValue] : undefined;

const exampleOf = (field: z.core.$ZodType): unknown =>
  (z.globalRegistry.get(field)?.examples as readonly unknown[] | undefined)?.[0];

/** Fields that may be missing are. */
const formsOf = (fields: z.ZodRawShape): readonly Readonly<Record<string, unknown>>[] =>
  Object.entries(fields)
    .map(([key, field]) => ({ key, field, choices: choicesOf(field) ?? defaultOf(field) }))
    .filter(({ field, choices }) => choices !== undefined || field._zod.optin !== 'optional')
    .reduce<Readonly<Record<string, unknown>>[]>(
      (forms, { key, field, choices = [exampleOf(field)] }) =>
        forms.flatMap((form) => choices.map((choice) => ({ ...form, [key]: choice }))),
      [{}],
    );

export const samplesOf = (kind: Kind, nameOf: NameOf): readonly Resource[] => {
  const { fields, identity } = definitionOf(kind);
  return formsOf(fields).map((form, index) => {
    const number = index + 1;
    // What is no text, such as the dimensions of a metric, is named by nothing.
    const named = identity.flatMap((field) => {
      const written = form[field] ?? exampleOf(fields[field] as z.core.$ZodType);
      return typeof written === 'string' ? [[field, nameOf(field, written, number)]] : [];
    });
    return {
      kind,
      name: (number === 1 ? kind : `${kind}-${number}`) as ResourceName,
      dependsOn: [],
      deadlineSeconds: { start: 60, stop: 60 },
      optional: false,
      ...form,
      ...('snapshotBeforeStop' in fields ? { snapshotBeforeStop: { keep: 1, ifFailed: 'continue' } } : {}),
      ...Object.fromEntries(named),
    } as unknown as Resource;
  });
};
