// Which resources are due up by a week of their own, as the definition and the windows of the world say it.
import type { Definition } from '#definition/definition.ts';
import { namesInPart } from '#definition/part.ts';
import { type AwakeTime, awakeAt, awakeTimes } from '#definition/schedule/awake.ts';
import { attends, withMaintenance } from '#definition/schedule/maintenance.ts';
import { overridesAt } from '../overrides.ts';
import { guardHolds } from './guard-holds.ts';
import type { Judged } from './violation.ts';

const known = new WeakMap<Judged['scenario'], Definition>();

/** With the maintenance windows that its databases attend. */
export const attendedIn = (scenario: Judged['scenario']): Definition => {
  const { definition, world } = scenario;
  const found = known.get(scenario);
  if (found) return found;
  const windows = definition.resources.filter(attends).map((one) => {
    const text = world[one.name]?.maintenanceWindow;
    return [one.name, text === undefined ? [] : [{ what: 'maintenance' as const, text }]] as const;
  });
  const attended = withMaintenance(definition, new Map(windows));
  known.set(scenario, attended);
  return attended;
};

export type Awake = AwakeTime & {
  /** With all that it needs. */
  readonly names: ReadonlySet<string>;
};

/** Who is awake at a moment. */
export const awakeIn = (scenario: Judged['scenario'], ms: number): Awake[] => {
  const definition = attendedIn(scenario);
  return awakeAt(definition, ms).map((one) => ({
    ...one,
    names: namesInPart(definition.resources, 'start', [one.resource]),
  }));
};

/** Those of the whole night that end. */
export const timesOfTheirOwn = (scenario: Judged['scenario']): (Awake & { readonly untilMs: number })[] => {
  const definition = attendedIn(scenario);
  if (!definition.schedule.enabled) return [];
  return definition.resources.flatMap((one) =>
    awakeTimes(definition, one, scenario).map((time) => ({
      ...time,
      names: namesInPart(definition.resources, 'start', [one.name]),
    })),
  );
};

/** Whether somebody, or the guard of the budget, holds the environment so at any time of the span. */
export const isHeld = (rehearsal: Judged, hold: 'up' | 'down', fromMs: number, toMs = fromMs): boolean =>
  overridesAt(rehearsal.scenario, toMs).some((one) => one.hold === hold && one.from <= toMs && one.until >= fromMs) ||
  (hold === 'down' && guardHolds(rehearsal).some(({ from, until }) => from <= toMs && until >= fromMs));

type Invoked = Extract<Judged['scenario']['timeline'][number], { do: 'invoke' }>;

/** What people asked for, not only to know it. */
export const askedByPeople = ({ timeline }: Judged['scenario']): Invoked[] =>
  timeline.flatMap((entry) => (entry.do === 'invoke' && entry.input.dryRun !== true ? [entry] : []));

export const onlyIn = ({ input }: Invoked): readonly string[] | undefined =>
  Array.isArray(input.only) ? (input.only as string[]) : undefined;
