// Runs of a few databases in one process: everything that a run does to them, in the order in which it did it.
import type { Claim } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Services } from '#kinds/adapter.ts';
import type { Effect } from '#kinds/effect.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { type Journal, localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { runPlan } from '#run/loop/run-plan.ts';
import type { Plan } from '#run/plan/plan.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { definitionOf } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

type Happening = readonly [atSeconds: number, what: string];

export type World = {
  readonly resources: readonly Resource[];
  readonly statuses?: Readonly<Record<string, string>>;
  /** Until it is available. */
  readonly startSeconds?: number;
  readonly action?: 'start' | 'stop';
  readonly act?: (resource: Resource, effect: Effect, tick: (seconds: number) => void) => void;
  readonly state?: (state: StateStore) => Partial<StateStore>;
  readonly plan?: Partial<Plan>;
  readonly workflow?: (workflow: Workflow) => Workflow;
  readonly isInterrupted?: (atSeconds: number) => boolean;
  readonly journal?: Journal;
  readonly fromSeconds?: number;
};

export const run = 'e-start-1';

export const playSmallRun = async (world: World) => {
  const { resources, action = 'start', startSeconds = 30, journal = memoryJournal(), fromSeconds = 0 } = world;
  let nowMs = fromSeconds * 1_000;
  const happened: Happening[] = [];
  const note = (what: string): void => void happened.push([Math.round(nowMs / 1_000), what]);
  const statuses = new Map(Object.entries(world.statuses ?? {}));
  const readyAt = new Map<string, number>();

  const reading = ({ name }: Resource): Reading => {
    const isThere = (readyAt.get(name) ?? Number.POSITIVE_INFINITY) <= nowMs;
    const status = isThere ? 'available' : (statuses.get(name) ?? 'stopped');
    return { state: 'seen', observation: { kind: 'rds-instance', status, engine: 'postgres', replicas: [] } };
  };
  const services = {
    'rds-instance': {
      observe: async (all: readonly Resource[]) => {
        note(`read ${all.map(({ name }) => name).join(' ')}`);
        return new Map(all.map((one) => [one.name, reading(one)]));
      },
      act: async (resource: Resource, effect: Effect) => {
        note(`${effect.do} ${resource.name}`);
        world.act?.(resource, effect, (seconds) => {
          nowMs += seconds * 1_000;
        });
        statuses.set(resource.name, 'starting');
        readyAt.set(resource.name, nowMs + startSeconds * 1_000);
      },
    },
  } as unknown as Services;
  const store = memoryStateStore();
  await store.acquireLease('staging', { run, action, until: 10_000_000 }, nowMs, false);
  const state = { ...store, ...world.state?.(store) };
  const engine = localWorkflow({
    journal,
    log: { info: (message) => note(message), warn: (message) => note(`! ${message}`) },
    nowMs: () => nowMs,
    sleepUntil: async (ms) => {
      nowMs = Math.max(nowMs, ms);
    },
  });
  const definition = definitionOf(resources);
  const plan = { ...planOperation(action, definition, new Map(), []), ...world.plan };
  const claim = { run, at: 0, granted: true, action, request: { environment: 'staging' } } as unknown as Claim;
  const result = await runPlan(world.workflow?.(engine) ?? engine, claim, plan, definition.resources, {
    services,
    state,
    runtime: { now: () => new Date(nowMs), random: () => 0, newId: () => 'id' },
    isInterrupted: () => world.isInterrupted?.(nowMs / 1_000) ?? false,
  });
  return { result, happened, lines: happened.map(([, what]) => what), lease: await store.readLease('staging') };
};
