// One JSONata expression of a mapping: compiled once, guarded, evaluated for each event.
import jsonata from 'jsonata';
import { type Given, nothingGiven, type Refusal, refusalOf } from './guard.ts';

/**
 * Throws what JSONata throws where the event's values do not fit, for example a text compared with a number. `given` are the values and
 * functions that the expression was compiled with, by name.
 */
export type Expression = (event: unknown, given?: Readonly<Record<string, unknown>>) => Promise<unknown>;

export type Compiled =
  | { readonly expression: Expression; readonly refusal?: never }
  | { readonly expression?: never; readonly refusal: Refusal };

/** Nobody writes a longer condition by hand, and the parser's own depth stays far from the stack's. */
const charactersMax = 2_000;

/** How deep an expression may be nested before the parser's recursion becomes a risk. */
const nestingMax = 100;

/**
 * `a ?? b` and `a ?: b` evaluate their left side twice, and the parser works through it twice, so that nesting them takes
 * exponential time before there is anything to walk. Counted in the text as it is, quotes or not.
 */
const fallbacksMax = 4;

const nestingOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const letter of text) {
    if ('([{'.includes(letter)) depth += 1;
    if (')]}'.includes(letter)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
};

const tooLarge = (text: string): Refusal | undefined => {
  const remedy = 'split it into several mappings';
  if (text.length > charactersMax)
    return {
      what: `has ${text.length} characters, at most ${charactersMax} are allowed`,
      remedy,
      position: charactersMax,
    };
  if ((text.match(/\?[?:]/g)?.length ?? 0) > fallbacksMax)
    return {
      what: `uses \`??\` or \`?:\` more than ${fallbacksMax} times`,
      remedy,
      position: text.search(/\?[?:]/) + 1,
    };
  if (nestingOf(text) > nestingMax) return { what: 'is nested too deeply', remedy, position: 1 };
  return undefined;
};

type ParserError = { readonly message?: unknown; readonly position?: unknown };

const unparsable = (error: unknown): Refusal => {
  const { message, position }: ParserError = typeof error === 'object' && error !== null ? error : {};
  return {
    what: `is not JSONata: ${typeof message === 'string' ? message : String(error)}`,
    remedy: "correct the expression, for example `$eq(fullDocument.status, 'arrived')`",
    position: typeof position === 'number' ? position : 1,
  };
};

/** Step Functions marks JSONata like this; the marks are optional where an expression is the only thing allowed. */
const marked = /^\s*\{%([\s\S]*)%\}\s*$/;

/** The expression within `{% … %}`, or undefined for a text that is not marked as one. */
export const markedExpression = (text: string): string | undefined => marked.exec(text)?.[1];

/** Compiles and guards an expression. Never throws: what is wrong is a refusal with its position. */
export const compileExpression = (written: string, given: Given = nothingGiven): Compiled => {
  const text = markedExpression(written) ?? written;
  const large = tooLarge(text);
  if (large) return { refusal: large };
  try {
    const parsed = jsonata(text);
    const refusal = refusalOf(parsed.ast(), given);
    if (refusal) return { refusal };
    parsed.registerFunction('eq', (left: unknown, right: unknown) => left === right);
    return { expression: (event, values) => parsed.evaluate(event, values) };
  } catch (error) {
    return { refusal: unparsable(error) };
  }
};
