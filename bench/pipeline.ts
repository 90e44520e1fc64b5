// The bodies of the pipeline's functions, per CPU second of ours: from Lambda's event to the records that go to Kafka, and from
// Lambda's event to the bytes that go to ClickHouse. Brokers and ClickHouse are left out, their time is not ours.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sinkEvent } from '#functions/clickhouse-sink/flow.ts';
import { normaliseEvent } from '#functions/normalise/flow.ts';
import { clickHouse } from '#pipeline/clickhouse/client.ts';
import { sinkNames } from '#pipeline/clickhouse/names.ts';
import { compileMapping } from '#pipeline/file/compile.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import type { Outgoing } from '#pipeline/kafka/outgoing.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import type { Family, Figure } from './figure.ts';
import { changeOf, sourceEvent } from './pipeline/source-event.ts';
import { median } from './statistics.ts';

const file = new URL('../examples/cdc/pipelines/files.yaml', import.meta.url).pathname;
/** As many as fit into one invocation: Lambda hands over 6 MB at most. */
const records = 5_000;
const repeats = 25;
const topics = { events: 'events', deadLetters: 'dead' };

/** The best of it is what the code can do; the median is what it does, on a machine that is shared. */
const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
  await work();
  const rates: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) rates.push(records / (await cpuSecondsOf(work)).seconds);
  return median(rates);
};

/** A body that loses or refuses something would be fast for nothing. */
const exactly = (counted: number): void => {
  if (counted !== records) throw new Error(`${counted} of ${records} records came through`);
};

const normalised = async (): Promise<{ readonly events: readonly Outgoing[]; readonly rate: number }> => {
  const source = sourceEvent(records, changeOf);
  let produced: Outgoing[] = [];
  const handle = normaliseEvent({
    mappings: loadPipeline(file).mappings.map(compileMapping),
    topics,
    produce: async (batch) => void produced.push(...batch),
    reportsPartialBatches: false,
    count: ({ events }) => exactly(events),
  });
  const rate = await perSecond(() => {
    produced = [];
    return handle(source);
  });
  return { events: produced, rate };
};

export const normaliserRate = async (): Promise<number> => (await normalised()).rate;

const sunk = async (events: readonly Outgoing[]): Promise<number> => {
  const server = fork(new URL('pipeline/discard.ts', import.meta.url));
  try {
    const [port] = await once(server, 'message');
    const connection = { url: `http://127.0.0.1:${port}`, username: 'any', password: 'any', timeoutMs: 60_000 };
    const client = clickHouse({ ...connection, database: 'default' });
    const handle = sinkEvent({
      insert: client.insertInto(sinkNames('default', 'record_raw').table),
      deadLetters: topics.deadLetters,
      produce: async () => {},
      reportsPartialBatches: false,
      count: ({ rows }) => exactly(rows),
    });
    const source = sourceEvent(records, (index) => events[index]?.value ?? new Uint8Array());
    const rate = await perSecond(() => handle(source));
    await client.close();
    return rate;
  } finally {
    server.kill();
  }
};

const evaluations = 443_000;
const { eventType: guides } = compileMapping(
  loadPipeline(file).mappings[0] ?? { match: {}, version: 1, tags: [], attrs: [] },
);

/**
 * How many of so many evaluations give another answer than they must, while two processes keep every core busy. A time-out per record
 * would show here: it fails records that are right, because somebody else has the processor.
 */
const failedEvaluations = async (): Promise<number> => {
  const busy = [1, 2].map(() => fork(new URL('pipeline/busy.ts', import.meta.url)));
  try {
    let failed = 0;
    for (let index = 0; index < evaluations; index += 1) {
      const isArrived = index % 3 === 0;
      const event = { fullDocument: { status: isArrived ? 'arrived' : 'read', index } };
      const answer = await guides?.when(event).catch(() => undefined);
      if (answer !== isArrived) failed += 1;
    }
    return failed;
  } finally {
    for (const one of busy) one.kill();
  }
};

const figure = (name: string, value: number, limit: number, unit: string): Figure => ({
  ...{ name, value, unit, limit },
  atLeast: true,
});

export const pipeline: Family = {
  namePrefixes: ['pipeline'],
  async *measure() {
    const { events, rate } = await normalised();
    yield figure('pipeline.normalise', rate, 50_000, 'events/CPU s');
    const name = 'pipeline.evaluations.failed';
    yield { name, value: await failedEvaluations(), unit: `of ${evaluations}`, limit: 0 };
    yield figure('pipeline.sink', await sunk(events), 100_000, 'rows/CPU s');
  },
};
