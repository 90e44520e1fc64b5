// Calls to AWS that read resources, in a night's two runs: against the tool that describes every resource at every poll.
import type { Action } from '#core/action.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import type { Family, Figure } from './figure.ts';
import { randomEnvironmentNight, stagingNight } from './start-nights.ts';
import { sum } from './statistics.ts';

export type Calls = {
  readonly polls: number;
  /** Reads of resources; the state table, notifications and changes are not among them. */
  readonly reads: number;
  /** Resources on their way, summed over the polls. */
  readonly inFlight: number;
  readonly resources: number;
};

const runs: readonly Action[] = ['stop', 'start'];

/** A poll renews the lease, and lists with it which resources are moving. */
const movingCount = (input: unknown): number => JSON.stringify(input).split('\\"state\\":\\"moving\\"').length - 1;

export const callsIn = ({ lines, scenario }: Rehearsal): Calls => {
  const calls = lines.flatMap(({ event }) =>
    event.type === 'call' && runs.some((action) => action === event.function) ? [event] : [],
  );
  const polls = calls.filter(({ operation }) => operation === 'dynamodb:UpdateItem');
  return {
    polls: polls.length,
    reads: calls.filter(({ operation, mutating }) => !mutating && !/^(dynamodb|ssm):/.test(operation)).length,
    inFlight: sum(polls.map(({ input }) => movingCount(input))),
    resources: scenario.definition.resources.length,
  };
};

export const callsOf = async (night: Scenario): Promise<Calls> => callsIn(await rehearse(night));

const figuresOf = (name: string, { polls, reads, inFlight, resources }: Calls): Figure[] => [
  {
    name: `calls.perRun.${name}`,
    value: reads / runs.length,
    unit: 'reads',
    peer: (polls * resources) / runs.length,
    against: 'one describe per resource per poll',
    limit: (polls * resources) / runs.length / 4,
  },
  {
    name: `calls.perPoll.${name}`,
    value: reads / polls,
    unit: 'reads',
    peer: inFlight / polls,
    against: 'one describe per resource that is on its way',
  },
];

export const sixty = (seed: number): Scenario => randomEnvironmentNight(seed, 60);

export const calls: Family = {
  namePrefixes: ['calls'],
  async *measure() {
    yield* figuresOf('staging', await callsOf(stagingNight(1)));
    yield* figuresOf('60', await callsOf(sixty(1)));
  },
};
