import { describe, expect, it } from 'vitest';
import { sinkNames } from '#pipeline/clickhouse/names.ts';
import { teardownHash } from '#pipeline/teardown/hash.ts';
import { type Found, keptOf, planTeardown } from '#pipeline/teardown/plan.ts';

const names = sinkNames('default', 'record_raw');
const all: Found = {
  connector: 'c',
  tables: new Map(Object.values(names).map((name) => [name, name === names.table ? 7 : undefined])),
  topics: [{ name: 'source', id: 'aaa', end: 9n }],
};
const nothingMore = { table: false, topics: false };
const everything = { table: true, topics: true };
const labels = (steps: ReturnType<typeof planTeardown>) =>
  steps.map((step) => ('connector' in step ? 'connector' : 'topic' in step ? step.topic : step.name));

describe('the plan of a teardown', () => {
  it('takes away what writes before what reads, and keeps the events and the topics', () => {
    expect(labels(planTeardown(all, names, nothingMore))).toEqual([
      'connector',
      names.pumpView,
      names.kafkaTable,
      names.storeView,
      names.deadView,
      names.stage,
    ]);
    expect(keptOf(all, names, nothingMore)).toEqual([names.table, names.dead, 'topic source']);
  });

  it('takes events and topics last, where they are named', () => {
    expect(labels(planTeardown(all, names, everything)).slice(-3)).toEqual([names.dead, names.table, 'source']);
    expect(keptOf(all, names, everything)).toEqual([]);
  });

  it('leaves out what does not exist', () => {
    expect(planTeardown({ connector: undefined, tables: new Map(), topics: [] }, names, everything)).toEqual([]);
  });

  it('has a hash of its own for another cluster, other steps, and a topic that was made again; none for more records', () => {
    const hash = (found: Found, where = ['cluster', 'host'], wish = everything) =>
      teardownHash(where, planTeardown(found, names, wish));
    const topic = (id: string, end: bigint): Found => ({ ...all, topics: [{ name: 'source', id, end }] });
    const different = [
      hash(all),
      hash(all, ['other', 'host']),
      hash(all, undefined, nothingMore),
      hash({ ...all, connector: undefined }),
      hash(topic('bbb', 9n)),
    ];
    expect(new Set(different).size).toBe(different.length);
    expect(hash(topic('aaa', 10n))).toBe(hash(all));
    expect(hash(all)).toMatch(/^[0-9a-f]{16}$/);
  });
});
