// Reads a stream's file. Every error in it ends as an `InputError` before anything is synthesised.
import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { InputError } from '#core/errors.ts';
import { type Problem, problemsText, shown } from '#definition/problem.ts';
import { readYaml } from '#definition/yaml-file.ts';
import { type Stream, streamFile } from './stream-schema.ts';

const example = 'compare with infra/platform/stream/example.yaml';

const valueAt = (content: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], content);

const problemsOf = (issue: z.core.$ZodIssue, content: unknown): Problem[] => {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], at: 'key', what: 'unknown key', remedy: example }));
  const value = valueAt(content, path);
  if (value === undefined) return [{ path, at: 'key', what: 'is missing', remedy: example }];
  return [{ path, at: 'value', what: `${shown(value)} ${issue.message}`, remedy: example }];
};

/** `file` is how messages call the text. */
export const parseStream = (text: string, file: string): Stream => {
  const yaml = readYaml(text);
  if (yaml.content === null && yaml.problems.length === 0)
    throw new InputError(`${file} is empty; copy infra/platform/stream/example.yaml to start`);
  const parsed = streamFile.safeParse(yaml.content);
  const wrong = (parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, yaml.content)).map(yaml.locate);
  const problems = yaml.content === undefined ? yaml.problems : [...yaml.problems, ...wrong];
  if (problems.length > 0 || !parsed.success) throw new InputError(problemsText(file, problems, 'stream'));
  return parsed.data;
};

export const loadStream = (path: string): Stream => {
  try {
    return parseStream(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${path} cannot be read; give the path of a stream file, for example infra/platform/stream/example.yaml`,
    );
  }
};
