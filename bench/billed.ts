// What a start of 25 minutes costs: Lambda time, durable operations, bytes and money. The simulation answers at once, so
// the time that real answers take is added by assumption; everything else is counted.

import { type MeteredRun, meteredRun } from '#sim/metered-run.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { simulation } from '#sim/simulation.ts';
import { definitionOf } from './atlas.ts';
import { pollsIn } from './calls.ts';
import type { Family, Figure } from './figure.ts';

/** Seconds. Generous to the peers: a call within a region takes a few hundredths of a second, and some run at once. */
const assumed = { secondsPerCall: 0.05, secondsPerCheckpoint: 0.05, secondsPerReplay: 0.05 } as const;

/** List prices in US dollars, us-east-1, ARM, without a free tier (facts/durable-functions.md 3.11 and 6; September 2026). */
const prices = {
  gigabyteSecond: 0.0000133334,
  request: 0.2e-6,
  durableOperation: 8e-6,
  gigabyteWritten: 0.25,
  /** Kept for 14 days, of a month. */
  gigabyteKept: 0.15 * (14 / 30),
  stateTransition: 25e-6,
} as const;

const gigabytes = 0.25;

type Bill = MeteredRun & {
  readonly seconds: number;
  readonly calls: number;
  readonly polls: number;
  readonly changes: number;
  readonly billedSeconds: number;
};

/** Staging with a database that makes its start take 25 minutes. */
export const billOfStart = async (): Promise<Bill> => {
  const world = { 'dashboard-db': { startMinutes: 20 }, 'dashboard-backend': { startMinutes: 4.5 } };
  const stage = simulation({ ...ordinaryNight(definitionOf('staging'), 1), world });
  await meteredRun(stage, 'stop');
  const before = stage.cloud.trace.lines.length;
  const run = await meteredRun(stage, 'start');
  const lines = stage.cloud.trace.lines.slice(before);
  const made = lines.flatMap(({ event }) => (event.type === 'call' ? [event] : []));
  const checkpoints = run.operations;
  return {
    ...run,
    seconds: run.report.seconds,
    calls: made.length,
    polls: pollsIn(lines),
    changes: made.filter(({ operation, mutating }) => mutating && !/^(dynamodb|sns):/.test(operation)).length,
    billedSeconds:
      made.length * assumed.secondsPerCall +
      checkpoints * assumed.secondsPerCheckpoint +
      run.invocations * assumed.secondsPerReplay,
  };
};

const lambdaUsd = (seconds: number, requests: number): number =>
  seconds * gigabytes * prices.gigabyteSecond + requests * prices.request;

export const usdOf = ({ billedSeconds, invocations, operations, bytes }: Bill): number =>
  lambdaUsd(billedSeconds, invocations) +
  operations * prices.durableOperation +
  (bytes / 1e9) * (prices.gigabyteWritten + prices.gigabyteKept);

/** A state machine that polls as often: a wait, a task that reads and a choice per poll; three states per change. */
export const stepFunctionsUsd = ({ polls, changes }: Pick<Bill, 'polls' | 'changes'>): number =>
  (polls * 3 + changes * 3 + 10) * prices.stateTransition;

const figuresOf = (bill: Bill): Figure[] => [
  {
    name: 'billed.seconds',
    value: bill.billedSeconds,
    unit: 's',
    peer: bill.seconds,
    against: 'a Lambda that polls all the time',
    limit: bill.seconds / 20,
  },
  { name: 'billed.invocations', value: bill.invocations, unit: 'invocations' },
  { name: 'billed.operations', value: bill.operations, unit: 'operations' },
  { name: 'billed.bytes', value: bill.bytes / 1_000, unit: 'kB' },
  {
    name: 'billed.usd',
    value: usdOf(bill),
    unit: 'USD',
    peer: stepFunctionsUsd(bill),
    against: 'Step Functions, reading all at each poll',
  },
  {
    name: 'billed.usd.polling',
    value: usdOf(bill),
    unit: 'USD',
    peer: lambdaUsd(bill.seconds, 1),
    against: 'a Lambda that polls all the time, if it could',
  },
];

export const billed: Family = {
  namePrefixes: ['billed'],
  async *measure() {
    yield* figuresOf(await billOfStart());
  },
};
