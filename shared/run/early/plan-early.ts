// What a plan says of early dependencies: what a run goes by when it lets a resource start before what it depends on is ready. Pure.
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { earlyOf } from '#kinds/resource.ts';
import type { PlanItem } from '../plan/plan.ts';
import type { EarlyPlan } from './early-plan.ts';
import { needsAfterSeconds, type Past, pastStarts, readyAfterSeconds } from './learned.ts';

export const hasEarly = (resources: readonly Pick<Resource, 'early'>[]): boolean =>
  resources.some(({ early = [] }) => early.length > 0);

/** Tasks that fail early would let the circuit breaker of a rollout end it. */
const isRollingOut = (reading: Reading | undefined): boolean =>
  reading?.state === 'seen' &&
  reading.observation.kind === 'ecs-service' &&
  reading.observation.rollout === 'in-progress';

const planned = ({ name, kind, early = [] }: Resource, past: Past, reading: Reading | undefined): EarlyPlan => {
  const how = earlyOf(kind);
  if (how === 'at-once') return { on: early, atOnce: true };
  const needs = how === undefined || isRollingOut(reading) ? undefined : needsAfterSeconds(past, name);
  return { on: early, ...(needs === undefined ? {} : { needsAfterSeconds: needs }) };
};

/** When each resource begins and is ready, as far as it is known, in seconds after the run began. In the order of the items. */
const withBegins = (items: readonly PlanItem[]): PlanItem[] => {
  const readyIn = new Map<ResourceName, number | undefined>();
  return items.map((item) => {
    const { resource, after, early, decision, readyAfterSeconds: takes } = item;
    const isOpen = (name: ResourceName): boolean => early === undefined || !early.on.includes(name);
    const readyOf = (names: readonly ResourceName[]): number | undefined => {
      const all = names.map((name) => readyIn.get(name));
      return all.some((one) => one === undefined) ? undefined : Math.max(0, ...all.map((one) => one ?? 0));
    };
    const [plain, all] = [readyOf(after.filter(isOpen)), readyOf(after)];
    const sooner = early?.atOnce ? 0 : all === undefined ? undefined : all - (early?.needsAfterSeconds ?? 0);
    const begins = plain === undefined || sooner === undefined ? undefined : Math.max(plain, sooner);
    const isUp = decision === 'skip';
    const ready = begins === undefined || takes === undefined ? undefined : begins + takes;
    readyIn.set(resource, isUp ? 0 : ready === undefined || all === undefined ? ready : Math.max(all, ready));
    if (!early || begins === undefined || decision !== 'act') return item;
    return { ...item, early: { ...early, beginsAfterSeconds: Math.round(begins) } };
  });
};

type Known = {
  readonly reports: readonly Report[];
  readonly readings: ReadonlyMap<ResourceName, Reading>;
};

/** The items of a start, with what is known of when they may begin. */
export const planEarly = (
  items: readonly PlanItem[],
  resources: readonly Resource[],
  { reports, readings }: Known,
): readonly PlanItem[] => {
  if (!hasEarly(resources)) return items;
  const byName = new Map<string, Resource>(resources.map((one) => [one.name, one]));
  const past = pastStarts(reports, ({ resource, kind }) => byName.get(resource)?.kind === kind);
  return withBegins(
    items.map((item) => {
      const resource = byName.get(item.resource);
      const takes = readyAfterSeconds(past, item.resource);
      return {
        ...item,
        ...(takes === undefined ? {} : { readyAfterSeconds: takes }),
        ...(resource?.early ? { early: planned(resource, past, readings.get(item.resource)) } : {}),
      };
    }),
  );
};
