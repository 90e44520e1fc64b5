// Reads a pipeline file. Every error in it ends as an `InvalidFileError` that lists every problem with its line.
import { readFileSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { explain } from '#definition/explain.ts';
import { InvalidFileError } from '#definition/problem.ts';
import { readYaml } from '#definition/yaml-file.ts';
import { type Pipeline, pipelineFile } from './pipeline-file.ts';
import { relationProblems } from './relations.ts';

const kindOfFile = 'pipeline';

/** `file` is how messages call the text. */
export const parsePipeline = (text: string, file: string): Pipeline => {
  const yaml = readYaml(text);
  if (yaml.content === null && yaml.problems.length === 0)
    throw new InputError(`${file} is empty; begin with a copy of an example: examples/cdc/pipelines/files.yaml`);
  if (yaml.content === undefined) throw new InvalidFileError(file, yaml.problems, kindOfFile);
  const parsed = pipelineFile.safeParse(yaml.content);
  const wrong = parsed.success
    ? relationProblems(parsed.data)
    : parsed.error.issues.flatMap((issue) => explain(issue, yaml.content, [], pipelineFile));
  const problems = [...yaml.problems, ...wrong.map(yaml.locate)];
  if (problems.length > 0 || !parsed.success) throw new InvalidFileError(file, problems, kindOfFile);
  return parsed.data;
};

/** Throws `InputError` for a file that cannot be read. */
export const loadPipeline = (path: string): Pipeline => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const what = code === 'ENOENT' ? 'does not exist' : `cannot be read: ${code}`;
    throw new InputError(
      `${path} ${what}; give the path of a pipeline file, such as examples/cdc/pipelines/files.yaml`,
    );
  }
  return parsePipeline(text, path);
};
