// The plan of a start or a stop: stages, and per resource a decision with its reason. The run decides again, with the
// same function, when a resource's turn comes.
import type { Action, Definition } from '#domain/definition.ts';
import type { Memory } from '#domain/memory.ts';
import type { Reading } from '#domain/observation.ts';
import type { Next, Plan, PlanItem } from '#domain/plan.ts';
import type { ResourceName } from '#domain/resource.ts';
import { decide } from './decide.ts';
import { prerequisites, stages } from './graph.ts';

const decisionOf = (next: Next): PlanItem['decision'] => {
  switch (next.kind) {
    case 'act':
    case 'wait':
      return 'act';
    case 'ready':
      return 'skip';
    case 'refuse':
    case 'fail':
      return 'refuse';
  }
};

const unread: Reading = { state: 'unreadable', code: 'NOT_READ', message: 'it was not read', retryable: true };

export const planOperation = (
  action: Action,
  definition: Definition,
  readings: ReadonlyMap<ResourceName, Reading>,
  memories: readonly Memory[],
): Plan => {
  const order = stages(definition.resources, action);
  const after = prerequisites(definition.resources, action);
  const memoryOf = new Map(memories.map((memory) => [memory.resource, memory]));
  const byName = new Map(definition.resources.map((resource) => [resource.name, resource]));
  const items = order.flatMap((names, index) =>
    names.flatMap((name): PlanItem[] => {
      const resource = byName.get(name);
      if (!resource) return [];
      const next = decide(action, resource, readings.get(name) ?? unread, memoryOf.get(name));
      return [
        {
          resource: name,
          kind: resource.kind,
          stage: index + 1,
          decision: decisionOf(next),
          reason: next.reason,
          ...('code' in next ? { code: next.code } : {}),
          after: after.get(name) ?? [],
        },
      ];
    }),
  );
  return { environment: definition.environment, action, stages: order, items, memories };
};

/** A plan that changes nothing: what a run follows that was not granted. */
export const emptyPlan = (environment: string, action: Action): Plan => ({
  environment,
  action,
  stages: [],
  items: [],
  memories: [],
});
