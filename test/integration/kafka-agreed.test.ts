// What a plan says of the replicas of each partition, and what manifests of other runs say, on a real cluster.
import { describe, expect, it } from 'vitest';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Manifest } from '#core/cleanup.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { documentsIn, rulesFor } from './support/cleanup.ts';
import {
  admin,
  cleanup,
  create,
  idOf,
  interrupted,
  prefix,
  recordsIn,
  state,
  topicIn,
  useFolderOfConsent,
} from './support/consent.ts';
import { isOwnCluster, reassign } from './support/kafka.ts';

useFolderOfConsent();

const replicasOf = async (name: string, partition: number): Promise<readonly number[]> => {
  const found = (await admin.topics([name])).get(name);
  return found?.kind === 'known' ? (found.value.partitions[partition]?.replicas ?? []) : [];
};

const moved = async (name: string, partition: number, to: readonly number[]): Promise<void> => {
  await reassign(name, partition, to);
  await eventually('the reassignment', async () => {
    const now = await replicasOf(name, partition);
    return [...now].sort().join() === [...to].sort().join() || undefined;
  });
};

describe.runIf(isOwnCluster)('the replicas of each partition', () => {
  it('the replicas of each partition are part of a plan: one more in one partition makes another hash, and refuses the old one', async () => {
    const { name } = await create('orders');
    const before = await cleanup().plan(rulesFor(prefix));
    await moved(name, 1, [1, 2]);
    const after = await cleanup().plan(rulesFor(prefix));

    expect(after.planHash).not.toBe(before.planHash);
    expect(await cleanup().execute(before.planHash)).toMatchObject({
      outcome: 'refused',
      reason: `${name} has 2 replicas of partition 1 instead of 1; plan again`,
    });
    expect(await recordsIn(name)).toBe(5);
    expect(await cleanup().execute(after.planHash)).toMatchObject({ outcome: 'done' });
    expect(await recordsIn(name)).toBe(0);
  });

  it.each(['truncate', 'recreate'] as const)(
    'the replicas of each partition are compared right before the act (%s)',
    async (strategy) => {
      const first = await create('a');
      const second = await create('b');
      const rules = { ...rulesFor(prefix, strategy), topics: [] };
      const { planHash } = await cleanup().plan(rules);
      const [old = 1] = await replicasOf(second.name, 0);
      let asked = 0;
      // The rules are read when the run begins, and again right before each act.
      const today = () => {
        asked += 1;
        return rules;
      };
      const over = new Proxy(admin, {
        get: (target, key) => {
          const call = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
          return async (...args: unknown[]) => {
            const isActing = key === 'topics' && Array.isArray(args[0]) && args[0].includes(second.name) && asked === 1;
            if (isActing) {
              asked += 1;
              await moved(second.name, 0, [3 - old]);
            }
            return call.apply(target, args);
          };
        },
      });
      const report = await cleanup(over).execute(planHash, today);

      expect(topicIn(report, 'b')).toMatchObject({
        outcome: 'skipped',
        errorCode: 'TOPIC_CHANGED',
        reason: `left alone: it has partition 0 on brokers ${3 - old} instead of ${old}`,
      });
      expect(topicIn(report, 'a')?.outcome).toBe(strategy === 'truncate' ? 'truncated' : 'recreated');
      expect([await idOf(second.name), await recordsIn(second.name)]).toEqual([second.id, 5]);
      expect(await recordsIn(first.name)).toBe(0);
    },
  );
});

describe('a manifest of another run', () => {
  /** Another run died when it had deleted `a`; somebody edits what it left. */
  const left = async (edit: (manifest: Manifest) => Manifest) => {
    const { name } = await create('a', { 'retention.ms': '86400000' });
    await create('b');
    const theirs = await cleanup().plan(rulesFor(`${prefix}a`, 'recreate'));
    let isDeleted = false;
    const over = interrupted('deleteTopic', '', async () => {
      isDeleted = true;
    });
    const dying = new Proxy(over, {
      get: (target, key) => {
        const call = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          if (key === 'createTopic' && isDeleted) throw new Error('dead');
          return call.apply(target, args);
        };
      },
    });
    await expect(cleanup(dying).execute(theirs.planHash)).rejects.toThrow('dead');
    await eventually('the deletion', async () => (await idOf(name)) === undefined || undefined);
    const { id: cluster } = await admin.cluster();
    const documents = documentsIn(state);
    const [kept] = await documents.list<Manifest>(`CLEANUP#${cluster}`, `MANIFEST#${name}`);
    if (!kept) throw new Error('no manifest');
    await documents.write(`CLEANUP#${cluster}`, `MANIFEST#${name}`, edit(kept.value), kept.version);
    const { planHash } = await cleanup().plan(rulesFor(`${prefix}b`));
    const report = await cleanup().execute(planHash);
    return { name, report, manifests: await cleanupStore(documents).manifests(cluster) };
  };

  it('a manifest of another run that was edited makes the topic again as the plan of that run says', async () => {
    const { name, report } = await left((manifest) => ({
      ...manifest,
      shape: { partitions: 7, replicationFactor: 1, overrides: { 'retention.ms': '1' } },
    }));
    const found = (await admin.topics([name])).get(name);
    const configs = (await admin.topicConfigs([name])).get(name);

    expect(report.warnings.join()).toContain(`${name}, which`);
    expect(found).toMatchObject({ kind: 'known', value: { partitions: { length: 2 } } });
    expect(configs?.kind === 'known' && configs.value.find((one) => one.name === 'retention.ms')?.value).toBe(
      '86400000',
    );
  });

  it('a manifest of another run that names what its plan does not delete creates nothing and is in nobody’s way', async () => {
    const { name, report, manifests } = await left((manifest) => ({ ...manifest, oldId: 'AAAAAAAAAAAAAAAAAAAAAA' }));

    expect(report.warnings.join()).toMatch(/not recreated: its manifest is not what the plan of /);
    expect(topicIn(report, 'b')?.outcome).toBe('truncated');
    expect(await idOf(name)).toBeUndefined();
    expect(manifests).toMatchObject([{ state: 'needs-attention' }]);
  });
});
