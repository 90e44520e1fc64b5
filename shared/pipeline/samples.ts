// Sample records beside a pipeline file, and what the mapping is expected to make of them.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isRecord } from './is-record.ts';
import type { Mapping } from './mapping/mapping.ts';
import { normaliseRecord } from './normalise-record.ts';
import type { PlainEvents } from './plain-event.ts';

type Sample = {
  readonly name: string;
  readonly file: string;
  /** The record as it stands in the file. */
  readonly record: string;
  /** Undefined: not given yet. */
  readonly expected: unknown;
};

export type Difference = { readonly path: string; readonly expected: unknown; readonly actual: unknown };

/** The Kafka timestamp of samples, for events that have no time of their own: the same result every day. */
const sampleTime = Date.UTC(2026, 0, 1);

const expectedExtension = '.expected.json';

/** `files.yaml` has its samples in `files.samples/`. */
export const samplesFolder = (pipelineFile: string): string => pipelineFile.replace(/\.ya?ml$/, '.samples');

export const expectedFile = (sampleFile: string): string => sampleFile.replace(/\.json$/, expectedExtension);

const readIfThere = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Rejects nothing: a folder that is not there has no samples. Throws `SyntaxError` for an expectation that is not JSON. */
export const readSamples = (folder: string): readonly Sample[] => {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json') && !name.endsWith(expectedExtension))
    .toSorted()
    .map((name) => {
      const file = join(folder, name);
      return {
        name: basename(name, '.json'),
        file,
        record: readFileSync(file, 'utf8'),
        expected: readIfThere(expectedFile(file)),
      };
    });
};

/** What the mapping makes of a sample, as it is kept in the file of expectations. A `null` is a tombstone. */
export const sampleResult = async (
  record: string,
  mappings: readonly Mapping[],
  plainEvents?: PlainEvents,
): Promise<unknown> => {
  const value = record.trim() === 'null' ? null : new TextEncoder().encode(record);
  return JSON.parse(JSON.stringify(await normaliseRecord(value, sampleTime, mappings, plainEvents)));
};

/** Where two JSON values differ, leaf by leaf. */
export const differences = (expected: unknown, actual: unknown, path = ''): readonly Difference[] => {
  if (isRecord(expected) && isRecord(actual)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return keys.flatMap((key) => differences(expected[key], actual[key], path === '' ? key : `${path}.${key}`));
  }
  return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [{ path, expected, actual }];
};
