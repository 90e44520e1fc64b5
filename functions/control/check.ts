// Whether a file may become the definition of an environment: all that is wrong with it, then what it would need. Pure.
import { accessProblems } from '#access/fits.ts';
import { grantedBy, isNothing, missingFrom, missingText } from '#access/granted.ts';
import { InputError } from '#core/errors.ts';
import { checkText } from '#definition/check-text.ts';
import type { Definition } from '#definition/definition.ts';
import { InvalidFileError, type LocatedProblem, problemsText } from '#definition/problem.ts';
import type { Memory } from '#kinds/memory.ts';
import { orphansOf, owedTo, sayOrphan } from '#run/memory/remembered.ts';
import { type Refusal, refuse } from './answer.ts';
import type { Standing } from './granted.ts';

const invalid = (file: string, problems: readonly LocatedProblem[]): Refusal =>
  refuse('invalid', problemsText(file, problems), { problems: problems.map((one) => ({ ...one, file })) });

/** As the deployed code reads it: what a newer command knows and this code does not is refused here. */
export const checkFile = (text: string, file: string, environment: string): Definition | Refusal => {
  try {
    const { definition, locate } = checkText(text, file, environment);
    const tooMuch = accessProblems(definition);
    return tooMuch.length > 0 ? invalid(file, tooMuch.map(locate)) : definition;
  } catch (error) {
    if (error instanceof InvalidFileError) return invalid(file, error.problems);
    if (error instanceof InputError) return refuse('invalid', error.message);
    throw error;
  }
};

export const isRefusal = (value: object): value is Refusal => 'kind' in value && value.kind === 'refused';

const deployFirst = 'deploy it first (curfew deploy FILE, or the stack that it belongs to): that makes the change, too';

/** What is missing was never granted, or was revoked. */
export const rightsRefusal = (definition: Definition, { granted }: Standing): Refusal | undefined => {
  if (!granted) return refuse('rights', `it is not known which rights ${definition.environment} has: ${deployFirst}`);
  const missing = missingFrom(granted, grantedBy(definition));
  if (isNothing(missing)) return undefined;
  const rights = missingText(missing);
  return refuse(
    'rights',
    `the functions lack rights that this definition needs:\n  ${rights.join('\n  ')}\n${deployFirst}`,
    {
      rights,
    },
  );
};

/** Memories that a definition leaves without an owner and the one before did not. */
export const abandonedBy = (
  before: Definition | undefined,
  after: Definition,
  memories: readonly Memory[],
): ReturnType<typeof owedTo> => {
  const known = new Set(before ? owedTo(orphansOf(before, memories)).map(({ memory }) => memory.resource) : []);
  return before ? owedTo(orphansOf(after, memories)).filter(({ memory }) => !known.has(memory.resource)) : [];
};

export const memoryRefusal = (abandoned: ReturnType<typeof owedTo>, definition: Definition): Refusal | undefined => {
  if (abandoned.length === 0) return undefined;
  const lines = abandoned.map((one) => `${one.memory.resource}: ${sayOrphan(one, definition)}`);
  const names = abandoned.map(({ memory }) => memory.resource).join(', ');
  return refuse(
    'memory',
    `${names} is down, and without it in the definition nothing would start it:\n  ${lines.join('\n  ')}\nstart ${definition.environment} first, or apply with --forget to leave it down`,
  );
};
