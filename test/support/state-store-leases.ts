import { expect, it } from 'vitest';
import type { Lease } from '#core/run.ts';
import { type Make, now, numbered, slot } from './state-store-samples.ts';

const lease = (run: string, until = now + 60_000): Lease => ({ run, action: 'stop', until });

export const slots = (make: Make) => {
  it('a state store grants a slot to the first run that claims it', async () => {
    const store = await make();
    expect(await store.claimSlot('staging', slot, 'first')).toBe('first');
    expect(await store.claimSlot('staging', slot, 'second')).toBe('first');
  });

  it('a state store grants a slot again to the run that has it', async () => {
    const store = await make();
    await store.claimSlot('staging', slot, 'first');
    expect(await store.claimSlot('staging', slot, 'first')).toBe('first');
  });

  it('a state store takes one instant for one slot, in whatever offset it is written', async () => {
    const store = await make();
    await store.claimSlot('staging', slot, 'first');
    expect(await store.claimSlot('staging', { ...slot, scheduledTime: '2026-11-20T23:00:00Z' }, 'second')).toBe(
      'first',
    );
  });

  it.each([
    ['environments', 'staging2', slot],
    ['actions', 'staging', { ...slot, action: 'start' as const }],
    ['kinds', 'staging', { ...slot, refusal: true as const }],
    ['times', 'staging', { ...slot, scheduledTime: '2026-11-21T20:00:00-03:00' }],
  ])('a state store keeps the slots of different %s apart', async (_, environment, other) => {
    const store = await make();
    await store.claimSlot('staging', slot, 'first');
    expect(await store.claimSlot(environment, other, 'second')).toBe('second');
  });

  it('a state store grants a slot to exactly one of many runs that claim it at once', async () => {
    const store = await make();
    const runs = numbered(10, (number) => `run-${number}`);
    const owners = await Promise.all(runs.map((run) => store.claimSlot('staging', slot, run)));
    expect(new Set(owners).size).toBe(1);
    expect(runs).toContain(owners[0]);
  });
};

export const taking = (make: Make) => {
  it('a state store gives a free lease to whoever asks', async () => {
    const store = await make();
    expect(await store.readLease('staging')).toBeUndefined();
    expect(await store.acquireLease('staging', lease('stop-1'), now, false)).toEqual(lease('stop-1'));
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });

  it('a state store says who holds a lease, if anybody does', async () => {
    const store = await make();
    expect(await store.leaseHolder('staging')).toBeUndefined();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.leaseHolder('staging')).toEqual({ run: 'stop-1', until: lease('stop-1').until });
    await store.acquireLease('staging', lease('start-2'), now, true);
    expect(await store.leaseHolder('staging')).toEqual({ run: 'start-2', until: lease('start-2').until });
  });

  it('a state store keeps a held lease and names its holder', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.acquireLease('staging', lease('start-2'), now + 59_999, false)).toEqual(lease('stop-1'));
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });

  it('a state store gives an expired lease to whoever asks', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    const next = lease('start-2', now + 120_000);
    expect(await store.acquireLease('staging', next, now + 60_000, false)).toEqual(next);
    expect(await store.readLease('staging')).toEqual(next);
  });

  it('a state store gives a lease that would last longer than any does to whoever asks: a clock was wrong that wrote it', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1', now + 10 * 365 * 86_400_000), now, false);
    const next = lease('start-2', now + 60_000);
    expect(await store.acquireLease('staging', next, now, false)).toEqual(next);
    const deployment = { ...lease('deploy-3', now + 180 * 60_000), action: 'deploy' } as const;
    await store.acquireLease('staging', deployment, now + 60_000, false);
    expect(await store.acquireLease('staging', next, now + 60_000, true)).toEqual(deployment);
  });

  it('a state store gives the lease again to the run that holds it, until the later time', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    const again = lease('stop-1', now + 90_000);
    expect(await store.acquireLease('staging', again, now + 1_000, false)).toEqual(again);
    expect(await store.readLease('staging')).toEqual(again);
  });

  it('a state store takes a held lease over if the request supersedes', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.acquireLease('staging', lease('start-2'), now, true)).toEqual(lease('start-2'));
    expect(await store.renewLease('staging', 'stop-1', now + 90_000)).toBe(false);
    expect(await store.readLease('staging')).toEqual(lease('start-2'));
  });

  it('a state store never lets a run supersede a deployment, until that is over', async () => {
    const store = await make();
    const deployment: Lease = { run: 'deploy-1', action: 'deploy', until: now + 60_000 };
    await store.acquireLease('staging', deployment, now, false);

    expect(await store.acquireLease('staging', lease('start-2'), now, true)).toEqual(deployment);
    expect(await store.renewLease('staging', 'start-2', now + 90_000)).toBe(false);
    expect(await store.acquireLease('staging', deployment, now, true)).toEqual(deployment);
    const next = lease('start-2', now + 180_000);
    expect(await store.acquireLease('staging', next, now + 60_000, true)).toEqual(next);
  });

  it('a state store gives the lease to exactly one of many runs that ask at once', async () => {
    const store = await make();
    const runs = numbered(10, (number) => `run-${number}`);
    const standing = await Promise.all(runs.map((run) => store.acquireLease('staging', lease(run), now, false)));
    expect(new Set(standing.map(({ run }) => run)).size).toBe(1);
    expect(await store.readLease('staging')).toEqual(standing[0]);
  });

  it('a state store keeps the leases of different environments apart', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.acquireLease('staging2', lease('stop-2'), now, false)).toEqual(lease('stop-2'));
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });
};

export const holding = (make: Make) => {
  it('a state store prolongs the lease of its holder, also when asked twice', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.renewLease('staging', 'stop-1', now + 90_000)).toBe(true);
    expect(await store.renewLease('staging', 'stop-1', now + 90_000)).toBe(true);
    expect(await store.readLease('staging')).toEqual(lease('stop-1', now + 90_000));
  });

  it('a state store does not prolong the lease of another run', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.renewLease('staging', 'start-2', now + 90_000)).toBe(false);
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });

  it('a state store does not create a lease by prolonging it', async () => {
    const store = await make();
    expect(await store.renewLease('staging', 'stop-1', now + 90_000)).toBe(false);
    expect(await store.readLease('staging')).toBeUndefined();
  });

  it('a state store takes the lease back from its holder, also when given back twice', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    await store.releaseLease('staging', 'stop-1');
    await store.releaseLease('staging', 'stop-1');
    expect(await store.readLease('staging')).toBeUndefined();
    expect(await store.acquireLease('staging', lease('start-2'), now, false)).toEqual(lease('start-2'));
  });

  it('a state store leaves the lease of another run alone when one is given back', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    await store.releaseLease('staging', 'start-2');
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });
};
