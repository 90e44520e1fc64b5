// Who empties topics from this machine is asked, at a terminal and nowhere else, before the broker is touched.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { curfewAsked, curfewHere } from '#test/cli/in-process.ts';
import { type FakeKafka, fakeKafka } from '#test/support/kafka/fake-kafka.ts';

const typed = (keys: string) => (keyboard: PassThrough) => void keyboard.write(keys);
const nobody = () => {
  throw new Error('somebody was asked');
};

describe('curfew cleanup at a broker, at a terminal', () => {
  let kafka: FakeKafka;
  let there: readonly string[];

  beforeAll(async () => {
    kafka = await fakeKafka({ brokers: 1 });
  });
  afterAll(() => kafka.close());
  beforeEach(() => {
    kafka.world.topics.clear();
    for (const name of ['orders.new', 'orders.old']) {
      kafka.world.createTopic({ name, partitions: 1, replicationFactor: 1 });
      kafka.world.produce(name, 0, 5);
    }
    const state = mkdtempSync(join(tmpdir(), 'curfew-state-'));
    there = ['--bootstrap', kafka.bootstrap[0] ?? '', '--state', state];
  });

  const planned = async (...options: string[]): Promise<string> => {
    const { stdout } = await curfewHere(['cleanup', 'plan', ...options, ...there, '--json']);
    return JSON.parse(stdout).planHash;
  };
  const recordsIn = (name: string): bigint => {
    const [partition] = kafka.world.topic(name).partitions;
    return (partition?.segments.at(-1)?.end ?? 0n) - (partition?.start ?? 0n);
  };
  const left = () => ['orders.new', 'orders.old'].map(recordsIn);

  it('curfew cleanup at a broker, at a terminal names the topics of the plan, and touches nothing after a no', async () => {
    const hash = await planned('--prefix', 'orders.');
    const before = kafka.requests.length;
    const { code, stdout, stderr } = await curfewAsked(
      ['cleanup', 'execute', '--plan-hash', hash, ...there],
      typed('n\n'),
    );

    expect({ code, stdout, asked: kafka.requests.length - before }).toEqual({ code: 1, stdout: '', asked: 0 });
    expect(stderr).toBe(
      [
        `This executes plan ${hash} at ${kafka.bootstrap[0]}: the records that the plan counted are lost permanently.`,
        '2 topics (prefix orders.), up to 10 records: orders.new, orders.old',
        'Empty these topics? [y/N] Nothing was changed.\n',
      ].join('\n'),
    );
    expect(left()).toEqual([5n, 5n]);
  });

  it('curfew cleanup at a broker, at a terminal does it after a yes; then the run can be resumed by its name', async () => {
    const hash = await planned('--prefix', 'orders.');
    const { code, stdout } = await curfewAsked(['cleanup', 'execute', '--plan-hash', hash, ...there], typed('y\n'));
    expect(code).toBe(0);
    expect(left()).toEqual([0n, 0n]);

    const run = /run (\S+),/.exec(stdout)?.[1] ?? '';
    const resume = ['cleanup', 'resume', ...there];
    const named = await curfewAsked([...resume, '--run', run], typed('n\n'));
    const last = await curfewAsked(resume, typed('n\n'));

    expect([named.code, last.code]).toEqual([1, 1]);
    expect(named.stderr).toMatch(new RegExp(`^This resumes ${run} at .*\n2 topics \\(prefix orders\\.\\)`));
    expect(last.stderr).toMatch(/^This resumes the last run at .*\nEmpty these topics\?/);
  });

  it('curfew cleanup at a broker, at a terminal asks nobody with --yes, and where the plan empties nothing', async () => {
    const hash = await planned('--prefix', 'orders.');
    const { code } = await curfewAsked(['cleanup', 'execute', '--plan-hash', hash, '--yes', ...there], nobody);
    expect([code, left()]).toEqual([0, [0n, 0n]]);

    const empty = await planned('--prefix', 'orders.');
    const again = await curfewAsked(['cleanup', 'execute', '--plan-hash', empty, ...there], nobody);
    expect(again.code).toBe(0);
  });

  it('curfew cleanup at a broker, at a terminal does not ask for what is wrong', async () => {
    const { code, stderr } = await curfewAsked(
      ['cleanup', 'execute', '--plan-hash', '0f3a', '--prefix', 'or', ...there],
      nobody,
    );

    expect(code).toBe(2);
    expect(stderr).toContain('`or` is shorter than 3 characters; nothing was changed');
  });
});
