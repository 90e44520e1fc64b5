// What people read of a cleanup.
import { describe, expect, it } from 'vitest';
import type { CleanupProgress } from '#cleanup/cleanup-run.ts';
import { cleanupOf, recreating } from '#test/support/cleanups.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';
import { progressLine } from '../../../cli/cleanup/progress.ts';
import { bytesText, reportLines } from '../../../cli/cleanup/report-lines.ts';

describe('a number of bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [1_250_000_000, '1.3 GB'],
    [3e18, '3000.0 PB'],
    ['unknown', 'unknown'],
  ] as const)('bytes are written for people: %s bytes as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

describe('the progress of a cleanup', () => {
  const progress = (more: Partial<CleanupProgress>): CleanupProgress => ({
    topicsDone: 1,
    topics: 4,
    bytesDone: 250,
    bytes: 1_000,
    topic: 'orders.new',
    ...more,
  });

  it('the progress of a cleanup shows topics, bytes and the time that is left', () => {
    expect(progressLine(progress({}), 30)).toBe('1 of 4 topics, 250 B of 1.0 kB, about 1 min 30 s left: orders.new');
  });

  it('the progress of a cleanup leaves out bytes that nobody knows, and time at the end', () => {
    expect(progressLine(progress({ topicsDone: 4, bytesDone: 0, bytes: 0 }), 30)).toBe('4 of 4 topics: orders.new');
  });
});

describe('the report of a cleanup', () => {
  it('the report of a cleanup says unknown where sizes are not known, and nowhere 0', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 3 });
    kafka.capabilities.describeLogDirs = false;
    const text = reportLines(await cleanupOf(kafka.admin).plan(), '--bootstrap x:1').join('\n');

    expect(text).toMatch(/orders\.new +truncate +unknown +6 +unknown +prefix orders\.: /);
    expect(text).toMatch(/unknown now, frees unknown/);
    expect(text).not.toMatch(/\b0 B/);
  });

  it('the report of a cleanup leads from an incomplete run to the command that resumes it', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 3 });
    const run = cleanupOf(kafka.admin);
    const { planHash, run: id } = await run.plan();
    run.endIn(1_000);
    const text = reportLines(await run.execute(planHash), '--cluster atlas').join('\n');

    expect(text).toMatch(/orders\.new +not-started/);
    expect(text).toContain(`Next: curfew cleanup resume --run ${id} --cluster atlas`);
  });

  it('the report of a cleanup of a thousand topics says each note once', async () => {
    const kafka = memoryKafka();
    for (let index = 0; index < 1_000; index += 1) kafka.add(`orders.${index}`, { records: 1, partitions: 1 });
    const plan = await cleanupOf(kafka.admin).plan(recreating({ caps: { topicsMax: 1_000 } }));
    const lines = reportLines(plan, '--bootstrap x:1');

    expect(lines.length).toBeLessThan(1_020);
    expect(lines.filter((line) => line.includes('restart its clients'))).toEqual([
      '  orders.0, orders.1, orders.10, orders.100, orders.101 and 995 more: the topic id changes, committed offsets are lost and replicas are placed again: restart its clients',
    ]);
  });

  it('the report of a cleanup names groups that lose records apart from those that lose their place, each once', async () => {
    const kafka = memoryKafka();
    for (const name of ['orders.a', 'orders.b']) kafka.add(name, { records: 3, partitions: 1 });
    const at = (offset: bigint) => ['orders.a', 'orders.b'].map((topic) => ({ topic, partition: 0, offset }));
    kafka.groups.set('late', at(1n));
    kafka.groups.set('done', at(3n));
    const text = reportLines(await cleanupOf(kafka.admin).plan(recreating()), '--bootstrap x:1').join('\n');

    expect(text).toMatch(/would lose records\n {2}late \(Empty\) 4 records of orders\.a, orders\.b/);
    expect(text).toMatch(
      /that have read everything and would lose their offsets: restart them\n {2}done \(Empty\) orders\.a, orders\.b/,
    );
  });

  it('the report of a cleanup says to plan again where resuming cannot help, with the reason', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.a', { records: 3 });
    const run = cleanupOf(kafka.admin);
    for (const log of kafka.topics.get('orders.a')?.logs ?? []) log.leader = undefined;
    const { planHash } = await run.plan();
    for (const log of kafka.topics.get('orders.a')?.logs ?? []) log.leader = 1;
    const { planHash: next } = await run.plan();
    for (const log of kafka.topics.get('orders.a')?.logs ?? []) log.leader = undefined;
    const [refused, skipped] = [await run.execute(planHash), await run.execute(next)];

    expect(reportLines(refused, '--cluster atlas').at(-1)).toMatch(
      /^Next: plan again .*no broker leads partitions 0, 1/,
    );
    expect(reportLines(skipped, '--cluster atlas').at(-1)).toMatch(/^Next: curfew cleanup resume --run /);
  });
});
