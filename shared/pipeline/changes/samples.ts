// Sample changes beside a pipeline file: what the rules make of them, and whether the fields that the rules name are in any of them.
import { join } from 'node:path';
import type { WrittenRule } from '../file/changes.ts';
import { valueAt } from '../mapping/mapping.ts';
import { pathsIn } from '../mapping/paths.ts';
import { samplesFolder } from '../samples.ts';
import { type Row, readChange } from './envelope.ts';
import { judgeRecord, type ReaderSettings } from './judge-record.ts';
import { isOfTable } from './rule.ts';
import { expressionsIn } from './text-template.ts';

/** `changes.yaml` has them in `changes.samples/changes/`. */
export const changeSamplesFolder = (pipelineFile: string): string => join(samplesFolder(pipelineFile), 'changes');

const bytesOf = (record: string): Uint8Array | null =>
  record.trim() === 'null' ? null : new TextEncoder().encode(record);

/** The Kafka timestamp of samples, and the time at which they are read: the same result every day. */
const sampleTime = Date.UTC(2026, 0, 1);

/** What the rules make of a sample, as it is kept in the file of expectations. A sample is never too old. */
export const changeSampleResult = async (record: string, settings: ReaderSettings): Promise<unknown> => {
  const judged = await judgeRecord({ key: undefined, value: bytesOf(record), timestamp: sampleTime }, settings, 0);
  if (judged.kind !== 'message') return judged;
  const { kind, rule, told } = judged;
  return JSON.parse(JSON.stringify({ kind, rule, ...told }));
};

type UnknownField = {
  readonly path: readonly (string | number)[];
  readonly field: string;
};

/** `before` and `after` are the same row at two times: a field that either has is known in both. */
const hasField = ({ event }: { readonly event: Row }, path: readonly string[]): boolean => {
  const [root, ...rest] = path;
  const roots = root === 'before' || root === 'after' ? [event.before, event.after] : [event[root ?? '']];
  return roots.some((holder) => valueAt(holder, rest) !== undefined);
};

/** Fields that a rule names and that no sample of its table has. Nothing where there is no such sample. */
export const unknownFields = (rules: readonly WrittenRule[], records: readonly string[]): readonly UnknownField[] => {
  const changes = records.flatMap((record) => {
    const read = readChange(bytesOf(record));
    return read.kind === 'change' ? [read.change] : [];
  });
  return rules.flatMap((rule, index) => {
    const samples = changes.filter((change) => isOfTable(rule, change));
    if (samples.length === 0) return [];
    return (['when', 'name', 'title', 'text'] as const).flatMap((key) => {
      const text = rule[key];
      const expressions = text === undefined ? [] : key === 'when' ? [text] : expressionsIn(text);
      return expressions
        .flatMap(pathsIn)
        .filter((path) => !samples.some((sample) => hasField(sample, path)))
        .map((path) => ({ path: ['changes', 'rules', index, key], field: path.join('.') }));
    });
  });
};
