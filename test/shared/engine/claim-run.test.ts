import { describe, expect, it } from 'vitest';
import { definitionOf } from '#config/packed.ts';
import type { Action } from '#domain/definition.ts';
import type { RunRequest } from '#domain/run.ts';
import { claimRun } from '#engine/claim-run.ts';
import type { Dependencies } from '#engine/dependencies.ts';
import { localWorkflow, memoryJournal } from '#engine/local.ts';
import { memoryStateStore } from '#state/memory.ts';

const slot = '2026-11-20T23:00:00.000Z';

const world = () => {
  const state = memoryStateStore();
  let now = Date.parse(slot);
  let ids = 0;
  const deps = {
    definition: definitionOf,
    state,
    isEnabled: async () => true,
    runtime: { now: () => new Date(now), random: () => 0, newId: () => `id${++ids}` },
  } as unknown as Dependencies;
  const workflow = (journal = memoryJournal()) =>
    localWorkflow({ journal, log: { info: () => {}, warn: () => {} }, nowMs: () => now, sleepUntil: async () => {} });
  const claim = (action: Action, facts: Partial<RunRequest> = {}, journal = memoryJournal()) =>
    claimRun(
      workflow(journal),
      action,
      { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false, ...facts },
      deps,
    );
  const later = (seconds: number): void => {
    now += seconds * 1_000;
  };
  return { state, claim, later };
};

describe('a claim', () => {
  it('of a scheduled run is named by its slot and holds the lease', async () => {
    const { state, claim } = world();

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({
      granted: true,
      run: 'staging-stop-20261120T230000Z',
    });
    expect(await state.readLease('staging')).toMatchObject({ run: 'staging-stop-20261120T230000Z', action: 'stop' });
  });

  it('by hand has a name of its own each time', async () => {
    const { claim, later } = world();
    const first = await claim('stop');
    later(3_600);

    expect((await claim('stop')).run).not.toBe(first.run);
  });

  it('of a slot that was delivered before is a duplicate, at the same instant or later', async () => {
    const { claim, later } = world();
    await claim('stop', { scheduledTime: slot });

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({ granted: false, outcome: 'duplicate' });
    later(30);
    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({ granted: false, outcome: 'duplicate' });
  });

  it('that is repeated after a crash recognises itself', async () => {
    const { claim } = world();
    const journal = memoryJournal();
    await claim('stop', { scheduledTime: slot }, journal);
    const forgetful = {
      get: (key: string) => (key.endsWith('claim') ? undefined : journal.get(key)),
      set: journal.set,
    };

    expect(await claim('stop', { scheduledTime: slot }, forgetful)).toMatchObject({ granted: true });
  });

  it('is refused while another run changes the environment, and names it', async () => {
    const { claim } = world();
    await claim('stop', { scheduledTime: slot });

    expect(await claim('start')).toMatchObject({
      granted: false,
      outcome: 'refused',
      reason: expect.stringContaining('staging-stop-20261120T230000Z'),
    });
  });

  it('takes over when it is told to, and says from whom', async () => {
    const { state, claim } = world();
    await claim('stop', { scheduledTime: slot });
    const start = await claim('start', { supersede: true });

    expect(start).toMatchObject({ granted: true, superseded: 'staging-stop-20261120T230000Z' });
    expect(await state.readLease('staging')).toMatchObject({ run: start.run });
  });

  it('gets a lease that a dead run left, once that has expired', async () => {
    const { claim, later } = world();
    await claim('stop', { scheduledTime: slot });
    later(601);
    const start = await claim('start');

    expect(start).toMatchObject({ granted: true });
    expect(start).not.toHaveProperty('superseded');
  });

  it('that is too late is stale and takes no lease', async () => {
    const { state, claim, later } = world();
    later(4 * 3_600);

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({ granted: false, outcome: 'stale' });
    expect(await state.readLease('staging')).toBeUndefined();
  });

  it('of a dry run is granted and writes nothing', async () => {
    const { state, claim } = world();

    expect(await claim('stop', { scheduledTime: slot, dryRun: true })).toMatchObject({ granted: true });
    expect(await state.readLease('staging')).toBeUndefined();
    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({ granted: true });
  });
});
