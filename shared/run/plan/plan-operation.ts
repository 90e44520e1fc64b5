// The plan of a start or a stop: stages, and per resource a decision with its reason. The run decides again, with the
// same function, when a resource's turn comes.

import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { prerequisites, stages } from '#definition/dependency-graph.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Reading } from '#kinds/observation.ts';
import { decideSafely } from './decide-safely.ts';
import type { Plan, PlanItem } from './plan.ts';

/** What cannot be read is neither in order nor known to need a change: nothing is promised about it. */
const decisionOf = (next: Next, reading: Reading): PlanItem['decision'] => {
  if (reading.state === 'unreadable') return 'refuse';
  switch (next.kind) {
    case 'act':
      return next.untouched ? 'skip' : 'act';
    case 'wait':
      return 'act';
    case 'ready':
      return 'skip';
    case 'refuse':
    case 'fail':
      return 'refuse';
  }
};

const codeOf = (next: Next, reading: Reading): Pick<PlanItem, 'code'> => {
  if (reading.state === 'unreadable') return { code: reading.code };
  return 'code' in next ? { code: next.code } : {};
};

/** What would start, but depends on what stays down: directly or not, as the stages are in order. */
const waitingInVain = (items: readonly PlanItem[]): PlanItem[] => {
  const downFor = new Map<ResourceName, PlanItem>(
    items.flatMap((item) => (item.staysDown ? [[item.resource, item] as const] : [])),
  );
  return items.map((item) => {
    const root = item.after.map((name) => downFor.get(name)).find((one) => one !== undefined);
    if (!root || item.staysDown) return item;
    downFor.set(item.resource, root);
    if (item.decision !== 'act') return item;
    const reason = `blocked: waits for ${root.resource}, which is ${root.reason}`;
    return { ...item, decision: 'refuse', reason, code: 'STAYS_DOWN' };
  });
};

const unread: Reading = { state: 'unreadable', code: 'NOT_READ', message: 'it was not read', retryable: true };

export const planOperation = (
  action: Action,
  definition: Definition,
  readings: ReadonlyMap<ResourceName, Reading>,
  memories: readonly Memory[],
  expected: ReadonlyMap<string, number> = new Map(),
  wereUp: readonly ResourceName[] = [],
): Plan => {
  const order = stages(definition.resources, action);
  const after = prerequisites(definition.resources, action);
  const memoryOf = new Map(memories.map((memory) => [memory.resource, memory]));
  const byName = new Map(definition.resources.map((resource) => [resource.name, resource]));
  const items = order.flatMap((names, index) =>
    names.flatMap((name): PlanItem[] => {
      const resource = byName.get(name);
      if (!resource) return [];
      const reading = readings.get(name) ?? unread;
      const next = decideSafely(action, resource, reading, memoryOf.get(name), undefined, wereUp.includes(name));
      const expectedSeconds = expected.get(name);
      return [
        {
          resource: name,
          kind: resource.kind,
          stage: index + 1,
          decision: decisionOf(next, reading),
          reason: next.reason,
          ...codeOf(next, reading),
          ...(next.kind === 'ready' && next.staysDown ? { staysDown: true as const } : {}),
          ...(reading.state === 'unreadable' && next.kind === 'wait' ? { unread: true as const } : {}),
          ...(expectedSeconds === undefined ? {} : { expectedSeconds }),
          after: after.get(name) ?? [],
        },
      ];
    }),
  );
  const planned = action === 'start' ? waitingInVain(items) : items;
  return { environment: definition.environment, action, stages: order, items: planned, memories };
};

/** A plan that changes nothing: what a run follows that was not granted. */
export const emptyPlan = (environment: string, action: Action): Plan => ({
  environment,
  action,
  stages: [],
  items: [],
  memories: [],
});
