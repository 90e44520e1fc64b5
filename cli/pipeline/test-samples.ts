// Runs a mapping over its samples and shows what differs from what is expected.
import { writeFileSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import { compileMapping, plainEventsOf } from '#pipeline/file/compile.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
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

/** Whether every sample gives what is expected. Throws `InputError` where there are none. */
export const testSamples = async (
  file: string,
  { update = false, json = false }: { readonly update?: boolean; readonly json?: boolean },
): Promise<boolean> => {
  const pipeline = loadPipeline(file);
  const mappings = pipeline.mappings.map(compileMapping);
  const plainEvents = plainEventsOf(pipeline.normaliser?.events);
  const folder = samplesFolder(file);
  const samples = readSamples(folder);
  if (samples.length === 0)
    throw new InputError(`there are no samples in ${folder}; put change events there, one in each file NAME.json`);
  let failed = 0;
  for (const sample of samples) {
    const actual = await sampleResult(sample.record, mappings, plainEvents);
    if (update) writeFileSync(expectedFile(sample.file), `${JSON.stringify(actual, null, 2)}\n`);
    const isUnknown = !update && sample.expected === undefined;
    const found = update ? [] : differences(sample.expected, actual);
    const passed = found.length === 0 && !isUnknown;
    if (!passed) failed += 1;
    if (json) printJson({ sample: sample.name, passed, differences: found, actual });
    else tell(sample.name, found, isUnknown);
  }
  if (!json) print(`${pluralise(samples.length, 'sample')}, ${failed} failed`);
  return failed === 0;
};
