import type { Graph } from '#core/graph.ts';
import type { Outcome } from '#core/outcome.ts';
import type { ResourceName } from '#core/resource.ts';

type Chain = { readonly path: readonly ResourceName[]; readonly seconds: number };

const noChain: Chain = { path: [], seconds: 0 };

/** What began before what it depends on was ready has run beside it for so long. */
const besideSeconds = ({ early }: Outcome): number => early?.gainedSeconds ?? 0;

export const secondsOf = ({ startedAt, endedAt }: Pick<Outcome, 'startedAt' | 'endedAt'>): number =>
  startedAt === undefined || endedAt === undefined ? 0 : (endedAt - startedAt) / 1_000;

const longest = (chains: readonly Chain[]): Chain =>
  chains.reduce((best, chain) => (chain.seconds > best.seconds ? chain : best), noChain);

/** How long others waited for it: not to its end where it served its clients before. */
const awaitedSecondsOf = ({ startedAt, endedAt, servedAt = endedAt }: Outcome): number =>
  startedAt === undefined || servedAt === undefined ? 0 : Math.max(0, servedAt - startedAt) / 1_000;

const inChainSeconds = (outcome: Outcome, seconds: number): number => Math.max(0, seconds - besideSeconds(outcome));

const extended = (before: Chain, name: ResourceName, seconds: number): Chain =>
  seconds > 0 ? { path: [...before.path, name], seconds: before.seconds + seconds } : before;

/** The longest chain through the graph by the resources' own durations, in the order of execution. */
export const criticalPath = (outcomes: readonly Outcome[], after: Graph): Chain => {
  const byName = new Map(outcomes.map((outcome) => [outcome.resource, outcome]));
  const known = new Map<ResourceName, Chain>();
  const chainTo = (name: ResourceName): Chain => {
    const chain = known.get(name) ?? longest((after.get(name) ?? []).map(chainThrough));
    known.set(name, chain);
    return chain;
  };
  const chainThrough = (name: ResourceName): Chain => {
    const outcome = byName.get(name);
    return extended(chainTo(name), name, outcome ? inChainSeconds(outcome, awaitedSecondsOf(outcome)) : 0);
  };
  return longest(
    outcomes.map((outcome) =>
      extended(chainTo(outcome.resource), outcome.resource, inChainSeconds(outcome, secondsOf(outcome))),
    ),
  );
};
