// Calls to AWS that read resources, in a night's two runs: against the tool that describes every resource at every poll.
import type { Action } from '#core/action.ts';
import { type Call, changesResources } from '#sim/calls.ts';
import { sortKeyOf } from '#sim/invariants/memory-writes.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import type { Family, Figure } from './figure.ts';
import { peerNight } from './peer-night.ts';
import { randomEnvironmentNight, stagingNight } from './start-nights.ts';
import { sum } from './statistics.ts';

export type Calls = {
  readonly polls: number;
  /** Reads of resources; the state table, notifications and changes are not among them. */
  readonly reads: number;
  /** Calls that change resources. */
  readonly changes: number;
  /** Calls to the state table, without those that renew the lease. */
  readonly own: number;
  /** Of these, the ones that read a single item, such as the lease. */
  readonly asked: number;
  /** Resources on their way, summed over the polls; by what the run told of itself. */
  readonly inFlight: number;
  readonly resources: number;
};

const runs: readonly Action[] = ['stop', 'start'];

/** What a renewal tells of the run lists which resources are moving. */
const movingCount = (input: unknown): number => JSON.stringify(input).split('\\"state\\":\\"moving\\"').length - 1;

const isRenewal = ({ operation, input }: Call): boolean =>
  operation === 'dynamodb:UpdateItem' && sortKeyOf(input) === 'LEASE';

const ofTable = /^(dynamodb|ssm):/;

const isRead = ({ mutating, operation }: Call): boolean => !mutating && !ofTable.test(operation);

/** The simulated AWS answers at once: what a poll reads, it reads in one moment. */
export const pollsIn = (lines: Rehearsal['lines'], functions: readonly string[] = runs): number =>
  new Set(
    lines.flatMap(({ at, event }) =>
      event.type === 'call' && functions.includes(event.function) && isRead(event) ? [at] : [],
    ),
  ).size;

export const callsIn = ({ lines, scenario }: Rehearsal): Calls => {
  const calls = lines.flatMap(({ event }) =>
    event.type === 'call' && !event.together && runs.some((action) => action === event.function) ? [event] : [],
  );
  const polls = pollsIn(lines);
  const told = calls
    .filter(isRenewal)
    .map(({ input }) => movingCount(input))
    .filter((moving) => moving > 0);
  const own = calls.filter(({ operation }) => operation.startsWith('dynamodb:'));
  return {
    polls,
    reads: calls.filter(isRead).length,
    changes: calls.filter(changesResources).length,
    own: own.filter((call) => !isRenewal(call)).length,
    asked: own.filter(({ operation }) => operation === 'dynamodb:GetItem').length,
    inFlight: (sum(told) / Math.max(1, told.length)) * polls,
    resources: scenario.definition.resources.length,
  };
};

export const callsOf = async (night: Scenario): Promise<Calls> => callsIn(await rehearse(night));

const figuresOf = (name: string, { polls, reads, changes, own, asked, inFlight, resources }: Calls): Figure[] => [
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
  // A change is remembered before it is made, and forgotten once it is undone.
  { name: `calls.ownPerChange.${name}`, value: own / changes, unit: 'calls', limit: 2.5 },
  // What was claimed, planned and muted is read; the lease hardly ever, as every poll renews it.
  { name: `calls.askedPerRun.${name}`, value: asked / runs.length, unit: 'reads', limit: 10 },
];

type Total = { readonly action: Action; readonly all: number; readonly own: number };

/** What AWS answered to each of the two runs; what it throttled the SDK asks again, on an emulator it does not. */
export const totalsOf = ({ lines }: Rehearsal): Total[] =>
  runs.map((action) => {
    const answered = lines.flatMap(({ event }) =>
      event.type === 'call' && event.function === action && !event.together && event.error !== 'ThrottlingException'
        ? [event]
        : [],
    );
    return {
      action,
      all: answered.length,
      own: answered.filter(({ operation }) => operation.startsWith('dynamodb:')).length,
    };
  });

/** cfn_manage on an emulator where everything changes at once: of those that wait and remember the one with the fewest calls. */
const fewestOfPeers: Readonly<Record<number, Readonly<Record<Action, number>>>> = {
  10: { stop: 46, start: 49 },
  60: { stop: 232, start: 255 },
  200: { stop: 757, start: 835 },
};

/** Of the largest, calls of the state table. */
const ownMax: Readonly<Record<Action, number>> = { stop: 120, start: 200 };

/** What this project has set itself for the largest, where that is less than any peer needs. */
const callsMax: Readonly<Record<Action, number>> = { stop: 500, start: 600 };

const totalFigures = async (size: number): Promise<Figure[]> =>
  totalsOf(await rehearse(peerNight(size))).flatMap(({ action, all, own }): Figure[] => {
    const peer = fewestOfPeers[size]?.[action] ?? 0;
    return [
      {
        name: `calls.${action}.${size}`,
        value: all,
        unit: 'calls',
        peer,
        against: 'cfn_manage, whose emulator never makes it wait',
        limit: size === 200 ? Math.min(peer, callsMax[action]) : peer,
      },
      {
        name: `calls.own.${action}.${size}`,
        value: own,
        unit: 'calls',
        ...(size === 200 ? { limit: ownMax[action] } : {}),
      },
    ];
  });

export const sixty = (seed: number): Scenario => randomEnvironmentNight(seed, 60);

export const calls: Family = {
  namePrefixes: ['calls'],
  async *measure() {
    yield* figuresOf('staging', await callsOf(stagingNight(1)));
    yield* figuresOf('60', await callsOf(sixty(1)));
    yield* figuresOf('200', await callsOf(randomEnvironmentNight(1, 200)));
    for (const size of [10, 60, 200]) yield* await totalFigures(size);
  },
};
