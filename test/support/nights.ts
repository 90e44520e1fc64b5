// Nights of the real environments, as the rehearsal plays them.

import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import type { Scenario, TimelineEntry } from '#sim/scenario/scenario.ts';
import { traceLine } from '#sim/trace.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';

export const nightOf = (environment: string, seed = 1, facts: Partial<Scenario> = {}): Scenario => ({
  ...ordinaryNight(definitionOf(environment), seed),
  ...facts,
});

/** A night with something happening in it, at minutes after its beginning. */
export const nightWith = (seed: number, ...entries: readonly (TimelineEntry & { readonly at: number })[]): Scenario => {
  const night = nightOf('staging', seed);
  return { ...night, timeline: entries.map((entry) => ({ ...entry, at: night.fromMs + entry.at * 60_000 })) };
};

export const traceOf = async (scenario: Scenario): Promise<string> => {
  const { lines } = await rehearse(scenario);
  return lines.map((line) => traceLine(line, scenario.definition.timeZone)).join('\n');
};

export const outcomesOf = ({ reports }: Rehearsal): string[] =>
  reports.map(({ action, outcome }) => `${action} ${outcome}`);

/** Which of its mutating calls, counted from 1, a function may die with. Of the many lease renewals every tenth will do. */
export const crashPointsOf = ({ lines }: Rehearsal, name: string): number[] => {
  const calls = lines.flatMap(({ event }) =>
    event.type === 'call' && event.function === name && event.mutating && !event.together ? [event.operation] : [],
  );
  return calls.flatMap((operation, index) =>
    operation !== 'dynamodb:UpdateItem' || index % 10 === 0 ? [index + 1] : [],
  );
};
