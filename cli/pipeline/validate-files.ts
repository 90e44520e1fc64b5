// Checks pipeline files and connector configurations, and says what is wrong with them.
import { readFileSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import { InvalidFileError, pathText } from '#definition/problem.ts';
import { changeSamplesFolder, unknownFields } from '#pipeline/changes/samples.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import type { ConfigProblem } from '#pipeline/mongodb/config-problem.ts';
import { configProblems } from '#pipeline/mongodb/connector-checks.ts';
import { connectorConfig } from '#pipeline/mongodb/connector-config.ts';
import { readConnectorConfig } from '#pipeline/mongodb/read-connector-config.ts';
import { readSamples } from '#pipeline/samples.ts';
import { complain, print, printJson, styled } from '../terminal/output.ts';

type Checked = {
  readonly valid: boolean;
  readonly json: object;
  readonly lines: readonly string[];
};

const configLine = (file: string, { key, what, remedy, severity }: ConfigProblem): string =>
  `${severity === 'warning' ? '⚠' : ' '} ${file}: ${key === '' ? '' : `${key}: `}${what}; ${remedy}`;

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${error instanceof Error && 'code' in error ? error.code : error}`);
  }
};

const configResult = (file: string, problems: readonly ConfigProblem[], summary: string): Checked => {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const head =
    errors > 0
      ? `${file} is not a valid connector configuration, ${pluralise(errors, 'problem')}:`
      : `${styled('green', '✓')} ${summary}`;
  return {
    valid: errors === 0,
    json: {
      problems: problems.map(({ key, what, remedy, severity }) => ({
        file,
        path: key,
        message: what,
        remedy,
        severity,
      })),
    },
    lines: [head, ...problems.map((problem) => configLine(file, problem))],
  };
};

const checkConnector = (file: string): Checked => {
  const { config, problems } = readConnectorConfig(textOf(file));
  // Of a file that cannot be read at all, nothing else is known.
  const checked = Object.keys(config).length > 0 ? configProblems(config) : [];
  return configResult(file, [...problems, ...checked], `${file}: ${pluralise(Object.keys(config).length, 'setting')}`);
};

/** A field that no sample has is likely misspelt, and its rule would never hold. */
const unknownInRules = (file: string, { changes }: Pipeline): readonly ConfigProblem[] => {
  if (!changes) return [];
  const records = readSamples(changeSamplesFolder(file)).map(({ record }) => record);
  return unknownFields(changes.rules, records).map(({ path, field }) => ({
    key: pathText(path),
    what: `no sample has \`${field}\``,
    remedy: `correct the name, or put a change with it into ${changeSamplesFolder(file)}`,
    severity: 'warning',
  }));
};

const contentsOf = ({ mappings, changes }: Pipeline): string =>
  [
    ...(mappings.length > 0 || !changes ? [pluralise(mappings.length, 'mapping')] : []),
    ...(changes ? [pluralise(changes.rules.length, 'rule')] : []),
  ].join(', ');

const checkPipeline = (file: string): Checked => {
  try {
    const pipeline = loadPipeline(file);
    const { source, topics } = pipeline;
    const summary = `${pipeline.pipeline ?? file}: ${contentsOf(pipeline)}`;
    const problems = source ? configProblems(connectorConfig(source.mongodb, topics?.deadLetters ?? '')) : [];
    return configResult(file, [...problems, ...unknownInRules(file, pipeline)], summary);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const listed = error instanceof InvalidFileError ? error.problems : [];
    const problems = listed.map(({ path, line, col, what, remedy }) => ({
      ...{ file, line, column: col, path: pathText(path), message: what, remedy, severity: 'error' },
    }));
    return { valid: false, json: { problem: error.message, problems }, lines: [error.message] };
  }
};

/** Whether all are valid. Throws `InputError` for a connector configuration that cannot be read. */
export const validateFiles = (files: readonly string[], json: boolean): boolean => {
  const results = files.map((file) => ({
    file,
    ...(file.endsWith('.json') ? checkConnector(file) : checkPipeline(file)),
  }));
  for (const { file, valid, json: more, lines } of results) {
    if (json) printJson({ pipeline: file, valid, ...more });
    else for (const line of lines) (valid ? print : complain)(line);
  }
  return results.every(({ valid }) => valid);
};
