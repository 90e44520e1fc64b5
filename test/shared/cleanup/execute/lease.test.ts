// One cleanup at a time per cluster, whether plans are kept in one place or in several.
import { describe, expect, it } from 'vitest';
import { acquireLease, type HeldLease, underLease } from '#cleanup/execute/lease.ts';
import type { ClusterClaim } from '#cleanup/kafka/kafka-admin.ts';
import { cleanupOf, evening } from '#test/support/cleanups.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';

const cluster = 'cluster-one';
const held = (claim: Awaited<ReturnType<typeof acquireLease>>): HeldLease => {
  if (claim.kind !== 'held') throw new Error(`taken by ${claim.by.run}`);
  return claim.lease;
};

const withClaim = (claim?: ClusterClaim) => {
  const kafka = memoryKafka();
  const asked: string[] = [];
  if (claim)
    kafka.admin.claim = async (run) => {
      asked.push(run);
      return claim;
    };
  return { ...cleanupOf(kafka.admin), asked };
};

describe('the lease of a cluster', () => {
  it('the lease of a cluster is held for three minutes from when it is taken or renewed, and then ends by itself', async () => {
    const its = withClaim();
    const other = { run: 'b', holder: 'x', until: evening * 2 };
    const lease = held(await acquireLease(cluster, 'a', its.deps));
    its.pass(100_000);
    expect(await lease.renew()).toBe(true);
    its.pass(100_000);

    expect((await its.store.acquireLease(cluster, other, evening + 200_000)).run).toBe('a');
    its.pass(100_000);
    expect((await its.store.acquireLease(cluster, other, evening + 300_000)).run).toBe('b');
    expect(await lease.renew()).toBe(false);
  });

  it('the lease of a cluster that another process has is not taken', async () => {
    const its = withClaim({ kind: 'unavailable', why: 'x' });
    const standing = { run: 'b', holder: 'x', until: evening + 1 };
    await its.store.acquireLease(cluster, standing, evening);

    expect(await acquireLease(cluster, 'a', its.deps)).toEqual({ kind: 'taken', by: standing });
    expect(its.asked).toEqual([]);
  });

  it('the lease of a cluster is given back at once where the cluster itself says that another cleanup is at work', async () => {
    const its = withClaim({ kind: 'taken', run: 'elsewhere-1' } as ClusterClaim);

    expect(await acquireLease(cluster, 'a', its.deps)).toEqual({
      kind: 'taken',
      by: { run: 'elsewhere-1', holder: 'elsewhere', until: evening + 180_000 },
    });
    expect(its.asked).toEqual(['a']);
    const next = { run: 'b', holder: 'x', until: evening + 1 };
    expect(await its.store.acquireLease(cluster, next, evening)).toEqual(next);
  });

  it.each([
    [true, true],
    [false, false],
  ])(
    'the lease of a cluster is renewed together with the claim of the cluster itself: %s',
    async (renews, expected) => {
      let released = 0;
      const its = withClaim({
        kind: 'held',
        renew: async () => renews,
        release: async () => {
          released++;
          throw new Error('gone already');
        },
      } as ClusterClaim);
      const lease = held(await acquireLease(cluster, 'a', its.deps));

      expect(await lease.renew()).toBe(expected);
      await lease.release();
      expect(released).toBe(1);
      const next = { run: 'b', holder: 'x', until: evening + 1 };
      expect(await its.store.acquireLease(cluster, next, evening)).toEqual(next);
    },
  );

  it('the lease of a cluster is asked for once by those who ask at the same time, and again later', async () => {
    const its = withClaim();
    const lease = held(await acquireLease(cluster, 'a', its.deps));
    let asked = 0;
    const { renewLease } = its.store;
    its.store.renewLease = async (...how) => {
      asked++;
      return renewLease(...how);
    };
    await Promise.all([lease.renew(), lease.renew(), lease.renew()]);
    expect(asked).toBe(1);
    await lease.renew();
    expect(asked).toBe(2);
  });
});

describe('work under the lease of a cluster', () => {
  const report = { outcome: 'done', warnings: ['w'] } as never;
  const leaseThat = (release: () => Promise<void>): HeldLease => ({ holder: 'h', renew: async () => true, release });

  it('work under the lease of a cluster is reported, and the lease given back', async () => {
    let released = 0;
    const lease = leaseThat(async () => void released++);

    expect(await underLease(lease, async () => report)).toBe(report);
    await expect(underLease(lease, async () => Promise.reject(new Error('died')))).rejects.toThrow('died');
    expect(released).toBe(2);
  });

  it.each<[what: string, thrown: unknown, why: string]>([
    ['an error', new Error('no table'), 'no table'],
    ['a text', 'no text', 'no text'],
  ])(
    'work under the lease of a cluster is reported also where the lease cannot be given back: %s',
    async (_, thrown, why) => {
      const failing = leaseThat(async () => Promise.reject(thrown));

      expect(await underLease(failing, async () => report)).toEqual({
        outcome: 'done',
        warnings: ['w', `the lease of the cluster could not be released (${why}); it expires on its own`],
      });
      await expect(underLease(failing, async () => Promise.reject(new Error('died')))).rejects.toThrow('died');
    },
  );
});
