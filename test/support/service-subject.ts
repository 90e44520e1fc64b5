// What the contract of adapters is given of one kind.
import { type Service, type Services, serviceOf } from '#kinds/adapter.ts';
import type { AwsEffect } from '#kinds/effect.ts';
import type { Observation } from '#kinds/observation.ts';
import type { Kind, ResourceOf } from '#kinds/resource.ts';
import type { Fault } from '#sim/faults.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { type SimulatedCloud, simulatedCloud } from './cloud.ts';

type Change = {
  readonly effect: AwsEffect;
  /** How the resource stands before. */
  readonly world?: ResourceWorld;
  readonly operation: string;
  /** Reads that come before it, each once. */
  readonly readsFirst?: readonly string[];
  /** What is read once the change is made. */
  readonly readsAfter?: readonly string[];
  /** How it stands, some hours later. */
  readonly reaches: Readonly<Record<string, unknown>>;
  /** What AWS says to the same change right after: nothing, or a refusal that means "look again". */
  readonly again: 'done' | { readonly moved: string };
  /** What is thrown where the resource does not exist. */
  readonly missing: { readonly code: string; readonly awsCode: string };
};

export type Subject<K extends Kind> = {
  readonly kind: K;
  /** More resources than one call can tell of. */
  readonly many: readonly ResourceOf<K>[];
  /** A world in which neighbours differ, so that a mix-up shows, and what is to be seen of it. */
  readonly differing: (index: number) => { readonly world: ResourceWorld; readonly seen: Partial<Observation> };
  /** How many calls observing all of them may take. What is not listed may not be called. */
  readonly callsMax: Readonly<Record<string, number>>;
  /** Every call without which a resource is unreadable. */
  readonly reads: readonly string[];
  /** A resource in a batch of its own, for APIs that do not list everything at once. */
  readonly apart?: ResourceOf<K>;
  readonly changes: readonly Change[];
};

export const adapterOf = <K extends Kind>(of: Services, kind: K): Service<K> => serviceOf(of, kind);

export const oneOf = <K extends Kind>({ many }: Subject<K>): ResourceOf<K> => {
  const [one] = many;
  if (!one) throw new Error('the contract needs resources');
  return one;
};

/** A cloud with one resource of the kind, behind a load balancer and without a health check where there may be one. */
export const alone = <K extends Kind>(
  subject: Subject<K>,
  faults: readonly Fault[] = [],
  world: ResourceWorld = {},
) => {
  const resource = oneOf(subject);
  const aws = simulatedCloud([resource], {
    faults,
    world: { [resource.name]: { loadBalancer: true, healthCheck: false, ...world } },
  });
  const adapter = adapterOf(aws.services, subject.kind);
  const observe = async () => (await aws.finish(adapter.observe([resource]))).get(resource.name);
  return { aws, resource, adapter, observe };
};

export const countCalls = (aws: SimulatedCloud): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { operation } of aws.calls()) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
};
