// DynamoDB's expressions as far as Curfew speaks them. What is not known is an error: a condition that is silently
// taken as true here would be refused in AWS, or worse, be false there.
import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { awsError } from './aws-error.ts';

export type Item = Readonly<Record<string, AttributeValue>>;
type Test = (item: Item) => boolean;
type Name = (bound: Placeholders) => string;
type Term = (item: Item, bound: Placeholders) => AttributeValue | undefined;
type Predicate = (item: Item, bound: Placeholders) => boolean;

export const notKnown = (what: string): Error => new Error(`the simulated DynamoDB does not support ${what}`);
export const invalid = (message: string): Error => awsError('ValidationException', message);

/** The `#names` and `:values` of a request. DynamoDB refuses one that is missing, and one that nothing uses. */
export const placeholders = (names: Readonly<Record<string, string>> = {}, values: Item = {}) => {
  const unused = new Set([...Object.keys(names), ...Object.keys(values)]);
  const find = <T>(from: Readonly<Record<string, T>>, placeholder: string): T => {
    const found = from[placeholder];
    if (found === undefined) throw invalid(`an expression uses ${placeholder}, which is not defined`);
    return found;
  };
  const name = (placeholder: string): string => find(names, placeholder);
  const value = (placeholder: string): AttributeValue => find(values, placeholder);
  return {
    name,
    value,
    use: (placeholder: string): void => {
      if (placeholder.startsWith('#')) name(placeholder);
      else value(placeholder);
      unused.delete(placeholder);
    },
    assertAllUsed: (): void => {
      if (unused.size > 0) throw invalid(`no expression uses ${[...unused].join(', ')}`);
    },
  };
};
export type Placeholders = ReturnType<typeof placeholders>;

const keywords: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'SET', 'REMOVE']);
/** Hundreds of words are reserved in DynamoDB, so every attribute but the keys has to be written as `#name`. */
const plainNames: ReadonlySet<string> = new Set(['pk', 'sk']);

const split = (expression: string): string[] =>
  [...expression.matchAll(/[#:]?\w+|<>|<=|>=|\S/g)].map(([token]) =>
    keywords.has(token.toUpperCase()) ? token.toUpperCase() : token,
  );

const readTokens = (expression: string) => {
  const tokens = split(expression);
  const refusal = (token = 'its end'): Error => notKnown(`what "${token}" means in the expression "${expression}"`);
  const take = (token: string): boolean => tokens[0] === token && tokens.shift() !== undefined;
  const next = (): string => {
    const token = tokens.shift();
    if (token === undefined) throw refusal();
    return token;
  };
  return {
    /** The `#names` and `:values` that were read. */
    uses: new Set<string>(),
    refusal,
    take,
    next,
    more: (): boolean => tokens.length > 0,
    expect: (wanted: string): void => {
      if (!take(wanted)) throw refusal(tokens[0]);
    },
  };
};
type Tokens = ReturnType<typeof readTokens>;

/** A night asks the same dozen expressions thousands of times: each is read once. */
const reading = <T>(read: (tokens: Tokens) => T, assertForm: (expression: string) => void = () => {}) => {
  const known = new Map<string, { readonly meaning: T; readonly uses: ReadonlySet<string> }>();
  const knownMax = 1_000;
  const readAnew = (expression: string) => {
    assertForm(expression);
    const tokens = readTokens(expression);
    const meaning = read(tokens);
    if (tokens.more()) throw tokens.refusal(tokens.next());
    return { meaning, uses: tokens.uses };
  };
  return (expression: string, bound: Placeholders): T => {
    const found = known.get(expression) ?? readAnew(expression);
    if (known.size < knownMax) known.set(expression, found);
    for (const placeholder of found.uses) bound.use(placeholder);
    return found.meaning;
  };
};

const attributeName = (tokens: Tokens, token = tokens.next()): Name => {
  if (plainNames.has(token)) return () => token;
  if (!token.startsWith('#')) throw tokens.refusal(token);
  tokens.uses.add(token);
  return (bound) => bound.name(token);
};

const term = (tokens: Tokens, token = tokens.next()): Term => {
  if (token.startsWith(':')) {
    tokens.uses.add(token);
    return (_, bound) => bound.value(token);
  }
  const name = attributeName(tokens, token);
  return (item, bound) => item[name(bound)];
};

/** Negative, zero or positive; undefined where DynamoDB finds two values incomparable, which makes the test false. */
const order = (left: AttributeValue | undefined, right: AttributeValue | undefined): number | undefined => {
  if (left === undefined || right === undefined) return undefined;
  if (left.N !== undefined && right.N !== undefined) return Number(left.N) - Number(right.N);
  if (left.S !== undefined && right.S !== undefined) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if (isDeepStrictEqual(Object.keys(left), Object.keys(right)))
    throw notKnown(`an order of ${Object.keys(left)} values`);
  return undefined;
};

const equal = (left: AttributeValue | undefined, right: AttributeValue | undefined): boolean => {
  if (left === undefined || right === undefined) return false;
  if (left.N !== undefined && right.N !== undefined) return order(left, right) === 0;
  if (left.S !== undefined && right.S !== undefined) return left.S === right.S;
  return isDeepStrictEqual(left, right);
};

const never = Number.NaN;
const comparisons: ReadonlyMap<string, (left?: AttributeValue, right?: AttributeValue) => boolean> = new Map([
  ['=', equal],
  ['<>', (left, right) => !equal(left, right)],
  ['<', (left, right) => (order(left, right) ?? never) < 0],
  ['<=', (left, right) => (order(left, right) ?? never) <= 0],
  ['>', (left, right) => (order(left, right) ?? never) > 0],
  ['>=', (left, right) => (order(left, right) ?? never) >= 0],
]);

const existence =
  (wanted: boolean) =>
  (tokens: Tokens): Predicate => {
    const name = attributeName(tokens);
    return (item, bound) => (item[name(bound)] !== undefined) === wanted;
  };

const beginsWith = (tokens: Tokens): Predicate => {
  const name = attributeName(tokens);
  tokens.expect(',');
  const prefix = term(tokens);
  return (item, bound) => {
    const start = prefix(item, bound)?.S;
    if (start === undefined) throw notKnown('begins_with of anything but strings');
    if (start === '') throw invalid('One or more parameter values are not valid: begins_with of an empty string');
    return item[name(bound)]?.S?.startsWith(start) ?? false;
  };
};

const functions: ReadonlyMap<string, (tokens: Tokens) => Predicate> = new Map([
  ['attribute_exists', existence(true)],
  ['attribute_not_exists', existence(false)],
  ['begins_with', beginsWith],
]);

const comparison = (tokens: Tokens, first: string): Predicate => {
  const left = term(tokens, first);
  const comparator = tokens.next();
  if (comparator === 'BETWEEN') {
    const low = term(tokens);
    tokens.expect('AND');
    const high = term(tokens);
    return (item, bound) => {
      const value = left(item, bound);
      return (order(value, low(item, bound)) ?? never) >= 0 && (order(value, high(item, bound)) ?? never) <= 0;
    };
  }
  const compare = comparisons.get(comparator);
  if (!compare) throw tokens.refusal(comparator);
  const right = term(tokens);
  return (item, bound) => compare(left(item, bound), right(item, bound));
};

const negatable = (tokens: Tokens): Predicate => {
  const first = tokens.next();
  if (first === 'NOT') {
    const inner = negatable(tokens);
    return (item, bound) => !inner(item, bound);
  }
  const call = first === '(' ? alternatives : functions.get(first);
  if (!call) return comparison(tokens, first);
  if (first !== '(') tokens.expect('(');
  const test = call(tokens);
  tokens.expect(')');
  return test;
};

const conjunction = (tokens: Tokens): Predicate => {
  const tests = [negatable(tokens)];
  while (tokens.take('AND')) tests.push(negatable(tokens));
  return (item, bound) => tests.every((test) => test(item, bound));
};

function alternatives(tokens: Tokens): Predicate {
  const tests = [conjunction(tokens)];
  while (tokens.take('OR')) tests.push(conjunction(tokens));
  return (item, bound) => tests.some((test) => test(item, bound));
}

/** DynamoDB refuses `((a = :b))`. */
const assertNoNeedlessParentheses = (expression: string): void => {
  const open: number[] = [];
  const closedBy = new Map<number, number>();
  const text = expression.replace(/\s+/g, '');
  for (const [index, character] of [...text].entries()) {
    if (character === '(') open.push(index);
    if (character === ')') closedBy.set(open.pop() ?? -1, index);
  }
  for (const [from, to] of closedBy)
    if (closedBy.get(from + 1) === to - 1 && text[from + 1] === '(')
      throw invalid('Invalid ConditionExpression: The expression has redundant parentheses;');
};

const predicate = reading(alternatives, assertNoNeedlessParentheses);

/** A ConditionExpression or KeyConditionExpression as a predicate on the item; a missing item is `{}`. */
export const condition = (expression: string, bound: Placeholders): Test => {
  const holds = predicate(expression, bound);
  return (item) => holds(item, bound);
};

const sum = (left: Term, sign: 1 | -1, right: Term): Term => {
  const number = (value: AttributeValue | undefined): number => {
    if (value?.N === undefined) throw invalid('an operand of + or - is missing or is not a number');
    return Number(value.N);
  };
  return (item, bound) => ({ N: String(number(left(item, bound)) + sign * number(right(item, bound))) });
};

const assignment = (tokens: Tokens): [Name, Term] => {
  const name = attributeName(tokens);
  tokens.expect('=');
  const left = term(tokens);
  if (tokens.take('+')) return [name, sum(left, 1, term(tokens))];
  if (tokens.take('-')) return [name, sum(left, -1, term(tokens))];
  return [name, left];
};

const removal = (tokens: Tokens): [Name, undefined] => [attributeName(tokens), undefined];

const changes = (tokens: Tokens): [Name, Term | undefined][] => {
  const read: [Name, Term | undefined][] = [];
  while (tokens.more()) {
    const section = tokens.next();
    if (section !== 'SET' && section !== 'REMOVE') throw tokens.refusal(section);
    do read.push(section === 'SET' ? assignment(tokens) : removal(tokens));
    while (tokens.take(','));
  }
  return read;
};

const changesIn = reading(changes);

/** An UpdateExpression as a function from the item before to the item after. The keys cannot be changed. */
export const update = (expression: string, bound: Placeholders): ((before: Item) => Item) => {
  const named = changesIn(expression, bound).map(([name, value]) => [name(bound), value] as const);
  const names = new Set(named.map(([name]) => name));
  if (names.size < named.length) throw invalid('two changes of one attribute overlap');
  if (names.has('pk') || names.has('sk')) throw invalid('pk and sk are part of the key and cannot be updated');
  return (before) => {
    const after: Record<string, AttributeValue> = { ...before };
    for (const [name, value] of named) {
      const given = value?.(before, bound);
      if (value && !given) throw invalid('the expression refers to an attribute that does not exist in the item');
      if (given) after[name] = given;
      else delete after[name];
    }
    return after;
  };
};
