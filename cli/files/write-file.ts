import { writeFileSync } from 'node:fs';
import { InputError } from '#core/errors.ts';

/** Throws `InputError` naming the file and why it cannot be written. */
export const writeFile = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
};
