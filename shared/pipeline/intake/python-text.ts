// A JSON text as Python would print it after reading it: `urllib.parse.urlencode(json.loads(body))`. Monte Carlo signs that text
// instead of the body, so it has to be made again, character by character: the order of keys, the quotes of `repr`, `49.0` and `None`.
// Held against CPython by an integration test.
import { type AnyNode, type ObjectNode, parse, type ValueNode } from '@humanwhocodes/momoa';

/** A body that Python would not read, or could not print. */
export class NotPython extends Error {}

const decimalPoint = (digits: string): string => (digits.includes('.') ? digits : `${digits}.0`);

/** The shortest digits that are read as the same number: both languages print those, and differ in when they use an exponent. */
const floatText = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  if (value === 0) return '0.0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+';
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return decimalPoint(`${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`);
};

/** CPython refuses to convert longer ones. */
const integerDigitsMax = 4_300;

const numberText = (source: string): string => {
  if (/[.eE]/.test(source)) return floatText(Number(source));
  if (source.replace('-', '').length > integerDigitsMax) throw new NotPython('has a number with too many digits');
  return source === '-0' ? '0' : source;
};

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

const hex = (code: number, length: number): string => code.toString(16).padStart(length, '0');

const escaped = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${hex(code, 2)}`;
  return code < 0x1_0000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
};

/** What `str.isprintable` says no to. The space is the one separator that it accepts. */
const notPrintable = /^(?! $)[\p{C}\p{Z}]$/u;

const stringRepr = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = [...text].map((character) => {
    if (character === quote) return `\\${character}`;
    return escapes.get(character) ?? (notPrintable.test(character) ? escaped(character) : character);
  });
  return `${quote}${inside.join('')}${quote}`;
};

/** The members as a Python dictionary has them: a key stays where it came first, with the value that came last. */
const membersOf = (node: ObjectNode): Map<string, ValueNode> => {
  const members = new Map<string, ValueNode>();
  for (const { name, value } of node.members) members.set(name.type === 'String' ? name.value : name.name, value);
  return members;
};

const reprOf = (node: ValueNode, sourceOf: (node: AnyNode) => string): string => {
  switch (node.type) {
    case 'Null':
      return 'None';
    case 'Boolean':
      return node.value ? 'True' : 'False';
    case 'String':
      return stringRepr(node.value);
    case 'Number':
      return numberText(sourceOf(node));
    case 'Array':
      return `[${node.elements.map(({ value }) => reprOf(value, sourceOf)).join(', ')}]`;
    case 'Object':
      return `{${[...membersOf(node)].map(([key, value]) => `${stringRepr(key)}: ${reprOf(value, sourceOf)}`).join(', ')}}`;
    default:
      throw new NotPython(`has a ${node.type}`);
  }
};

/** `quote_plus`: a text with half a surrogate pair has no UTF-8, and Python throws there. */
const quoted = (text: string): string => {
  if (!text.isWellFormed()) throw new NotPython('has half a character');
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
};

/** Deeper nesting is nobody's event, and would only use up the stack. */
const depthMax = 200;

const isTooDeep = (text: string): boolean => {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > depthMax) return true;
  }
  return false;
};

const bodyOf = (text: string): ObjectNode => {
  if (isTooDeep(text)) throw new NotPython('is nested too deeply');
  let body: ValueNode;
  try {
    body = parse(text, { mode: 'json', ranges: true }).body;
  } catch (error) {
    throw new NotPython(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (body.type !== 'Object') throw new NotPython('is no object');
  return body;
};

/** `urlencode(json.loads(text))`. Throws `NotPython` where Python would have thrown, or the text is nested over 200 levels deep. */
export const pythonUrlencode = (text: string): string => {
  const sourceOf = ({ range }: AnyNode): string => (range ? text.slice(range[0], range[1]) : '');
  return [...membersOf(bodyOf(text))]
    .map(([key, value]) => {
      const shown = value.type === 'String' ? value.value : reprOf(value, sourceOf);
      return `${quoted(key)}=${quoted(shown)}`;
    })
    .join('&');
};
