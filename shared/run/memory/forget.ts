// Forgetting on purpose: what `curfew forget` does.
import { InputError } from '#core/errors.ts';
import { leaseInForce } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Dependencies } from '../dependencies.ts';

type Ports = Pick<Dependencies, 'state' | 'runtime'>;

/** Throws `InputError` where nothing is remembered by that name. */
export const rememberedOf = async (environment: string, resource: string, { state }: Ports): Promise<Memory> => {
  const memories = await state.memories(environment);
  const memory = memories.find((one) => one.resource === resource);
  if (memory) return memory;
  const known = memories.map((one) => one.resource).join(', ');
  throw new InputError(
    `no memory of ${resource} in ${environment}${known === '' ? '' : `; memories exist for ${known}`}`,
  );
};

/** Throws `InputError` while a run is at work: it may be restoring it. */
export const forgetMemory = async (
  { environment }: Pick<Definition, 'environment'>,
  { resource, run }: Memory,
  { state, runtime }: Ports,
): Promise<void> => {
  const held = leaseInForce(await state.readLease(environment), runtime.now().getTime());
  if (held)
    throw new InputError(`${held.run} is running in ${environment}; nothing was deleted, try again when it has ended`);
  await state.forget(environment, resource, run);
};
