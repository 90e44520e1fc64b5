import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression } from '#pipeline/mapping/expression.ts';

const refusalOf = (text: string) => compileExpression(text).refusal;

const evaluate = (text: string, event: unknown) => {
  const { expression, refusal } = compileExpression(text);
  if (refusal) throw new Error(refusal.what);
  return expression(event);
};

describe('an expression of a mapping', () => {
  const event = {
    operationType: 'insert',
    fullDocument: { status: 'arrived', size: 12, name: 'a.csv', tags: ['x', 'y'] },
  };

  test.each([
    ["$eq(fullDocument.status, 'arrived')", true],
    ["$eq(fullDocument.state, 'arrived')", false],
    ["{% $eq(fullDocument.status, 'arrived') %}", true],
    ["fullDocument.status = 'arrived' and fullDocument.size > 10", true],
    ["fullDocument.status in ['arrived', 'read']", true],
    ["'x' in fullDocument.tags", true],
    ['$not($exists(fullDocument.deleted))', true],
    ["$contains(fullDocument.name, '.csv')", true],
    ["operationType & '_' & $uppercase(fullDocument.status)", 'insert_ARRIVED'],
    ["fullDocument.size > 10 ? 'large' : 'small'", 'large'],
    ['-fullDocument.size', -12],
    ['fullDocument.`status`', 'arrived'],
    ['$.operationType', 'insert'],
    ['fullDocument.constructor', undefined],
    ['__proto__.polluted', undefined],
  ])('%s gives %s', async (text, expected) => {
    expect(await evaluate(text, event)).toEqual(expected);
  });

  test.each([
    ['[1..1e7]', 'a range', 4],
    ['a{b: c}', 'grouping with `{}`', 1],
    ["{'a': b}", 'an object', 1],
    ['a[0]', 'a filter with `[]`', 1],
    ['a[b = 1].c', 'a filter with `[]`', 1],
    ['a.b[]', 'the suffix `[]`', 1],
    ['a^(b)', 'sorting', 2],
    ['a@$i', 'the operator `@`', 1],
    ['a#$i', 'the operator `#`', 1],
    ['*', 'the wildcard `*`', 1],
    ['a.**', 'the wildcard `**`', 4],
    ['/^(a+)+$/', 'a regular expression', 9],
    ['$contains(a, /x/)', 'a regular expression', 16],
    ['$x := 1', 'a variable of your own', 5],
    ['function($x) { $x }', 'a function of your own', 9],
    ['a ~> $trim', 'the operator `~>`', 4],
    ['|a|{}|', 'a transformation', 1],
    ['$trim(?)', 'a function with `?`', 6],
    ["$eval('1 + 1')", 'the function `$eval`', 5],
    ['$map(a, b)', 'the function `$map`', 4],
    ['$match(a, b)', 'the function `$match`', 6],
    ['$$', '`$$`', 2],
    ['$$.a', 'a step of a path must be a name', 2],
    ['$eq', '`$eq` is not a value', 3],
    ['a.$trim()', 'a step of a path must be a name', 8],
    ['a.(b + c)', 'a step of a path must be a name', 3],
  ])('%s is refused: %s, at character %i', (text, what, position) => {
    const refusal = refusalOf(text);
    expect(refusal?.what).toContain(what);
    expect(refusal?.position).toBe(position);
  });

  test('an expression that cannot be parsed is refused at its position', () => {
    expect(refusalOf('a = ')).toMatchObject({ what: expect.stringContaining('is not JSONata'), position: 4 });
  });

  test.each([
    ['a chain of more than 500 parts', `${'a & '.repeat(500)}b`],
    ['more than 2,000 characters', `'${'x'.repeat(2_000)}'`],
    ['parentheses 200 deep', `${'('.repeat(200)}a${')'.repeat(200)}`],
    [
      'alternatives within alternatives, which are evaluated twice at each level',
      `${'('.repeat(20)}a${' ?? b)'.repeat(20)}`,
    ],
    ['alternatives hidden behind a quote', `/'/${'('.repeat(20)}a${' ?: b)'.repeat(20)} & '`],
  ])('%s is refused', (_, text) => {
    expect(refusalOf(text)).toBeDefined();
  });

  test('whatever is allowed evaluates a large event in time that grows with the event, not with its square', async () => {
    const list = Array.from({ length: 20_000 }, (_, index) => ({ id: index, text: 'x'.repeat(20) }));
    const texts = [
      "'x' in list.text",
      'list = list',
      '$string(list) & $string(list)',
      '$length($string(list))',
      'list.id',
    ];
    for (const text of texts) await evaluate(`$exists(${text})`, { list });
  });

  test('hostile texts are refused or evaluated, and never throw while they are compiled', () => {
    const part = fc.constantFrom(
      'a',
      '.',
      '$',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '..',
      '*',
      '/x/',
      "'t'",
      '1',
      ':=',
      '~>',
      '??',
      '?',
      ':',
      '%',
      '@$i',
      '#$j',
      '^',
      '|',
      '$eval(',
      '$eq(',
      ',',
      ' and ',
      '`',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const compiled = compileExpression(parts.join(''));
        expect(compiled.refusal === undefined).toBe(compiled.expression !== undefined);
      }),
      { numRuns: 500 },
    );
  });

  test('no evaluation fails because others run at the same time; bench does 443,000 on a busy machine', async () => {
    const { expression } = compileExpression("$eq(fullDocument.status, 'arrived')");
    const statuses = Array.from({ length: 4_000 }, (_, index) => (index % 3 === 0 ? 'arrived' : 'read'));
    const answers = await Promise.all(statuses.map((status) => expression?.({ fullDocument: { status } })));
    expect(answers).toEqual(statuses.map((status) => status === 'arrived'));
  });

  test('hostile expressions are refused within 100 ms of processor time, with the position', () => {
    const hostile = [
      '[1..1e7]',
      '$map([1..1e6], function($x) { $x })',
      '(/^(a+)+$/)("aaaaaaaaaaaaaaaaaaaaaaaaaaaa!")',
      '($f := function($x) { $f($x + 1) }; $f(0))',
      '**.**.**.**',
      "$eval('[1..1e9]')",
      `${'('.repeat(2_000)}a`,
      `${'a ?? '.repeat(300)}b`,
      `${'['.repeat(100)}a${']'.repeat(100)}..1e9`,
      `'${'x'.repeat(100_000)}`,
      `${'a.'.repeat(900)}*`,
    ];
    for (const text of hostile) {
      compileExpression(text);
      const before = process.cpuUsage();
      const { refusal } = compileExpression(text);
      const { user, system } = process.cpuUsage(before);
      expect(refusal?.position, text.slice(0, 40)).toBeGreaterThan(0);
      expect((user + system) / 1_000, text.slice(0, 40)).toBeLessThan(100);
    }
  });
});
