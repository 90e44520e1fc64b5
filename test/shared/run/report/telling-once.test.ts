import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import { tellingOnce } from '#run/report/telling-once.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const byHand: RunRequest = { environment: 'staging', requestedBy: 'schedule', dryRun: false, supersede: false };
const request: RunRequest = { ...byHand, scheduledTime: '2026-11-20T23:00:00Z' };
const failed: Claim = {
  ...{ run: 'staging-stop', action: 'stop', request, at: 0 },
  ...{ granted: false, outcome: 'failed', reason: 'nothing was changed: no table' },
};

/** How many of three deliveries of a slot tell what became of them; a claim of each. */
const told = async (claim: (delivery: number) => Claim, claimSlot = memoryStateStore().claimSlot): Promise<number> => {
  const messages: unknown[] = [];
  const publish = async (message: unknown) => void messages.push(message);
  const state = { ...memoryStateStore(), claimSlot };
  for (const delivery of [1, 2, 3])
    await tellingOnce({ state, publish }, claim(delivery), { id: `id-${delivery}` }).publish({} as Report);
  return messages.length;
};

describe('deliveries of a slot that cannot begin', () => {
  it('deliveries of a slot that cannot begin are told once', async () => {
    expect(await told(() => failed)).toBe(1);
  });

  it('deliveries of a slot that cannot begin are told again by the one that told it, when it does not know', async () => {
    const state = memoryStateStore();
    let published = 0;
    const publish = async () => {
      published++;
      throw new Error('the answer was lost');
    };
    const told = tellingOnce({ state, publish }, failed, { id: 'one' });
    await expect(told.publish({} as Report)).rejects.toThrow('lost');
    await expect(told.publish({} as Report)).rejects.toThrow('lost');

    expect(published).toBe(2);
  });

  it.each<[string, (delivery: number) => Claim]>([
    [
      'they are of several slots',
      (n) => ({ ...failed, request: { ...request, scheduledTime: `2026-11-2${n}T23:00:00Z` } }),
    ],
    ['people asked for them', () => ({ ...failed, request: byHand })],
    ['they were skipped', () => ({ ...failed, granted: false, outcome: 'skipped', reason: 'paused' })],
    ['they began', () => ({ ...failed, granted: true }) as Claim],
  ])('deliveries of a slot are all told when %s', async (_, claim) => {
    expect(await told(claim)).toBe(3);
  });

  it('deliveries of a slot that cannot begin are all told while the table does not answer', async () => {
    expect(
      await told(
        () => failed,
        () => Promise.reject(new Error('throttled')),
      ),
    ).toBe(3);
  });
});
