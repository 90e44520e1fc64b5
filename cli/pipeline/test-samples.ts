// Runs a mapping over its samples and shows what differs from what is expected.
import { writeFileSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import { changeSampleResult, changeSamplesFolder } from '#pipeline/changes/samples.ts';
import { compileMapping, plainEventsOf } from '#pipeline/file/compile.ts';
import { compileRule } from '#pipeline/file/compile-rule.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { isRecord } from '#pipeline/is-record.ts';
import {
  type Difference,
  differences,
  expectedFile,
  readSamples,
  sampleResult,
  samplesFolder,
} from '#pipeline/samples.ts';
import { print, printJson, styled } from '../terminal/output.ts';

const shownValue = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const differenceLine = ({ path, expected, actual }: Difference): string =>
  `    ${path === '' ? 'the result' : path}: expected ${shownValue(expected)}, got ${shownValue(actual)}`;

const tell = (name: string, found: readonly Difference[], isUnknown: boolean): void => {
  if (isUnknown)
    print(`${styled('yellow', '?')} ${name}: nobody has said what to expect; accept what it gives with --update`);
  else if (found.length === 0) print(`${styled('green', '✓')} ${name}`);
  else {
    print(`${styled('red', '✗')} ${name}`);
    for (const difference of found) print(differenceLine(difference));
  }
};

type Sample = ReturnType<typeof readSamples>[number];
type Tested = { readonly sample: Sample; readonly actual: unknown };

/** Every sample with what the file makes of it: events of the mappings, and messages of the rules. */
const testedOf = async (file: string): Promise<readonly Tested[]> => {
  const pipeline = loadPipeline(file);
  const mappings = pipeline.mappings.map(compileMapping);
  const plainEvents = plainEventsOf(pipeline.normaliser?.events);
  const { changes } = pipeline;
  const tested: Tested[] = [];
  for (const sample of readSamples(samplesFolder(file)))
    tested.push({ sample, actual: await sampleResult(sample.record, mappings, plainEvents) });
  if (!changes) return tested;
  const settings = { ...changes, pipeline: pipeline.pipeline ?? '', rules: changes.rules.map(compileRule) };
  for (const sample of readSamples(changeSamplesFolder(file)))
    tested.push({ sample, actual: await changeSampleResult(sample.record, settings) });
  return tested;
};

/** What a rule made of a sample, for people: which one holds, and what it says. */
const ruleLine = (actual: unknown): string =>
  isRecord(actual) && actual.kind === 'message'
    ? `, rule ${String(actual.rule)}: ${String(actual.severity)}, ${JSON.stringify(actual.title)}`
    : '';

/** Whether every sample gives what is expected. Throws `InputError` where there are none. */
export const testSamples = async (
  file: string,
  { update = false, json = false }: { readonly update?: boolean; readonly json?: boolean },
): Promise<boolean> => {
  const tested = await testedOf(file);
  if (tested.length === 0)
    throw new InputError(
      `there are no samples in ${samplesFolder(file)}; put change events there, one in each file NAME.json, and those of \`changes\` into ${changeSamplesFolder(file)}`,
    );
  let failed = 0;
  for (const { sample, actual } of tested) {
    if (update) writeFileSync(expectedFile(sample.file), `${JSON.stringify(actual, null, 2)}\n`);
    const isUnknown = !update && sample.expected === undefined;
    const found = update ? [] : differences(sample.expected, actual);
    const passed = found.length === 0 && !isUnknown;
    if (!passed) failed += 1;
    if (json) printJson({ sample: sample.name, passed, differences: found, actual });
    else tell(`${sample.name}${ruleLine(actual)}`, found, isUnknown);
  }
  if (!json) print(`${pluralise(tested.length, 'sample')}, ${failed} failed`);
  return failed === 0;
};
