import { expect, test } from 'vitest';
import { unknownFields } from '#pipeline/changes/samples.ts';
import { loadPipeline, parsePipeline } from '#pipeline/file/load.ts';
import { pathsIn } from '#pipeline/mapping/paths.ts';
import { envelope } from '../changes/support.ts';

const valid = `pipeline: changes
changes:
  environment: staging
  topics: [cdc.public.metadata]
  rules:
    - when: "$changed('owner')"
      name: "{% after.id %}"
      title: "{% after.id %}: {% $before.owner %}"
`;

const complaintOf = (text: string): string => {
  try {
    parsePipeline(text, 'p.yaml');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
};

test('changes and their rules are a pipeline by themselves, with defaults for what is left out', () => {
  expect(parsePipeline(valid, 'p.yaml').changes).toMatchObject({
    ...{ deadLetters: 'cdc.dlq', consumerGroup: 'change-reader', snapshots: false, maxAgeDays: 7 },
    rules: [{ source: 'change', state: 'event' }],
  });
});

test('the example of the repository is valid', () => {
  expect(loadPipeline('examples/metadata/pipelines/changes.yaml').changes?.rules).toHaveLength(4);
});

test.each([
  ['a function that is not known', `when: "$change('a')"`, 'the function `$change` is not allowed'],
  ['a value that is not known', 'when: "$old.a = 1"', 'one that begins with `$before`, `$after`, `$op`'],
  ['a regular expression', 'when: "$contains(after.a, /(a+)+/)"', 'a regular expression is not allowed'],
  ['a filter behind a value', 'when: "$after.a[b=1]"', 'a filter with `[]` is not allowed'],
  ['a step of a path that is no name', 'when: "$after.$changed(a)"', 'a step of a path must be a name'],
  ['text that is no JSONata', 'when: "after.a ="', 'is not JSONata'],
])('a condition with %s is refused with its line', (_, when, complaint) => {
  const found = complaintOf(valid.replace(/when: .*/, when));
  expect(found).toContain('p.yaml:6:');
  expect(found).toContain(complaint);
});

test.each([
  ['an expression that is not closed', '"{% after.id"', 'has a `{%` without its `%}`, at character 1'],
  ['two, one of them wrong', '"ab {% after.id %} {% $map(after.a) %}"', 'the function `$map` is not allowed'],
  ['nothing', '""', 'is empty'],
])('a title with %s is refused', (_, title, complaint) => {
  expect(complaintOf(valid.replace(/title: .*/, `title: ${title}`))).toContain(complaint);
});

test.each([
  ['that reads its own dead letters', '[cdc.public.metadata]', '[cdc.dlq]', 'is also that of the dead letters'],
  ['that names a topic twice', '[cdc.public.metadata]', '[a.b, a.b]', 'is named twice'],
  ['whose group would be too long', '[cdc.public.metadata]', `[${'x'.repeat(230)}]`, 'longer than 200 characters'],
  ['of a misspelt key', 'title:', 'headline:', 'changes.rules[0].headline: unknown key'],
  ['of no environment', '  environment: staging\n', '', 'environment'],
])('a pipeline %s is refused', (_, from, to, complaint) => {
  expect(complaintOf(valid.replace(from, to))).toContain(complaint);
});

test('a rule that an earlier one hides is named', () => {
  const [rule = ''] = / {4}- when[\s\S]*/.exec(valid) ?? [];
  expect(complaintOf(valid + rule)).toContain('changes.rules[1].when: is never used: rule 1 above it');
  expect(complaintOf(valid + rule.replace('- when', '- table: a\n      when'))).toContain('is never used');
  expect(complaintOf(valid + rule.replace("'owner'", "'name'"))).toBe('');
});

test.each([
  ["$changed('body.a') and after.b = $before.c", ['after.body.a', 'after.b', 'before.c']],
  ["$op = 'u' ? source.table : $.d & $string($after)", ['source.table', 'd']],
  ['after.`a b` in [after.c, -after.d]', ['after.a b', 'after.c', 'after.d']],
])('of %s it is known which fields it reads', (expression, fields) => {
  expect(pathsIn(expression).map((path) => path.join('.'))).toEqual(fields);
});

test('a field that no sample of the table has is named, and only where there is a sample', () => {
  const written = valid
    .replace("'owner'", "'body.clasification'")
    .replace('{% $before.owner %}', '{% after.body.classification %}');
  const rules = parsePipeline(written, 'p.yaml').changes?.rules ?? [];
  expect(unknownFields(rules, [])).toEqual([]);
  expect(unknownFields(rules, [JSON.stringify(envelope())])).toEqual([
    { path: ['changes', 'rules', 0, 'when'], field: 'after.body.clasification' },
  ]);
  const [rule] = rules;
  expect(unknownFields(rule ? [{ ...rule, table: 'other' }] : [], [JSON.stringify(envelope())])).toEqual([]);
});
