// What a run makes of what earlier runs took: the first night of a week against its last one.

import type { Definition } from '#definition/definition.ts';
import { prerequisites } from '#definition/dependency-graph.ts';
import { longestChainSeconds, trueDurations } from '#sim/invariants/true-durations.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { type Calls, callsIn } from './calls.ts';
import type { Family } from './figure.ts';
import { stagingNight } from './start-nights.ts';
import { median, sum } from './statistics.ts';

const dayMs = 24 * 3_600_000;
const nightsOfWeek = 4;

/** What happened in the night that begins so many days later. */
export const nightOfWeek = (week: Rehearsal, day: number): Rehearsal => {
  const fromMs = week.scenario.fromMs + day * dayMs;
  const isOfIt = (at: number): boolean => at >= fromMs && at < fromMs + dayMs;
  return {
    ...week,
    lines: week.lines.filter(({ at }) => isOfIt(at)),
    reports: week.reports.filter(({ startedAt }) => isOfIt(Date.parse(startedAt))),
  };
};

/** From the slot of the start to all ready, as a multiple of the longest chain of what AWS itself took. */
const readinessOf = (night: Rehearsal, { resources }: Definition): number => {
  const report = night.reports.find(({ action }) => action === 'start');
  if (report?.outcome !== 'done' || report.scheduledTime === undefined)
    throw new Error(`the start of a learned night ended ${report?.outcome ?? 'not at all'}`);
  const seconds = (Date.parse(report.endedAt) - Date.parse(report.scheduledTime)) / 1_000;
  return seconds / longestChainSeconds(trueDurations(night, 'start'), prerequisites(resources, 'start'));
};

type LearnedNights = { readonly first: Calls; readonly last: Calls; readonly readiness: number };

/** Four nights of staging, whose durations differ from night to night as they are drawn from the seed. */
export const learnedNights = async (seed: number): Promise<LearnedNights> => {
  const night = stagingNight(seed);
  const week = await rehearse({ ...night, toMs: night.toMs + (nightsOfWeek - 1) * dayMs });
  const last = nightOfWeek(week, nightsOfWeek - 1);
  return { first: callsIn(nightOfWeek(week, 0)), last: callsIn(last), readiness: readinessOf(last, night.definition) };
};

const weeks = 21;

export const learned: Family = {
  namePrefixes: ['learned'],
  async *measure() {
    const all: LearnedNights[] = [];
    for (let seed = 1; seed <= weeks; seed++) all.push(await learnedNights(seed));
    const mean = (of: (one: LearnedNights) => number): number => sum(all.map(of)) / weeks / 2;
    const against = 'the first night of the week';
    yield {
      name: 'learned.polls',
      value: mean(({ last }) => last.polls),
      unit: 'polls',
      peer: mean(({ first }) => first.polls),
      against,
    };
    yield {
      name: 'learned.calls',
      value: mean(({ last }) => last.reads),
      unit: 'reads',
      peer: mean(({ first }) => first.reads),
      against,
    };
    yield {
      name: 'learned.ready.median',
      value: median(all.map(({ readiness }) => readiness)),
      unit: '× chain',
      limit: 1.03,
    };
    yield {
      name: 'learned.ready.worst',
      value: Math.max(...all.map(({ readiness }) => readiness)),
      unit: '× chain',
      limit: 1.1,
    };
  },
};
