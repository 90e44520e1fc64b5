// How often the table is asked whether a run still holds its lease, and when it has to be.
import { describe, expect, it } from 'vitest';
import { leaseProof } from '#run/claim/lease-proof.ts';
import { limits } from '#run/limits.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const proofMs = limits.leaseProofSeconds * 1_000;

/** A run in a process that knows nothing yet, at 0 ms. */
const begun = async () => {
  const state = memoryStateStore();
  let asked = 0;
  let isDown = false;
  let nowMs = 0;
  await state.acquireLease('staging', { run: 'stop-1', action: 'stop', until: 600_000 }, 0, false);
  const counted = {
    ...state,
    leaseHolder: async (environment: string) => {
      asked++;
      if (isDown) throw new Error('the table does not answer');
      return state.leaseHolder(environment);
    },
  };
  const runtime = { now: () => new Date(nowMs), random: () => 0, newId: () => 'id' };
  return {
    lease: leaseProof({ environment: 'staging', run: 'stop-1' }, { state: counted, runtime }),
    asked: () => asked,
    at: (ms: number) => {
      nowMs = ms;
    },
    takeOver: () => state.acquireLease('staging', { run: 'start-2', action: 'start', until: 600_000 }, nowMs, true),
    tableIsDown: (down: boolean) => {
      isDown = down;
    },
  };
};

describe('the proof of a lease', () => {
  it('the proof of a lease begins with nothing known: a process that was resumed asks before its first change', async () => {
    const run = await begun();
    await run.takeOver();

    expect(await run.lease.holds()).toBe(false);
    expect(run.asked()).toBe(1);
  });

  it('the proof of a lease is asked for once by changes that are made at once', async () => {
    const run = await begun();

    expect(await Promise.all([run.lease.holds(), run.lease.holds(), run.lease.holds()])).toEqual([true, true, true]);
    expect(await run.lease.holds()).toBe(true);
    expect(run.asked()).toBe(1);
  });

  it('the proof of a lease is what a renewal says, for as long as it may be relied upon and no longer', async () => {
    const run = await begun();
    run.lease.confirmed(0);
    run.at(proofMs - 1);

    expect([await run.lease.holds(), run.asked()]).toEqual([true, 0]);
    await run.takeOver();
    run.at(proofMs);
    expect([await run.lease.holds(), run.asked()]).toEqual([false, 1]);
  });

  it('the proof of a lease counts from when the table was asked, however long its answer took', async () => {
    const run = await begun();
    const slow = run.lease.holds();
    run.at(proofMs);
    await slow;

    expect([await run.lease.holds(), run.asked()]).toEqual([true, 2]);
  });

  it('the proof of a lease is worth nothing from a time that is yet to come', async () => {
    const run = await begun();
    run.lease.confirmed(60_000);

    expect([await run.lease.holds(), run.asked()]).toEqual([true, 1]);
  });

  it('the proof of a lease that was lost is not asked for again, until a renewal says otherwise', async () => {
    const run = await begun();
    await run.takeOver();
    await run.lease.holds();

    expect([await run.lease.holds(), run.asked()]).toEqual([false, 1]);
    run.lease.confirmed(0);
    expect(await run.lease.holds()).toBe(true);
  });

  it('the proof of a lease that nobody answers is no proof, and is asked for again by the next change', async () => {
    const run = await begun();
    run.tableIsDown(true);
    await expect(run.lease.holds()).rejects.toThrow('the table does not answer');
    run.tableIsDown(false);

    expect(await run.lease.holds()).toBe(true);
  });

  it('the proof of a lease is fresh as long as a change relies on it, and never once it was found lost', async () => {
    const run = await begun();
    expect(run.lease.isFresh()).toBe(false);

    run.lease.confirmed(0);
    run.at(proofMs - 1);
    expect(run.lease.isFresh()).toBe(true);
    run.at(proofMs);
    expect(run.lease.isFresh()).toBe(false);
    run.at(-1);
    expect(run.lease.isFresh()).toBe(false);

    run.at(proofMs);
    await run.takeOver();
    expect(await run.lease.holds()).toBe(false);
    expect(run.lease.isFresh()).toBe(false);
  });
});
