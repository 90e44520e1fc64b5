// What a JSON Schema says about one key and all that is below it, as rows for people. Pure.
import { code } from './markdown.ts';

/** The part of JSON Schema that the format of definitions uses. */
export type Node = {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | false;
  readonly propertyNames?: Node;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
};

/** What stands under names of people's choice. */
export const membersOf = ({ additionalProperties }: Node): Node | undefined => additionalProperties || undefined;

type Row = { readonly path: string; readonly value: string; readonly need: string; readonly help: string };

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const needOf = ({ default: usual }: Node, required: boolean): string => {
  if (required && usual === undefined) return 'required';
  return usual === undefined || isEmpty(usual) ? 'optional' : `default ${code(String(usual))}`;
};

/** Ranges that only say how large a number can be at all are none. */
const numberText = ({ type, minimum, maximum }: Node): string => {
  const bounds = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? ` from ${minimum} to ${maximum}` : '';
  return `${type === 'integer' ? 'whole number' : 'number'}${bounds}`;
};

const either = (texts: readonly string[]): string => [...new Set(texts)].join(', or ');

const keysOf = ({ properties = {} }: Node): string => Object.keys(properties).map(code).join(', ');

/** One value, or a list of such values. */
const oneOrMore = ([one, list]: readonly Node[]): string | undefined => {
  if (!one || !list?.items || valueText(list.items) !== valueText(one)) return undefined;
  return `${valueText(one)}; one or a list`;
};

const valueText = (node: Node): string => {
  if (node.const !== undefined) return code(node.const);
  if (node.enum) return node.enum.map(code).join(', ');
  if (node.anyOf && !node.properties) return oneOrMore(node.anyOf) ?? either(node.anyOf.map(valueText));
  if (node.items) return `list of: ${valueText(node.items)}`;
  if (node.properties) return keysOf(node);
  if (node.additionalProperties) return 'by name';
  if (node.type === 'boolean') return '`true`, `false`';
  if (node.type === 'integer' || node.type === 'number') return numberText(node);
  return 'text';
};

/** An example helps where only a form is required. */
const exampleOf = ({ type, enum: values, examples = [] }: Node): string => {
  const [example] = examples;
  if (type !== 'string' || values || typeof example !== 'string') return '';
  return ` Example: ${code(example)}`;
};

const helpOf = (node: Node): string => `${node.description ?? ''}${exampleOf(node)}`.trim();

const variantsOf = ({ anyOf = [] }: Node): readonly Node[] => anyOf.filter(({ properties }) => properties);

/** The keys of several forms in one: the text above says which of them go together. */
const together = (variants: readonly Node[]): Node => ({
  properties: Object.assign({}, ...variants.map(({ properties }) => properties)),
});

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const rowsBelow = (path: string, node: Node): Row[] => {
  const { properties, required = [], items } = node;
  if (properties)
    return Object.entries(properties).flatMap(([key, one]) =>
      definitionRows(joined(path, key), one, required.includes(key)),
    );
  if (items) return rowsBelow(`${path}[]`, items);
  const [one] = node.anyOf ?? [];
  if (one?.properties && node.anyOf && oneOrMore(node.anyOf)) return rowsBelow(path, one);
  const variants = variantsOf(node);
  if (variants.length > 0) return rowsBelow(path, together(variants)).map((row) => ({ ...row, need: 'see above' }));
  const members = membersOf(node);
  return members ? definitionRows(`${path}.<name>`, members, false) : [];
};

/** The row of a key, and those of everything below it. */
export const definitionRows = (path: string, node: Node, required: boolean): Row[] => [
  { path, value: valueText(node), need: needOf(node, required), help: helpOf(node) },
  ...rowsBelow(path, node),
];
