// The one table of the command. A row is a line where the terminal is wide enough; where it is not, the explanation moves below the
// row, then columns that can be missed go, then the name gets a line of its own. An outcome is never left out, no word is broken.
import { padded, visibleWidth, wrapped } from './text-width.ts';
import { visible } from './visible.ts';

type Column = {
  readonly head?: string;
  /** Left out where there is no room for it: those with the highest number first. */
  readonly canGo?: number;
  /** An explanation in words, which wraps. Only the last column may be one. */
  readonly isText?: true;
};

type Table = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly indent?: string;
  /** Of the terminal; without one a row is a line. */
  readonly width?: number | undefined;
};

const gap = 2;
/** A narrower column of text is harder to read than text below the row. */
const textMin = 24;

type Layout = { readonly kept: readonly number[]; readonly text: 'beside' | 'below'; readonly nameAlone: boolean };

type Measured = Required<Pick<Table, 'columns' | 'rows' | 'indent'>> & {
  readonly width: number;
  readonly widths: readonly number[];
  readonly textAt: number | undefined;
  /** The narrowest column that its words fit in. */
  readonly textMin: number;
};

const measured = ({ columns, rows, indent = '  ', width = Number.POSITIVE_INFINITY }: Table): Measured => {
  // Before it is measured: what becomes visible takes room. Styles are judged where it is printed.
  const cells = rows.map((row) => row.map((cell) => visible(cell, true)));
  const textAt = columns.findIndex(({ isText }) => isText);
  return {
    columns,
    rows: cells,
    indent,
    width,
    textAt: textAt < 0 ? undefined : textAt,
    textMin: Math.max(0, ...cells.flatMap((row) => (row[textAt] ?? '').split(' ').map(visibleWidth))),
    widths: columns.map(({ head = '' }, at) =>
      Math.max(visibleWidth(head), ...cells.map((row) => visibleWidth(row[at] ?? ''))),
    ),
  };
};

const factsWidth = ({ indent, widths }: Measured, kept: readonly number[]): number =>
  indent.length + kept.reduce((sum, at) => sum + (widths[at] ?? 0), 0) + gap * Math.max(0, kept.length - 1);

/** What can go, the most dispensable first: every step leaves out one more. */
const narrowings = ({ columns, textAt }: Measured): number[][] => {
  const all = columns.flatMap((_, at) => (at === textAt ? [] : [at]));
  const going = all
    .filter((at) => columns[at]?.canGo !== undefined)
    .toSorted((a, b) => (columns[b]?.canGo ?? 0) - (columns[a]?.canGo ?? 0));
  return [all, ...going.map((_, index) => all.filter((at) => !going.slice(0, index + 1).includes(at)))];
};

const layoutOf = (table: Measured): Layout => {
  const { width, widths, textAt } = table;
  const [all = [], ...narrower] = narrowings(table);
  const besideNeeds = (kept: readonly number[]) =>
    factsWidth(table, kept) +
    (textAt === undefined ? 0 : gap + Math.max(table.textMin, Math.min(widths[textAt] ?? 0, textMin)));
  if (besideNeeds(all) <= width) return { kept: all, text: 'beside', nameAlone: false };
  for (const kept of [all, ...narrower])
    if (factsWidth(table, kept) <= width) return { kept, text: 'below', nameAlone: false };
  return { kept: all, text: 'below', nameAlone: true };
};

const joined = (cells: readonly string[]): string => cells.join(' '.repeat(gap)).trimEnd();

const rowLines = (row: readonly string[], table: Measured, { kept, text, nameAlone }: Layout): string[] => {
  const { indent, width, widths, textAt } = table;
  const explanation = textAt === undefined ? '' : (row[textAt] ?? '');
  const under = `${indent}    `;
  if (nameAlone) {
    const [, ...others] = kept;
    const facts = others.flatMap((at) => row[at] || []).join(' '.repeat(gap));
    return [
      `${indent}${row[0] ?? ''}`,
      ...(facts === '' ? [] : wrapped(facts, width, under)),
      ...(explanation === '' ? [] : wrapped(explanation, width, under)),
    ];
  }
  const facts = kept.map((at) => padded(row[at] ?? '', widths[at] ?? 0));
  if (text === 'below')
    return [`${indent}${joined(facts)}`, ...(explanation === '' ? [] : wrapped(explanation, width, under))];
  const start = factsWidth(table, kept) + gap;
  const [first = '', ...more] = explanation === '' ? [''] : wrapped(explanation, width - start);
  return [`${indent}${joined([...facts, first])}`, ...more.map((line) => `${' '.repeat(start)}${line}`)];
};

const headOf = (table: Measured, { kept, text, nameAlone }: Layout): string[] => {
  const { columns, indent, widths, textAt } = table;
  if (nameAlone || columns.every(({ head }) => head === undefined)) return [];
  const shown = text === 'beside' && textAt !== undefined ? [...kept, textAt] : kept;
  return [`${indent}${joined(shown.map((at) => padded(columns[at]?.head ?? '', widths[at] ?? 0)))}`];
};

type TableLines = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** The lines of each row, for rows that stand under headings of their own. */
export const tableLines = (given: Table): TableLines => {
  const table = measured(given);
  const layout = layoutOf(table);
  return { head: headOf(table, layout), rows: table.rows.map((row) => rowLines(row, table, layout)) };
};

export const table = (given: Table): string[] => {
  const { head, rows } = tableLines(given);
  return rows.length === 0 ? [] : [...head, ...rows.flat()];
};
