// The same environment with the same durations, started in the other ways that people start one.

import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { stages } from '#definition/dependency-graph.ts';
import type { TrueDurations } from '#sim/invariants/true-durations.ts';
import { sum } from './statistics.ts';

const secondsOf = (durations: TrueDurations, name: string): number => durations.get(name)?.seconds ?? 0;

/** One after the other, as the oldest tools do. */
export const serialSeconds = (durations: TrueDurations): number =>
  sum([...durations.values()].map(({ seconds }) => seconds));

/** Stage by stage: a stage begins when the slowest of the one before is there. */
export const stagesSeconds = ({ resources }: Definition, durations: TrueDurations): number =>
  sum(stages(resources, 'start').map((names) => Math.max(0, ...names.map((name) => secondsOf(durations, name)))));

/** A task that does not come up is retried after this long, doubled up to the maximum (facts/aws-semantics.md 2.1). */
const crashLoop = { firstDelaySeconds: 10, maxDelaySeconds: 900 };

type BlindStart = {
  readonly seconds: number;
  /** How often something started without use. */
  readonly failures: number;
};

/** The first attempt that ends when everything it needs is there. */
const attempts = (seconds: number, neededAt: number): BlindStart => {
  let delay = crashLoop.firstDelaySeconds;
  let failures = 0;
  let at = seconds;
  for (; at < neededAt; failures++) {
    at += delay + seconds;
    delay = Math.min(crashLoop.maxDelaySeconds, 2 * delay);
  }
  return { seconds: at, failures };
};

/**
 * All at once and without gates: what needs something that is not there yet fails when it would have been ready, and is
 * retried with growing delays. Databases and caches need nobody.
 */
export const blindStart = ({ resources }: Definition, durations: TrueDurations): BlindStart => {
  const known = new Map<ResourceName, BlindStart>();
  const byName = new Map(resources.map((one) => [one.name, one]));
  const isAwaited = (name: ResourceName): boolean => (durations.get(name)?.awaitedSeconds ?? 0) > 0;
  const startOf = (name: ResourceName): BlindStart => known.get(name) ?? firstStartOf(name);
  const firstStartOf = (name: ResourceName): BlindStart => {
    const { kind, dependsOn = [] } = byName.get(name) ?? {};
    const needs = kind === 'ecs-service' || kind === 'msk-connector' ? dependsOn : [];
    const neededAt = Math.max(0, ...needs.filter(isAwaited).map((one) => startOf(one).seconds));
    const start = attempts(secondsOf(durations, name), neededAt);
    known.set(name, start);
    return start;
  };
  const starts = resources.map(({ name }) => startOf(name));
  return {
    seconds: Math.max(0, ...starts.map(({ seconds }) => seconds)),
    failures: sum(starts.map(({ failures }) => failures)),
  };
};
