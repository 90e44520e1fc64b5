// After a takeover a run looks only when reads have caught up.
import { describe, expect, it } from 'vitest';
import type { Claim } from '#core/run.ts';
import { waitForConsistentReads } from '#run/claim/wait-for-consistent-reads.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { limits } from '#run/limits.ts';

const claim = (how: Partial<Claim>): Claim =>
  ({
    run: 'staging-start-1',
    action: 'start',
    request: { environment: 'staging', requestedBy: 'ana', supersede: true, dryRun: false },
    at: 0,
    granted: true,
    ...how,
  }) as Claim;

/** How long it waits, and what for; the lease was taken some seconds after the run had got its name. */
const waitOf = async (how: Partial<Claim>) => {
  let nowMs = 4_000;
  const workflow = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs: () => nowMs,
    sleepUntil: async (ms) => {
      nowMs = ms;
    },
  });
  await waitForConsistentReads(workflow, claim(how), {
    runtime: { now: () => new Date(nowMs), random: () => 0, newId: () => 'id' },
  });
  return (nowMs - 4_000) / 1_000;
};

describe('before its first look', () => {
  it('a run that has taken over waits, counted from when it holds the lease', async () => {
    expect(await waitOf({ superseded: 'staging-stop-1' })).toBe(limits.takeoverSeconds);
  });

  it.each<[why: string, Partial<Claim>]>([
    ['one that found the lease free', {}],
    ['one that was refused', { granted: false, outcome: 'refused', reason: 'held' }],
  ])('before its first look, %s does not wait', async (_, how) => {
    expect(await waitOf(how)).toBe(0);
  });

  it('the wait has a name in traces', async () => {
    const waits: string[] = [];
    const journal = memoryJournal();
    const set: typeof journal.set = (key, entry) => {
      waits.push(key);
      journal.set(key, entry);
    };
    let reads = 0;
    const now = () => new Date(reads++ * limits.takeoverSeconds * 1_000);
    const workflow = localWorkflow({
      journal: { get: journal.get, set },
      log: { info: () => {}, warn: () => {} },
      nowMs: () => 0,
      sleepUntil: async () => {},
    });
    const runtime = { now, random: () => 0, newId: () => 'id' };
    await waitForConsistentReads(workflow, claim({ superseded: 'staging-stop-1' }), { runtime });

    expect(waits).toEqual(['1 let reads catch up', '1 let reads catch up']);
  });
});
