// Days of a small environment whose resources are quick: what is remembered over a night, or several.
import { parseDefinition } from '#definition/load.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import type { ResourceWorld, Scenario, TimelineEntry } from '#sim/scenario/scenario.ts';

const yaml = (resources: string, { schedule, more }: { schedule: string; more: string }): string => `
environment: small
region: us-east-1
timeZone: UTC
schedule:
  enabled: true
${schedule}
${more}
notifications:
  slack: { channel: '#small', webhookSecret: small/slack }
resources:
${resources}
`;

const daily = `  start: { days: every day, at: '08:00' }
  stop: { days: every day, at: '20:00' }`;

/** An hour of the days from Monday on: `at(20)` is Monday's stop, `at(32)` Tuesday's start. */
export const at = (hours: number): number => Date.parse('2026-11-16T00:00:00Z') + hours * 3_600_000;

type Entry = TimelineEntry & { readonly at: number };

export type Days = {
  readonly resources: string;
  readonly schedule?: string;
  /** Further keys of the definition. */
  readonly more?: string;
  readonly world?: Readonly<Record<string, ResourceWorld>>;
  readonly timeline?: readonly Entry[];
  readonly from?: number;
  readonly to?: number;
  readonly replace?: (deps: Dependencies) => Dependencies;
};

const quick: ResourceWorld = { startMinutes: 2, stopMinutes: 2 };

/** Known values, so that no day depends on what chance draws. */
const worldOf = (definition: Scenario['definition'], world: Days['world'] = {}): Record<string, ResourceWorld> =>
  Object.fromEntries(
    definition.resources.map(({ name, kind }) => {
      const usual: ResourceWorld =
        kind === 'ecs-service'
          ? { desired: 2, startMinutes: 1, drainMinutes: 1, loadBalancer: false, scaling: null }
          : kind === 'elasticache-replication-group'
            ? { replicas: 2, multiAz: true }
            : quick;
      return [name, { ...usual, ...world[name] }];
    }),
  );

export const daysOf = ({
  resources,
  schedule = daily,
  more = '',
  world,
  timeline = [],
  from = 19,
  to = 33,
}: Days): Scenario => {
  const definition = parseDefinition(yaml(resources, { schedule, more }), 'small.yaml');
  return {
    name: 'small days',
    definition,
    seed: 1,
    fromMs: at(from),
    toMs: at(to),
    world: worldOf(definition, world),
    alarms: [],
    timeline: timeline.toSorted((a, b) => a.at - b.at),
  };
};

type Lived = Rehearsal & {
  readonly violations: readonly string[];
  /** `action outcome` of every run that was carried out. */
  readonly runs: readonly string[];
  /** Outcome and reason of a resource in the last run of this action. */
  readonly entry: (action: 'start' | 'stop', resource: string) => string;
};

export const live = async (days: Days): Promise<Lived> => {
  const rehearsal = await rehearse(daysOf(days), days.replace ? { replace: days.replace } : {});
  const { reports } = rehearsal;
  return {
    ...rehearsal,
    violations: violationsOf(rehearsal).map(({ invariant, detail }) => `${invariant}: ${detail}`),
    runs: reports.map(({ action, outcome }) => `${action} ${outcome}`),
    entry: (action, resource) => {
      const one = reports
        .findLast((report) => report.action === action)
        ?.resources.find((entry) => entry.resource === resource);
      return `${one?.outcome}: ${one?.reason}`;
    },
  };
};

export const byHand = (hours: number, action: 'start' | 'stop', input: Record<string, unknown> = {}): Entry => ({
  at: at(hours),
  do: 'invoke',
  function: action,
  input: { requestedBy: 'ana', ...input },
});

export const sets = (hours: number, resource: string, facts: ResourceWorld): Entry => ({
  at: at(hours),
  do: 'set',
  resource,
  facts,
});

export const statusOf = ({ after }: Rehearsal, ...names: readonly string[]): (string | undefined)[] =>
  names.map((name) => after[name]?.status);
