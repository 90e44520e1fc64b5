import { InputError } from '#core/errors.ts';
import { nearest } from './suggest.ts';

/** Says what was meant, if that can be guessed, and which environments exist. */
export const unknownEnvironment = (name: string, known: readonly string[]): InputError => {
  const best = nearest(name, known);
  const guess = best === undefined ? '' : ` did you mean \`${best}\`?`;
  return new InputError(
    `environment \`${name}\` does not exist;${guess} known environments: ${known.join(', ') || 'none'}`,
  );
};
