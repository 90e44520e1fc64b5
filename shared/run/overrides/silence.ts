// Silencing messages by name for a while, and ending that: what `curfew silence` does.
import { InputError } from '#core/errors.ts';
import { isSilent, type Silence, silenceMsMax } from '#core/silence.ts';
import type { Dependencies } from '../dependencies.ts';

type Ports = Pick<Dependencies, 'state' | 'runtime'>;

export type SilenceRequest = Pick<Silence, 'pattern' | 'by' | 'why'> & { readonly forMs: number };

/** Throws `InputError` for one that is malformed. */
export const silence = async (
  environment: string,
  { pattern: typed, by, why, forMs }: SilenceRequest,
  { state, runtime }: Ports,
): Promise<Silence> => {
  const pattern = typed.trim();
  if (pattern === '' || pattern.length > 255) throw new InputError('give a name to silence, or a pattern with *');
  if (!(forMs > 0 && forMs <= silenceMsMax)) throw new InputError('a silence lasts from a minute to 31 days');
  const from = runtime.now().getTime();
  const id = `${new Date(from).toISOString()}-${runtime.newId('silence')}`;
  const made = { id, pattern, from, until: from + forMs, by, why };
  await state.saveSilence(environment, made);
  return made;
};

export const silencesInForce = async (environment: string, { state, runtime }: Ports): Promise<Silence[]> => {
  const nowMs = runtime.now().getTime();
  return (await state.silences(environment)).filter((one) => isSilent(one, nowMs));
};

/** Ends those in force: of this pattern, or all of them. Answers with what it ended; nothing in force is no error. */
export const endSilence = async (
  environment: string,
  pattern: string | undefined,
  { state, runtime }: Ports,
): Promise<Silence[]> => {
  const nowMs = runtime.now().getTime();
  const inForce = (await silencesInForce(environment, { state, runtime })).filter(
    (one) => pattern === undefined || one.pattern === pattern,
  );
  const ended = inForce.map((one) => ({ ...one, until: nowMs }));
  for (const one of ended) await state.saveSilence(environment, one);
  return ended;
};
