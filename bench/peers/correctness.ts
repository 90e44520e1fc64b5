// What is right and wrong of each tool, as a table: of nights in which nothing fails, and of runs in which something does.
import type { Matrix } from '../matrix.ts';
import { peerDefinition } from '../peer-night.ts';
import type { Verdict } from './judge.ts';
import type { Run } from './nights.ts';
import type { Tool } from './tool.ts';

const words: Readonly<Record<string, string>> = {
  databasesStillUp: 'databases still up',
  servicesStillUp: 'services still up',
  wokenByScaling: 'off, but scaling starts it again',
  edgesBrokenByStop: 'edges broken by the stop',
  databasesStillDown: 'databases still down',
  wrongCounts: 'services with a wrong count',
  wrongBounds: 'services with wrong bounds',
  suspensionsLifted: "a person's suspensions lifted",
  suspensionsLeft: 'suspensions left behind',
  edgesBrokenByStart: 'edges broken by the start',
};

/** One number if all nights agree, else one for each. */
const ofNights = (values: readonly number[]): string =>
  new Set(values).size === 1 ? String(values[0]) : values.join(', ');

export type Played = { readonly tool: Tool; readonly stop: readonly Run[]; readonly start: readonly Run[] };

const rowsOf = (played: readonly Played[], action: 'stop' | 'start'): Matrix['rows'] => [
  ...Object.keys(played[0]?.[action][0]?.verdict ?? {}).map((what) => ({
    what: words[what] ?? what,
    cells: played.map((of) => ofNights(of[action].map(({ verdict }) => verdict[what] ?? 0))),
  })),
  { what: `exit code of the ${action}`, cells: played.map((of) => ofNights(of[action].map(({ code }) => code))) },
];

const kindsOf = (count: number): string => {
  const { resources } = peerDefinition(count);
  const services = resources.filter(({ kind }) => kind === 'ecs-service').length;
  return `${count - services} databases and clusters, ${services} services`;
};

export const correctness = (count: number, played: readonly Played[]): Matrix => ({
  matrix: `${count} resources: ${kindsOf(count)}; ${played[0]?.stop.length} nights`,
  columns: played.map(({ tool }) => tool.name),
  rows: [...rowsOf(played, 'stop'), ...rowsOf(played, 'start')],
});

const wrongOf = (verdict: Verdict): string =>
  Object.entries(verdict)
    .filter(([, value]) => value > 0)
    .map(([what, value]) => `${value} ${words[what] ?? what}`)
    .join(', ') || 'all right';

export type Failed = { readonly tool: Tool; readonly runs: ReadonlyMap<string, Run> };

/** Of each situation and tool: how the last run ended, and what was wrong after it. */
export const underFailure = (count: number, failed: readonly Failed[]): Matrix => ({
  matrix: `Something goes wrong, ${count} resources`,
  columns: ['exit code', 'afterwards'],
  rows: [...(failed[0]?.runs.keys() ?? [])].flatMap((situation) =>
    failed.flatMap(({ tool, runs }) => {
      const run = runs.get(situation);
      return run ? [{ what: `${situation}: ${tool.name}`, cells: [String(run.code), wrongOf(run.verdict)] }] : [];
    }),
  ),
});
