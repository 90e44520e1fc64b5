// What another environment stops and starts, too: a stop of either would take it from the other.
import type { Action } from '#core/action.ts';
import { OperationError } from '#core/errors.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { isOwed } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Resource } from '#kinds/resource.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Plan } from './plan.ts';

export const alsoInCode = 'ALSO_IN';

/** Left up, in favour of either: a start harms nobody, so that it is made unless the other holds it down. */
export const unlessShared = (action: Action, { alsoIn, leaveAlone }: Resource, next: Next): Next => {
  if (!alsoIn || action === 'start' || leaveAlone !== undefined || next.kind === 'ready') return next;
  const reason = `it is ${alsoIn.resource} of ${alsoIn.environment}, and a stop would stop it there too; keep it in one environment, or set leaveAlone in one`;
  return { kind: 'refuse', reason, code: alsoInCode };
};

/**
 * What another environment has stopped, by the name that it has here. Only memories in the same table can be seen: each
 * environment has one of its own unless somebody has it otherwise.
 */
export const heldByOthers = async (
  { resources }: Definition,
  { state }: Pick<Dependencies, 'state'>,
): Promise<ReadonlyMap<ResourceName, Memory>> => {
  const shared = resources.flatMap(({ name, alsoIn }) => (alsoIn ? [{ name, alsoIn }] : []));
  const held = new Map<ResourceName, Memory>();
  for (const environment of new Set(shared.map(({ alsoIn }) => alsoIn.environment))) {
    const memories = await readMemories(environment, state);
    for (const { name, alsoIn } of shared) {
      const memory = memories.find(({ resource }) => resource === alsoIn.resource);
      if (alsoIn.environment === environment && memory && isOwed(memory)) held.set(name, memory);
    }
  }
  return held;
};

const readMemories = async (environment: string, state: Dependencies['state']): Promise<Memory[]> => {
  try {
    return await state.memories(environment);
  } catch (error) {
    if (error instanceof OperationError) return [];
    throw error;
  }
};

/** The plan in which what others hold is refused. */
export const withoutTheirs = (plan: Plan, { resources }: Definition, held: ReadonlyMap<ResourceName, Memory>): Plan => {
  if (held.size === 0) return plan;
  const theirs = Object.fromEntries(
    [...held].map(([name, { run }]) => {
      const other = resources.find((one) => one.name === name)?.alsoIn?.environment;
      return [name, `${other} stopped it (${run}) and starts it itself; keep it in one environment`];
    }),
  );
  const items = plan.items.map((item) => {
    const reason = theirs[item.resource];
    return reason === undefined ? item : { ...item, decision: 'refuse' as const, reason, code: alsoInCode };
  });
  return { ...plan, items, theirs };
};
