// Which resource probably needs which: what configurations name, and what the security groups of stores let in.
import { findCycle } from '#core/graph.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Found, Host, Inventory } from '#kinds/inventory.ts';
import { definitionOf, earlyOf } from '#kinds/resource.ts';
import type { DroppedGuess, Guess } from './proposal.ts';

type Named = { readonly name: ResourceName; readonly found: Found };
type LetIn = Inventory['letIn'];
/** `named`: its configuration says so, not only the network. */
type Edge = Guess & { readonly from: ResourceName; readonly named: boolean };

const isReachedAs = ({ name, namespace }: Host, candidates: ReadonlySet<string>, client: Found): boolean =>
  candidates.has(name) && (namespace === undefined || namespace === client.namespace);

const namedBecause = (client: Found, target: Found): string[] =>
  client.mentions
    .filter(({ candidates }) => target.hosts.some((host) => isReachedAs(host, new Set(candidates), client)))
    .map(({ where }) => `${where} names it`);

const isStore = ({ identity }: Found): boolean => definitionOf(identity.kind).init.role === 'store';

/** Stores that share a group which lets itself in need not use each other. */
const mayUse = (client: Found, target: Found, group: string): boolean =>
  !isStore(client) || !target.groups.includes(group);

const letInBecause = (client: Found, target: Found, letIn: LetIn): string[] =>
  definitionOf(target.identity.kind).init.role !== 'client'
    ? target.groups.flatMap((group) =>
        (letIn.get(group) ?? [])
          .filter((other) => client.groups.includes(other) && mayUse(client, target, other))
          .map((other) => `its security group ${group} admits ${other}`),
      )
    : [];

const edgesOf = (client: Named, all: readonly Named[], letIn: LetIn): Edge[] =>
  all.flatMap(({ name, found }) => {
    if (name === client.name) return [];
    const mentions = namedBecause(client.found, found);
    const because = [...mentions, ...letInBecause(client.found, found, letIn)];
    // What needs others only to serve starts with them.
    const early = earlyOf(client.found.identity.kind) === 'at-once' ? { early: true as const } : {};
    return because.length > 0 ? [{ from: client.name, on: name, because, named: mentions.length > 0, ...early }] : [];
  });

const graphOf = (edges: readonly Edge[]) =>
  new Map([...Map.groupBy(edges, ({ from }) => from)].map(([from, own]) => [from, own.map(({ on }) => on)] as const));

/** What rests on the network alone goes first, then what has the least evidence. */
const weakest = (edges: readonly Edge[]): Edge | undefined =>
  edges.toSorted((a, b) => Number(a.named) - Number(b.named) || a.because.length - b.because.length)[0];

type Uncycled = { readonly kept: readonly Edge[]; readonly cut: readonly (Edge & DroppedGuess)[] };

const withoutCycles = (edges: readonly Edge[]): Uncycled => {
  const cut: (Edge & DroppedGuess)[] = [];
  let kept = edges;
  for (let cycle = findCycle(graphOf(kept)); cycle; cycle = findCycle(graphOf(kept))) {
    const path = cycle;
    const inCycle = kept.filter(({ from, on }) => path.some((name, index) => name === from && path[index + 1] === on));
    const victim = weakest(inCycle);
    if (!victim) break;
    cut.push({ ...victim, cycle: path });
    kept = kept.filter((edge) => edge !== victim);
  }
  return { kept, cut };
};

/** A store uses others only where it can start before them: then a wrong guess delays no start. */
const canUseOthers = ({ found }: Named): boolean => !isStore(found) || earlyOf(found.identity.kind) === 'at-once';

const guessOf = ({ on, because, early }: Edge): Guess => ({ on, because, ...(early ? { early } : {}) });

/** By name. The graph that they make has no cycle. */
export const proposeDependencies = (
  all: readonly Named[],
  letIn: LetIn,
): ReadonlyMap<ResourceName, { readonly dependsOn: readonly Guess[]; readonly cut: readonly DroppedGuess[] }> => {
  const edges = all.filter(canUseOthers).flatMap((client) => edgesOf(client, all, letIn));
  const { kept, cut } = withoutCycles(edges);
  return new Map(
    all.map(({ name }) => [
      name,
      {
        dependsOn: kept.filter(({ from }) => from === name).map(guessOf),
        cut: cut.filter(({ from }) => from === name).map(({ on, because, cycle }) => ({ on, because, cycle })),
      },
    ]),
  );
};
