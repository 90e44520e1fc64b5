import { describe, expect, it } from 'vitest';
import { NotPython, pythonUrlencode } from '#pipeline/intake/python-text.ts';

/** What CPython 3.11 prints: `python3 -c "import json,sys,urllib.parse as u; print(u.urlencode(json.loads(sys.argv[1])))"`. */
const printed: readonly (readonly [string, string])[] = [
  ['{}', ''],
  ['{"a": "b c"}', 'a=b+c'],
  ['{"a": 1, "b": 2.0, "c": 49.0}', 'a=1&b=2.0&c=49.0'],
  ['{"a": null, "b": true, "c": false}', 'a=None&b=True&c=False'],
  ['{"a": {"threshold": 49.0, "field": null}}', 'a=%7B%27threshold%27%3A+49.0%2C+%27field%27%3A+None%7D'],
  ['{"a": ["x", "it\'s", "\\"", "\'\\""]}', 'a=%5B%27x%27%2C+%22it%27s%22%2C+%27%22%27%2C+%27%5C%27%22%27%5D'],
  ['{"2": "b", "1": "a"}', '2=b&1=a'],
  ['{"a": 1, "b": 2, "a": 3}', 'a=3&b=2'],
  [
    '{"n": [1e5, 1e16, 1e15, 0.0001, 0.00001, 123456789012345678901234567890, -0, -0.0, 1E400, 5e-324]}',
    'n=%5B100000.0%2C+1e%2B16%2C+1000000000000000.0%2C+0.0001%2C+1e-05%2C+123456789012345678901234567890%2C+0%2C+-0.0%2C+inf%2C+5e-324%5D',
  ],
  [
    '{"s": ["\\u00e9", "\\u00a0", "\\u200b", "\\ud83d\\ude00", "\\u007f", "\\n\\t\\\\"]}',
    's=%5B%27%C3%A9%27%2C+%27%5Cxa0%27%2C+%27%5Cu200b%27%2C+%27%F0%9F%98%80%27%2C+%27%5Cx7f%27%2C+%27%5Cn%5Ct%5C%5C%27%5D',
  ],
  ['{"s": ["\\ud83d"]}', 's=%5B%27%5Cud83d%27%5D'],
  ['{"key with ~._-*!": "~._-*!()"}', 'key+with+~._-%2A%21=~._-%2A%21%28%29'],
];

describe('a JSON text as Python prints it', () => {
  it.each(printed)('%s is %s', (text, expected) => {
    expect(pythonUrlencode(text)).toBe(expected);
  });

  it.each([
    ['a list', '[1]'],
    ['no JSON', '{"a": }'],
    ['nothing', ''],
    ['half a character', '{"a": "\\ud83d"}'],
    ['a number with 5,000 digits', `{"a": ${'9'.repeat(5_000)}}`],
    ['1,000 levels', `{"a": ${'['.repeat(1_000)}${']'.repeat(1_000)}}`],
    ['a comment', '{"a": 1} // b'],
  ])('refuses %s', (_, text) => {
    expect(() => pythonUrlencode(text)).toThrow(NotPython);
  });
});
