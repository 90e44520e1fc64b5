// The end of a deployment: refused while something still depends on it, and its state table is kept.

import { functionNamesOf } from '#core/deployed.ts';
import { pluralise } from '#core/pluralise.ts';
import type { DeployPorts, Look } from './ports.ts';
import { follow, knownOf, type Progress } from './stack/follow.ts';
import { standingOf } from './stack/status.ts';
import { removeLeftOver } from './stack/update.ts';
import { stackNameOf } from './template-for.ts';

export type Destroyed =
  | { readonly kind: 'destroyed' | 'nothing' | 'interrupted' }
  | { readonly kind: 'refused' | 'failed'; readonly reason: string };

export type DestroyPorts = Pick<DeployPorts, 'stacks' | 'pause' | 'isInterrupted'> & {
  readonly functionOwner: Look['functionOwner'];
  /** Names of resources whose state a stop saved for the next start. */
  readonly memories: () => Promise<readonly string[]>;
  readonly isRunning: () => Promise<boolean>;
  /** Lets muted alarms speak again. Answers with how many. */
  readonly liftMutes: () => Promise<number>;
  readonly deleteTable: () => Promise<void>;
};

type Wish = { readonly environment: string; readonly deleteTable: boolean };

/** Why it would leave an environment that nothing brings back, or take something away that another stack still needs. */
export const refusalOf = async ({ environment }: Wish, ports: DestroyPorts): Promise<string | undefined> => {
  const own = stackNameOf(environment);
  const owner = await ports.functionOwner(functionNamesOf(environment, 'stop').function);
  if (owner?.stack !== undefined && owner.stack !== own)
    return `the functions of ${environment} belong to the stack ${owner.stack}: delete that stack as it was deployed`;
  // Tags may be missing; what a stack deletes is its own.
  if (owner && owner.stack === undefined && (await ports.stacks.read(own)) === undefined)
    return `the functions of ${environment} were made by no stack: delete them as they were made`;
  if (await ports.isRunning())
    return `a start or stop of ${environment} is under way: wait for its end (curfew status ${environment})`;
  const memories = await ports.memories();
  if (memories.length === 0) return undefined;
  return (
    `${pluralise(memories.length, 'resource')} of ${environment} ${memories.length === 1 ? 'is' : 'are'} down, and only Curfew knows how ` +
    `to start them: ${memories.join(', ')}. First: curfew start ${environment} --follow --why "…"; or, where they stay down: curfew forget ${environment} RESOURCE`
  );
};

const removeStack = async (
  name: string,
  ports: DestroyPorts,
  show: (progress: Progress) => void,
): Promise<Destroyed> => {
  const found = await ports.stacks.read(name);
  if (found === undefined) return { kind: 'nothing' };
  const isBusy = standingOf(found?.status) === 'busy';
  const known = isBusy ? undefined : await knownOf(name, ports);
  if (!isBusy) await removeLeftOver(name, found.status, ports);
  const ended = await follow(name, known, ports, show);
  if (ended.kind === 'interrupted') return ended;
  return ended.status === 'DELETE_COMPLETE'
    ? { kind: 'destroyed' }
    : { kind: 'failed', reason: `${ended.cause ?? `${name} could not be deleted`}: it ended as ${ended.status}` };
};

export const destroy = async (
  wish: Wish,
  ports: DestroyPorts,
  show: (progress: Progress) => void,
): Promise<Destroyed> => {
  const reason = await refusalOf(wish, ports);
  if (reason !== undefined) return { kind: 'refused', reason };
  await ports.liftMutes();
  const removed = await removeStack(stackNameOf(wish.environment), ports, show);
  if (removed.kind !== 'destroyed' && removed.kind !== 'nothing') return removed;
  if (wish.deleteTable) await ports.deleteTable();
  return removed;
};
