import { expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import type { Claim } from '#core/run.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { planClaimed } from '#run/plan/plan-run.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { database, definitionOf } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const request = { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false };
const claim: Claim = { run: 'staging-stop-1', action: 'stop', request, at: 0, granted: true };

it('a run plans again when the table cannot be read for a moment, so that it does not end without a report', async () => {
  const resources = [database('orders')];
  const aws = simulatedCloud(resources);
  const { clock } = aws.cloud;
  const store = memoryStateStore();
  let refusals = 2;
  const state = {
    ...store,
    memories: async (environment: string) => {
      if (refusals-- > 0) throw new OperationError('UNAVAILABLE', 'reading the memories failed');
      return store.memories(environment);
    },
  };
  const deps: Dependencies = {
    services: aws.services,
    standaloneTasks: async () => [],
    alarms: aws.alarms,
    state,
    definition: () => definitionOf(resources),
    runtime: { now: () => new Date(clock.nowMs()), random: () => 0, newId: () => 'id' },
    isEnabled: async () => true,
    publish: async () => {},
  };
  const workflow = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs: clock.nowMs,
    sleepUntil: clock.sleepUntil,
  });

  const plan = await aws.finish(planClaimed(workflow, claim, deps));

  expect(plan.items.map(({ resource, decision }) => `${resource} ${decision}`)).toEqual(['orders act']);
});
