// Refuses every JSONata expression whose cost is not bounded by its own length times the size of one event.
// An allow-list over the parsed expression, key by key: what a new release of the parser adds is refused until it is
// known here. A time-out per record is no alternative: it fails valid records on a busy machine.

/** What an expression may use in addition, where there is more than one event to speak of. */
export type Given = {
  /** Functions, without their `$`. */
  readonly functions: readonly string[];
  /** Values that a path may begin with, without their `$`. */
  readonly values: readonly string[];
};

export const nothingGiven: Given = { functions: [], values: [] };

export type Refusal = {
  /** What is not allowed, as a half sentence. */
  readonly what: string;
  readonly remedy: string;
  /** Where the expression is wrong, counted in characters from 1. */
  readonly position: number;
};

/** Functions that take time in proportion to their arguments, and cannot be handed code. `eq` is our own. */
const allowedFunctions: readonly string[] = [
  'boolean',
  'contains',
  'eq',
  'exists',
  'length',
  'lowercase',
  'not',
  'number',
  'string',
  'substring',
  'substringAfter',
  'substringBefore',
  'trim',
  'type',
  'uppercase',
];

const operators = new Set(['=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in', '&', '+', '-', '*', '/', '%']);

type Node = { readonly [key: string]: unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * For each type of node, the keys that it may have in addition to `type`, `value` and `position`, and which of them are nodes.
 */
const children: ReadonlyMap<string, readonly string[]> = new Map([
  ['path', ['steps']],
  ['name', []],
  ['string', []],
  ['number', []],
  ['value', []],
  ['binary', ['lhs', 'rhs']],
  ['unary', ['expression', 'expressions']],
  ['condition', ['condition', 'then', 'else']],
  ['block', ['expressions']],
  ['function', ['arguments', 'procedure']],
  ['variable', []],
]);

const constructs: ReadonlyMap<string, string> = new Map([
  ['regex', 'a regular expression'],
  ['lambda', 'a function of your own'],
  ['wildcard', 'the wildcard `*`'],
  ['descendant', 'the wildcard `**`'],
  ['parent', 'the parent operator `%`'],
  ['sort', 'sorting'],
  ['transform', 'a transformation'],
  ['apply', 'the operator `~>`'],
  ['bind', 'a variable of your own'],
  ['partial', 'a function with `?`'],
  ['group', 'grouping with `{}`'],
  ['stages', 'a filter with `[]`'],
  ['predicate', 'a filter with `[]`'],
  ['keepArray', 'the suffix `[]`'],
  ['keepSingletonArray', 'the suffix `[]`'],
  ['focus', 'the operator `@`'],
  ['index', 'the operator `#`'],
  ['tuple', 'the operators `@` and `#`'],
]);

const simple = 'use paths, comparisons, `and`, `or`, `in`, text and number operators';

const positionOf = (node: Node): number => (typeof node.position === 'number' ? node.position : 1);

const nodesMax = 500;

type Walk = { nodes: number; readonly given: Given };

const refusalOfVariable = (node: Node, isCalled: boolean, given: Given): Refusal | undefined => {
  const name = String(node.value);
  const position = positionOf(node);
  if (!isCalled) {
    if (name === '' || given.values.includes(name)) return undefined;
    const what = name === '$' ? '`$$` is not allowed' : `\`$${name}\` is not a value here`;
    const values = given.values.map((one) => `\`$${one}\``).join(', ');
    const remedy =
      values === ''
        ? 'write the path from the event, such as `fullDocument.status`'
        : `write a path such as \`after.status\`, or one that begins with ${values}`;
    return { what, remedy, position };
  }
  const functions = [...given.functions, ...allowedFunctions];
  if (functions.includes(name)) return undefined;
  const known = functions.map((one) => `$${one}`).join(', ');
  return { what: `the function \`$${name}\` is not allowed`, remedy: `the allowed functions are ${known}`, position };
};

const refusalOfOperator = (node: Node): Refusal | undefined => {
  const operator = String(node.value);
  const position = positionOf(node);
  if (node.type === 'binary' && !operators.has(operator)) {
    const what = operator === '..' ? 'a range is not allowed' : `the operator \`${operator}\` is not allowed`;
    return { what, remedy: operator === '..' ? 'compare with `>=` and `<=`' : simple, position };
  }
  if (node.type === 'unary' && operator !== '-' && operator !== '[')
    return { what: 'an object is not allowed', remedy: 'an expression gives a truth value or a text', position };
  return undefined;
};

/** A step that is more than a name is evaluated once for each element of the list before it. The first may be a value. */
const refusalOfSteps = (node: Node): Refusal | undefined => {
  const steps = Array.isArray(node.steps) ? node.steps.filter(isNode) : [];
  const other = steps.find(({ type }) => type !== 'name' && !constructs.has(String(type)));
  const isValueFirst =
    other !== undefined &&
    other === steps[0] &&
    other.type === 'variable' &&
    other.value !== '$' &&
    steps.slice(1).every(({ type }) => type === 'name' || constructs.has(String(type)));
  if (other === undefined || isValueFirst) return undefined;
  return { what: 'a step of a path must be a name', remedy: 'write `a.b.c`', position: positionOf(other) };
};

const refusalOfNode = (node: Node, isCalled: boolean, given: Given): Refusal | undefined => {
  const type = String(node.type);
  const position = positionOf(node);
  const allowed = children.get(type);
  if (!allowed) return { what: `${constructs.get(type) ?? `\`${type}\``} is not allowed`, remedy: simple, position };
  const operator = refusalOfOperator(node);
  if (operator) return operator;
  const known = ['type', 'value', 'position', 'consarray', ...allowed];
  const foreign = Object.keys(node).find((key) => node[key] !== undefined && !known.includes(key));
  if (foreign !== undefined)
    return { what: `${constructs.get(foreign) ?? `\`${foreign}\``} is not allowed`, remedy: simple, position };
  if (type === 'variable') return refusalOfVariable(node, isCalled, given);
  return type === 'path' ? refusalOfSteps(node) : undefined;
};

const walk = (node: unknown, isCalled: boolean, seen: Walk): Refusal | undefined => {
  if (Array.isArray(node)) {
    for (const one of node) {
      const refusal = walk(one, false, seen);
      if (refusal) return refusal;
    }
    return undefined;
  }
  if (!isNode(node)) return undefined;
  seen.nodes += 1;
  if (seen.nodes > nodesMax)
    return {
      what: `has more than ${nodesMax} parts`,
      remedy: 'split it into several mappings',
      position: positionOf(node),
    };
  const refusal = refusalOfNode(node, isCalled, seen.given);
  if (refusal) return refusal;
  for (const key of children.get(String(node.type)) ?? []) {
    const inside = walk(node[key], key === 'procedure', seen);
    if (inside) return inside;
  }
  return undefined;
};

/** What a parsed expression may not contain, or undefined. `parsed` is what JSONata's `ast()` gives. */
export const refusalOf = (parsed: unknown, given: Given = nothingGiven): Refusal | undefined =>
  walk(parsed, false, { nodes: 0, given });
