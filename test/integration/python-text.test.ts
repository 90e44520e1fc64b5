// CPython itself is asked what it prints for random bodies, because Monte Carlo signs what it prints.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pythonUrlencode } from '#pipeline/intake/python-text.ts';

const python = process.env.CURFEW_PYTHON ?? 'python3';

/**
 * A line in: a JSON text, itself as JSON. A line out: what CPython prints for it (null where it throws), and whether it has a
 * character that this version of Unicode does not know: the next one may print it.
 */
const script = `
import json, sys, unicodedata, urllib.parse
def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from texts(one)
for line in sys.stdin:
    try:
        value = json.loads(json.loads(line))
        isNew = any(unicodedata.category(c) == 'Cn' for text in texts(value) for c in text)
        print(json.dumps([urllib.parse.urlencode(value), isNew]))
    except Exception:
        print('[null, false]')
`;

type Printed = readonly [text: string | null, isNew: boolean];

const printedByPython = (bodies: readonly string[]): Printed[] => {
  const input = bodies.map((body) => JSON.stringify(body)).join('\n');
  const { stdout, stderr, status } = spawnSync(python, ['-c', script], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${python} ended with ${status}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Printed);
};

const number = fc.oneof(
  fc.bigInt().map(String),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Object.is(value, -0) ? '-0.0' : String(value).replace('e+', 'e'))),
  fc
    .tuple(fc.integer({ min: -9_999, max: 9_999 }), fc.integer({ min: -330, max: 310 }))
    .map(([digits, exponent]) => `${digits}e${exponent}`),
  fc.tuple(fc.nat(999_999), fc.nat(9_999)).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.constantFrom(
    '49.0',
    '-0',
    '0',
    '1E5',
    '1e+22',
    '1e400',
    '-1e400',
    '5e-324',
    '0.00001',
    '1e16',
    '123456789012345678',
  ),
);

const characters = fc.oneof(
  fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed()),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '\\',
      '\n',
      '\u00a0',
      '\u2028',
      ' ',
      '+',
      '%',
      '&',
      '=',
      '~',
      'é',
      '😀',
      '\u0000',
      '\u007f',
    ),
  }),
);

const text = characters.map((value) => JSON.stringify(value));
/** Half a surrogate pair, escaped as JSON can have it. */
const broken = fc.constantFrom('"\\ud83d"', '"a\\udc00b"');
const key = fc.oneof(
  text,
  fc.nat(20).map((value) => `"${value}"`),
  fc.constantFrom('"a"', '"a"'),
);

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: fc.constantFrom('null', 'true', 'false') },
    { weight: 8, arbitrary: number },
    { weight: 8, arbitrary: text },
    { weight: 1, arbitrary: broken },
    { weight: 4, arbitrary: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`) },
    {
      weight: 4,
      arbitrary: fc
        .array(fc.tuple(key, tie('value')), { maxLength: 4 })
        .map((members) => `{${members.map(([name, one]) => `${name}: ${one}`).join(',')}}`),
    },
  ),
}));

const body = fc
  .array(fc.tuple(key, value), { maxLength: 5 })
  .map((members) => `{${members.map(([name, one]) => `${name}:${one}`).join(' , ')}}`);

const ours = (one: string): string | null => {
  try {
    return pythonUrlencode(one);
  } catch {
    return null;
  }
};

it('20,000 random bodies are printed as CPython prints them', () => {
  const sampled = fc.sample(body, { numRuns: 40_000, seed: 20_261_130 });
  const printed = printedByPython(sampled);
  const known = sampled.flatMap((one, index) =>
    printed[index]?.[1] ? [] : [{ body: one, python: printed[index]?.[0] }],
  );
  const different = known.flatMap((one) => (ours(one.body) === one.python ? [] : [{ ...one, ours: ours(one.body) }]));

  expect(different.slice(0, 3)).toEqual([]);
  expect(known.filter((one) => one.python !== null).length).toBeGreaterThanOrEqual(20_000);
});
