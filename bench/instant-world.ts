// Ports that cost next to nothing, so that what is measured is the plan and the run loop alone. One in ten databases is
// stopped, and each takes a few minutes to start; the rest is up.

import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Dependencies } from '#run/dependencies.ts';

const minuteMs = 60_000;

/** Nobody else wants the lease, and nothing is remembered. */
const leaseAlone = (): Pick<Dependencies['state'], 'leaseHolder' | 'renewLease' | 'memories' | 'reports'> => ({
  leaseHolder: async () => ({ run: 'bench', until: Number.MAX_SAFE_INTEGER }),
  renewLease: async () => true,
  memories: async () => [],
  reports: async () => [],
});

type Stopped = { startedAt?: number };

type InstantWorld = {
  readonly deps: Pick<Dependencies, 'definition' | 'services' | 'standaloneTasks' | 'state' | 'runtime'>;
  readonly nowMs: () => number;
  readonly sleepUntil: (ms: number) => Promise<void>;
};

export const instantWorld = (definition: Definition): InstantWorld => {
  let now = Date.parse('2026-11-16T11:00:00Z');
  const stopped = new Map<ResourceName, Stopped>(
    definition.resources.filter((_, index) => index % 10 === 0).map(({ name }) => [name, {}]),
  );
  const statusOf = (name: ResourceName): string => {
    const one = stopped.get(name);
    if (!one) return 'available';
    if (one.startedAt === undefined) return 'stopped';
    return now - one.startedAt < 5 * minuteMs ? 'starting' : 'available';
  };
  const reading = (name: ResourceName): Reading => ({
    state: 'seen',
    observation: { kind: 'rds-instance', status: statusOf(name), engine: 'postgres', replicas: [] },
  });
  const service = {
    observe: async (resources: readonly { readonly name: ResourceName }[]) =>
      new Map(resources.map(({ name }) => [name, reading(name)])),
    act: async ({ name }: { readonly name: ResourceName }) => void stopped.set(name, { startedAt: now }),
  };
  return {
    nowMs: () => now,
    sleepUntil: async (ms) => {
      now = Math.max(now, ms);
    },
    deps: {
      definition: () => definition,
      // Of all kinds there is only one here.
      services: { 'rds-instance': service } as unknown as Dependencies['services'],
      standaloneTasks: async () => [],
      // A start of databases asks for nothing more.
      state: leaseAlone() as Dependencies['state'],
      runtime: { now: () => new Date(now), random: () => 0.5, newId: () => 'bench' },
    },
  };
};
