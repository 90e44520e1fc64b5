// What a program gets that imports the package: definitions. Pure: no file is read, and nothing is asked of AWS.
import { accessProblems } from '#access/fits.ts';
import { rightsOf } from '#access/functions.ts';
import { partitionOf } from '#core/aws/partition.ts';
import { InputError } from '#core/errors.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { checkText } from '#definition/check-text.ts';
import type * as internal from '#definition/definition.ts';
import { InvalidFileError } from '#definition/problem.ts';
import { warningsIn } from '#definition/warnings.ts';
import type { Api } from './types.ts';

export type {
  Api,
  Calendar,
  Checked,
  Definition,
  Problem,
  Resource,
  RetryPolicy,
  RunEvent,
  Slot,
  Statement,
} from './types.ts';

const usualFile = 'definition.yaml';

export const checkDefinition: Api['checkDefinition'] = (text, file = usualFile) => {
  try {
    const { definition, locate } = checkText(text, file);
    const errors = accessProblems(definition).map(locate);
    const warnings = warningsIn(definition, systemRuntime.now().getTime()).map(locate);
    return { ...(errors.length === 0 ? { definition } : {}), errors, warnings };
  } catch (error) {
    if (error instanceof InvalidFileError) return { errors: error.problems, warnings: [] };
    if (!(error instanceof InputError)) throw error;
    return { errors: [{ path: [], line: 1, col: 1, what: error.message, remedy: 'write one' }], warnings: [] };
  }
};

export const parseDefinition: Api['parseDefinition'] = (text, file = usualFile) => checkText(text, file).definition;

export const accessOf: Api['accessOf'] = (definition, account) => {
  const { region } = definition;
  const arn = (service: string, resource: string) =>
    `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;
  return Object.fromEntries(rightsOf(definition as internal.Definition, arn));
};
