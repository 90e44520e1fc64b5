// The rules of `changes` at the command: what `validate` warns of, and which rule meets which sample.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { changeSampleResult, changeSamplesFolder, unknownFields } from '#pipeline/changes/samples.ts';
import { compileRule } from '#pipeline/file/compile-rule.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { readSamples } from '#pipeline/samples.ts';

const example = 'examples/metadata/pipelines/changes.yaml';

const recordsOf = (file: string) => readSamples(changeSamplesFolder(file));

it('each sample of the example meets the rule that is kept beside it, and the rules name no field that no sample has', async () => {
  const { changes, pipeline = '' } = loadPipeline(example);
  if (!changes) throw new Error('the example has no changes');
  const settings = { ...changes, pipeline, rules: changes.rules.map(compileRule) };
  const samples = recordsOf(example);
  for (const { record, expected } of samples) expect(await changeSampleResult(record, settings)).toEqual(expected);
  expect(samples.map(({ expected }) => (expected as { rule?: number }).rule).filter(Boolean)).toEqual([4, 3, 2, 1]);
  expect(
    unknownFields(
      changes.rules,
      samples.map(({ record }) => record),
    ),
  ).toEqual([]);
});

it('a misspelt field of a rule is named with its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-changes-'));
  cpSync('examples/metadata/pipelines', folder, { recursive: true });
  const file = join(folder, 'changes.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('after.body.classification =', 'after.body.clasification ='));
  const found = unknownFields(
    loadPipeline(file).changes?.rules ?? [],
    recordsOf(file).map(({ record }) => record),
  );
  expect(found).toEqual([{ path: ['changes', 'rules', 0, 'when'], field: 'after.body.clasification' }]);
});
