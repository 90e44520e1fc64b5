// Holding an environment up or down for a while, and releasing it: what `curfew hold` and `curfew release` do.

import type { Override } from '#core/override.ts';
import type { Dependencies } from '../dependencies.ts';
import { type HoldRequest, newOverride, released } from './judge-override.ts';

type Ports = Pick<Dependencies, 'state' | 'runtime'>;

/** Writes the override; the next tick of reconcile carries it out. Throws `InputError` for one that is malformed or past. */
export const hold = async (environment: string, request: HoldRequest, { state, runtime }: Ports): Promise<Override> => {
  const nowMs = runtime.now().getTime();
  const override = newOverride(request, nowMs, `${new Date(nowMs).toISOString()}-${runtime.newId('override')}`);
  await state.saveOverride(environment, override);
  return override;
};

/** Ends what is in force now. Answers with what it ended; nothing in force is no error. */
export const release = async (environment: string, { state, runtime }: Ports): Promise<Override[]> => {
  const ended = released(await state.overrides(environment), runtime.now().getTime());
  for (const override of ended) await state.saveOverride(environment, override);
  return ended;
};
