// Reads JSON without rounding. The connector writes a 64-bit integer as a bare number, and `JSON.parse` would round it.

/** Not within an id or a token, which are often as many digits: a number follows a sign, a space, or the punctuation of JSON. */
const longNumber = /[:,[\s-]\d{16}/;
const integer = /^-?\d+$/;

type Source = { readonly source?: string };

const exact = (_key: string, value: unknown, context?: Source): unknown => {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value)) return value;
  return integer.test(source) ? source : value;
};

/** Integers beyond 2^53 become texts with all their digits. Throws `SyntaxError` for what is not JSON. */
export const parseExactJson = (text: string): unknown =>
  longNumber.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
