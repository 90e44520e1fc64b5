// A definition that was refused, as the command reports it: with better remedies, and the same mistake in many places is shown
// once.
import { readFileSync } from 'node:fs';
import type { InputError } from '#core/errors.ts';
import { InvalidFileError, type LocatedProblem } from '#definition/problem.ts';
import { sharpened } from '#definition/sharpen.ts';
import { refusalText } from './problem-lines.ts';

export const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

export const sharpenedIn = ({ file, problems }: InvalidFileError): LocatedProblem[] =>
  sharpened(problems, textOf(file));

/** What the command says of wrong input. */
export const refusalOf = (error: InputError): string =>
  error instanceof InvalidFileError ? refusalText(error.file, sharpenedIn(error)) : error.message;
