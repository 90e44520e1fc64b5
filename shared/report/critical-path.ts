import type { Graph } from '#domain/graph.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { ResourceName } from '#domain/resource.ts';

export type Chain = { readonly path: readonly ResourceName[]; readonly seconds: number };

const noChain: Chain = { path: [], seconds: 0 };

export const secondsOf = ({ startedAt, endedAt }: Pick<Outcome, 'startedAt' | 'endedAt'>): number =>
  startedAt === undefined || endedAt === undefined ? 0 : (endedAt - startedAt) / 1_000;

const longest = (chains: readonly Chain[]): Chain =>
  chains.reduce((best, chain) => (chain.seconds > best.seconds ? chain : best), noChain);

/** The longest chain through the graph by the resources' own durations, in the order of execution. */
export const criticalPath = (outcomes: readonly Outcome[], after: Graph): Chain => {
  const byName = new Map(outcomes.map((outcome) => [outcome.resource, outcome]));
  const chains = new Map<ResourceName, Chain>();
  const chainTo = (name: ResourceName): Chain => {
    const known = chains.get(name);
    if (known) return known;
    const outcome = byName.get(name);
    const before = longest((after.get(name) ?? []).map(chainTo));
    const own = outcome ? secondsOf(outcome) : 0;
    const chain = own > 0 ? { path: [...before.path, name], seconds: before.seconds + own } : before;
    chains.set(name, chain);
    return chain;
  };
  return longest([...byName.keys()].map(chainTo));
};
