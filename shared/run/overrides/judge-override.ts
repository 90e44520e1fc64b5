// Making and ending overrides. Malformed or past ones are refused before anything is written.
import { InputError } from '#core/errors.ts';
import { textMax, textProblem } from '#core/free-text.ts';
import { type Override, overrideMsMax } from '#core/override.ts';
import { overrideInForce } from '#definition/schedule/wanted-state.ts';

export type HoldRequest = Pick<Override, 'hold' | 'until' | 'by' | 'why'>;

/** Throws `InputError`. `id` names it in the table. */
export const newOverride = (request: HoldRequest, nowMs: number, id: string): Override => {
  const { hold, until, by, why } = request;
  const what = `hold ${hold} until`;
  if (!Number.isFinite(until)) throw new InputError(`${what}: not a time; for example,  2026-11-20T23:00-03:00`);
  if (until <= nowMs) throw new InputError(`${what}: this time is in the past; nothing was changed`);
  if (until - nowMs > overrideMsMax)
    throw new InputError(`${what}: more than 31 days ahead; change the schedule instead`);
  if (by.trim() === '') throw new InputError('an override needs an owner');
  if (why.trim() === '') throw new InputError('an override needs a reason');
  const unfit = textProblem(by.trim(), textMax.by);
  if (unfit !== undefined) throw new InputError(`the owner of an override ${unfit}`);
  const wrong = textProblem(why.trim(), textMax.why);
  if (wrong !== undefined) throw new InputError(`the reason of an override ${wrong}`);
  return { id, hold, from: nowMs, until, by: by.trim(), why: why.trim() };
};

/** The overrides in force, ended now. Empty when there is nothing to release. */
export const released = (overrides: readonly Override[], nowMs: number): Override[] =>
  overrides.filter((override) => overrideInForce([override], nowMs)).map((override) => ({ ...override, until: nowMs }));
