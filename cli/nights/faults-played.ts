// Which faults a night played, by what they are to people, and how often. Pure.
import type { Scenario, TimelineEntry } from '#sim/scenario/scenario.ts';

export type FaultsPlayed = Readonly<Record<string, number>>;

type FaultEntry = Extract<TimelineEntry, { do: 'fault' }>;

const errors: readonly (readonly [error: RegExp, name: string])[] = [
  [/Throttl|TooManyRequests/, 'throttling'],
  [/AccessDenied|Forbidden|Unauthorized/, 'permission denied'],
  [/Capacity/, 'no capacity'],
  [/Invalid|Conflict|Concurrent/, 'call refused by AWS'],
];

const faultName = ({ fault }: FaultEntry): string => {
  const { error = '', lostResponse, latencySeconds, operation } = fault;
  if (lostResponse) return 'response lost';
  const known = errors.find(([pattern]) => pattern.test(error))?.[1];
  const name = known ?? (error === '' && latencySeconds !== undefined ? 'slow AWS API' : 'AWS API outage');
  return operation.startsWith('dynamodb:') ? `state table: ${name}` : name;
};

const names: Readonly<Partial<Record<TimelineEntry['do'], string>>> = {
  crash: 'function crash',
  deliver: 'duplicate or late delivery',
  'lose-schedules': 'deliveries lost',
  'edit-schedule': 'schedule edited by hand',
  slack: 'Slack outage',
  set: 'resource changed or broken by others',
  scale: 'scaling by others',
  hold: 'hold',
  release: 'hold released',
  switch: 'schedule paused or resumed',
  invoke: 'run by hand',
  deploy: 'deployment',
  'run-task': 'job',
  reconcile: 'extra reconcile',
  redefine: 'definition changed',
};

/** `heal` ends what went wrong; it is no fault. */
const nameOf = (entry: TimelineEntry): string | undefined =>
  entry.do === 'fault' ? faultName(entry) : names[entry.do];

export const faultsPlayed = ({ timeline }: Pick<Scenario, 'timeline'>): FaultsPlayed => {
  const counts: Record<string, number> = {};
  for (const name of timeline.map(nameOf)) if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

export type FaultCounts = Readonly<Record<string, { readonly times: number; readonly nights: number }>>;

export const addFaults = (all: FaultCounts, night: FaultsPlayed): FaultCounts => ({
  ...all,
  ...Object.fromEntries(
    Object.entries(night).map(([name, times]) => {
      const before = all[name] ?? { times: 0, nights: 0 };
      return [name, { times: before.times + times, nights: before.nights + 1 }];
    }),
  ),
});
