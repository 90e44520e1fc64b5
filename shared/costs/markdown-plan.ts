// The plan of costs that a page in Markdown holds: the table whose columns are a component and its monthly cost. Everything else
// on the page explains the table, so its amounts are not counted again.
import { lexer, type Token, type Tokens } from 'marked';
import { InputError } from '#core/errors.ts';
import { type CostPlan, defaultTag, type PlannedLine } from './cost-plan.ts';
import { usualActual } from './usual-services.ts';

type Row = { readonly name: string; readonly cents: number };

const isTable = (token: { readonly type: string }): token is Tokens.Table => token.type === 'table';

/** Without the marks of Markdown: `**$4,150**` is `$4,150`. */
const plain = (text: string): string => text.replace(/[*_`~]/g, '').trim();

/** `$1,200`, `~$500`, `1200.50 USD`; undefined for what is no amount. */
const centsOf = (text: string): number | undefined => {
  const match =
    /^[~≈]?\s*(?:US)?\s*\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?\s*(?:USD)?(?:\s*(?:per|\/|a)\s*month)?$/i.exec(
      plain(text),
    );
  if (!match) return undefined;
  const [, whole = '', fraction = ''] = match;
  return Number(whole.replaceAll(',', '')) * 100 + Number(fraction.padEnd(2, '0'));
};

const isTotal = (name: string): boolean => /\btotal\b/i.test(name);

/** The column with the amounts: what its head says, not the first that has numbers. */
const amountColumn = ({ header }: Tokens.Table): number =>
  header.findIndex(({ text }, index) => index > 0 && /cost|price|budget|planned|amount|usd|\$/i.test(plain(text)));

const rowsOf = (table: Tokens.Table, file: string): Row[] => {
  const at = amountColumn(table);
  return table.rows.map((cells) => {
    const name = plain(cells[0]?.text ?? '');
    const cents = centsOf(cells[at]?.text ?? '');
    if (name === '' || cents === undefined)
      throw new InputError(
        `${file}: the row "${cells.map(({ text }) => plain(text)).join(' | ')}" has no amount of money in the column ` +
          `"${plain(table.header[at]?.text ?? '')}"; write it like $1,200 or 1200.50`,
      );
    return { name, cents };
  });
};

const amountText = (cents: number): string => `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;

/** A total that is not the sum means that a row is missing or wrong. */
const checkedTotal = (lines: readonly Row[], total: Row | undefined, file: string): void => {
  const sum = lines.reduce((all, { cents }) => all + cents, 0);
  if (total && total.cents !== sum)
    throw new InputError(
      `${file}: the table's total says ${amountText(total.cents)}, and its ${lines.length} lines are ${amountText(sum)} together; correct the page`,
    );
};

type Details = { readonly parts: PlannedLine['parts']; readonly isElsewhere: boolean };

const noDetails: Details = { parts: [], isElsewhere: false };

/** The list items of a page, those within others included. */
const itemsOf = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) =>
    token.type === 'list'
      ? (token as Tokens.List).items.flatMap(({ raw, tokens: inner }) => [raw, ...itemsOf(inner)])
      : [],
  );

const partPattern = /([A-Z][\w .+-]*?) \(~?(\$[\d,.]+) (?:per|a) month\)/g;

/** What the page says about a line beside the table: what it consists of, as far as that adds up, and whose bill it is on. */
const detailsOf = ({ name, cents }: Row, items: readonly string[]): Details => {
  const item = items.find((raw) =>
    plain(raw.split('\n')[0] ?? '')
      .replace(/^\d+[.)]\s*/, '')
      .startsWith(name),
  );
  if (item === undefined) return noDetails;
  const found = [...plain(item).matchAll(partPattern)].map(([, part = '', amount = '']) => ({
    name: part.trim(),
    plannedCents: centsOf(amount) ?? 0,
  }));
  const adds = found.reduce((sum, { plannedCents }) => sum + plannedCents, 0) === cents;
  return { parts: adds ? found : [], isElsewhere: /cloud provider:?\s*(gcp|google|azure)/i.test(plain(item)) };
};

/** Of several lines with the same usual service the first has it; the others say nothing rather than count it twice. */
const withActuals = (rows: readonly Row[], items: readonly string[]): PlannedLine[] => {
  const taken = new Set<string>();
  return rows.map((row): PlannedLine => {
    const { parts, isElsewhere } = detailsOf(row, items);
    const line = { name: row.name, plannedCents: row.cents, parts };
    if (isElsewhere) return { ...line, actual: { kind: 'external' } };
    const usual = usualActual([row.name, ...parts.map(({ name }) => name)]);
    if (usual.kind !== 'cost-explorer') return { ...line, actual: usual };
    const services = usual.services.filter((service) => !taken.has(service));
    for (const service of services) taken.add(service);
    return { ...line, actual: services.length === 0 ? { kind: 'unsaid' } : { ...usual, services } };
  });
};

/** Throws `InputError` where there is no such table, or more than one, or it does not add up. */
export const markdownPlan = (text: string, file: string): CostPlan => {
  const tokens = lexer(text);
  const tables = tokens.filter(isTable).filter((table) => amountColumn(table) > 0);
  const [table, another] = tables;
  if (!table)
    throw new InputError(
      `${file} has no table of costs: one with a column for the component and one such as "Monthly Cost"`,
    );
  if (another)
    throw new InputError(`${file} has ${tables.length} tables of costs; keep one, so that nothing counts twice`);
  const rows = rowsOf(table, file);
  const lines = rows.filter(({ name }) => !isTotal(name));
  if (lines.length === 0) throw new InputError(`${file}: its table of costs has no line`);
  checkedTotal(
    lines,
    rows.find(({ name }) => isTotal(name)),
    file,
  );
  return { tag: defaultTag, value: undefined, componentTag: undefined, lines: withActuals(lines, itemsOf(tokens)) };
};
