// HTML from parts: text is escaped, markup is kept.
import { htmlEscape } from 'escape-goat';

export type Html = { readonly markup: string };

type Part = Html | string | number | readonly Part[] | undefined | false;

const markupOf = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return htmlEscape(String(part));
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
};

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: texts.map((text, index) => text + markupOf(parts[index])).join(''),
});
