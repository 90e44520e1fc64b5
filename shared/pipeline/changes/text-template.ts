// A text with expressions in it: `{% after.id %} is now {% after.classification %}`.
import { compileExpression, type Expression } from '../mapping/expression.ts';
import type { Given, Refusal } from '../mapping/guard.ts';

type Part = { readonly text: string } | { readonly written: string; readonly position: number };

export type TextTemplate = readonly ({ readonly text: string } | { readonly expression: Expression })[];

type Compiled =
  | { readonly template: TextTemplate; readonly refusal?: never }
  | { readonly template?: never; readonly refusal: Refusal };

const placeholder = /\{%([\s\S]*?)%\}/g;

const partsOf = (text: string): readonly Part[] => {
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(placeholder)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index) });
    parts.push({ written: found[1] ?? '', position: found.index + 2 });
    from = found.index + found[0].length;
  }
  return from < text.length ? [...parts, { text: text.slice(from) }] : parts;
};

/** The expressions of a text as they are written. */
export const expressionsIn = (text: string): readonly string[] =>
  partsOf(text).flatMap((part) => ('written' in part ? [part.written] : []));

/** Never throws: what is wrong is a refusal with its position in the whole text. */
export const compileTemplate = (text: string, given: Given): Compiled => {
  const template: ({ text: string } | { expression: Expression })[] = [];
  for (const part of partsOf(text)) {
    if ('text' in part) {
      const position = part.text.search(/\{%|%\}/) + 1;
      if (position > 0)
        return { refusal: { what: 'has a `{%` without its `%}`', remedy: 'write `{% after.id %}`', position } };
      template.push(part);
      continue;
    }
    const { expression, refusal } = compileExpression(part.written, given);
    if (refusal) return { refusal: { ...refusal, position: refusal.position + part.position } };
    template.push({ expression });
  }
  return { template };
};

/** What neither JSON nor a queue takes, and what cannot be seen. Line breaks stay. */
const clean = (text: string): string => text.toWellFormed().replace(/(?!\n)\p{Cc}|[\ufffe\uffff]/gu, ' ');

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
};

const cut = (text: string, lengthMax: number): string =>
  text.length <= lengthMax
    ? text
    : `${text
        .slice(0, lengthMax - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;

/** A value that is missing is a dash. Rejects with what an expression throws. */
export const filledIn = async (
  template: TextTemplate,
  event: unknown,
  values: Readonly<Record<string, unknown>>,
  lengthMax: number,
): Promise<string> => {
  const parts: string[] = [];
  for (const part of template)
    parts.push('text' in part ? part.text : shown(await part.expression(event, values)).slice(0, lengthMax + 1));
  return cut(clean(parts.join('')).trim(), lengthMax) || '–';
};
