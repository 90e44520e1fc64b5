// `curfew rehearse --nights N`: plays seeded nights and reports which invariant broke in which of them, with the trace around
// it and the command that replays that night.
import { offsetTime } from '#core/offset-time.ts';
import { pluralise } from '#core/pluralise.ts';
import { secondsSince } from '#core/runtime/stopwatch.ts';
import type { Definition } from '#definition/definition.ts';
import { randomNight, randomNightOf } from '#sim/random/night.ts';
import { type Night, type NightViolation, nights } from '#sim/random/nights.ts';
import { clearLive, showLive } from '../terminal/live-output.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import {
  canRedraw,
  complain,
  leftCode,
  print,
  printJson,
  printJsonText,
  printLines,
  styled,
  terminalWidth,
} from '../terminal/output.ts';
import { rehearsalMark } from '../terminal/simulated.ts';
import { table } from '../terminal/table.ts';
import { excerptLines } from './excerpt.ts';
import { addFaults, type FaultCounts, faultsPlayed } from './faults-played.ts';
import { type NightPlayed, playElsewhere, sharesOf } from './shares.ts';

type NightsRequest = {
  readonly count: number;
  readonly first: number;
  /** Nights of this environment; of random ones without it. */
  readonly definition: Definition | undefined;
  /** How the command names the environment: nothing, a name, a path or `--scenario …`. */
  readonly subject: string;
  /** The same as arguments of a command line. */
  readonly subjectArgs: readonly string[];
  readonly json: boolean;
};

const replayOf = ({ subject }: NightsRequest, seed: number): string =>
  ['curfew rehearse', ...(subject === '' ? [] : [subject]), `--nights 1 --seed ${seed}`].join(' ');

/** One violation as an event of the trace, with what is needed to look into it. */
const jsonOf = (violation: NightViolation, night: Night, replay: string): string => {
  const { timeZone } = night.scenario.definition;
  const { at, invariant, detail, resource, seed, excerpt } = violation;
  const lines = excerpt.map((line) => ({ at: offsetTime(line.at, timeZone), ...line.event }));
  const about = resource === undefined ? {} : { resource };
  const event = { at: offsetTime(at, timeZone), type: 'violation', invariant, detail, ...about, seed, replay };
  return JSON.stringify({ ...event, excerpt: lines, simulated: true });
};

const linesOf = (violation: NightViolation, night: Night, replay: string): string[] => [
  `${rehearsalMark} ${styled('red', 'VIOLATION')} seed ${violation.seed}, ${styled('bold', violation.invariant)}: ${violation.detail}`,
  ...excerptLines(violation.excerpt, violation, night.scenario.definition.timeZone),
  `  replay: ${replay}`,
  '',
];

/** What is to be printed about a night: nothing where nothing was violated. */
const describeNight = (played: Night, request: NightsRequest): NightPlayed => {
  const replay = replayOf(request, played.seed);
  const lines = played.violations.flatMap((violation) =>
    request.json ? [jsonOf(violation, played, replay)] : linesOf(violation, played, replay),
  );
  return { violations: played.violations.length, lines, faults: faultsPlayed(played.scenario) };
};

const nightsHere = async (
  request: NightsRequest,
  each: (night: NightPlayed) => unknown,
  signal?: AbortSignal,
): Promise<void> => {
  const { count, first, definition } = request;
  const night = (seed: number) => (definition ? randomNightOf(definition, seed) : randomNight(seed));
  for await (const played of nights({ first, count, night })) {
    await each(describeNight(played, request));
    if (signal?.aborted) return;
  }
};

/**
 * Plays nights for the process that began this one, and reports each to it. It lives as long as that one and ignores Ctrl-C.
 */
export const playShare = async (request: NightsRequest): Promise<void> => {
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit());
  await nightsHere(request, (night) => new Promise<void>((resolve) => process.send?.(night, () => resolve())));
  process.disconnect();
};

/** Until all are played, one of the processes fails, or it is aborted. */
const nightsOnAllCores = async (
  request: NightsRequest,
  each: (night: NightPlayed) => void,
  signal: AbortSignal,
): Promise<void> => {
  const shares = sharesOf(request.first, request.count);
  if (shares.length === 1) return nightsHere(request, each, signal);
  const args = [...request.subjectArgs, ...(request.json ? ['--json'] : [])];
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  try {
    await Promise.all(shares.map((share) => playElsewhere(share, args, each, either)));
  } catch (error) {
    failure.abort();
    throw error;
  }
};

type Tally = { nights: number; violations: number; nightsViolated: number; faults: FaultCounts };

const progress = ({ nights: played, violations }: Tally, { count }: NightsRequest, seconds: number): string =>
  `night ${played} of ${count}, ${pluralise(violations, 'violation')}, ${Math.round(seconds)} s`;

/** Plays them all, on every core, unless Ctrl-C ends it before; answers with the exit code. */
export const playNights = async (request: NightsRequest): Promise<0 | 1 | typeof leftCode> => {
  const { count, first, json } = request;
  const elapsed = secondsSince();
  const tally: Tally = { nights: 0, violations: 0, nightsViolated: 0, faults: {} };
  const live = !json && canRedraw();
  if (!json) print(`${rehearsalMark} Rehearsing ${pluralise(count, 'night')} on the simulated AWS, from seed ${first}`);
  const leaving = new AbortController();
  const takeBack = onInterrupt(() => leaving.abort());
  const each = ({ violations, lines, faults }: NightPlayed): void => {
    tally.nights++;
    tally.faults = addFaults(tally.faults, faults);
    tally.violations += violations;
    if (violations > 0) tally.nightsViolated++;
    if (live && violations > 0) clearLive();
    if (json) for (const line of lines) printJsonText(line);
    else printLines(lines);
    if (live) showLive([progress(tally, request, elapsed())]);
  };
  try {
    await nightsOnAllCores(request, each, leaving.signal);
  } finally {
    takeBack();
    if (live) clearLive();
  }
  if (leaving.signal.aborted)
    complain(`${rehearsalMark} Stopped after ${tally.nights} of ${pluralise(count, 'night')}.`);
  printTally(tally, first, elapsed(), json);
  if (tally.violations > 0) return 1;
  return leaving.signal.aborted ? leftCode : 0;
};

const faultLines = ({ faults, nights: played }: Tally): string[] => {
  const rows = Object.entries(faults)
    .toSorted(([, a], [, b]) => b.times - a.times)
    .map(([name, { times, nights: inNights }]) => [
      name,
      `${times} ×`,
      `in ${inNights} of ${pluralise(played, 'night')}`,
    ]);
  return rows.length === 0
    ? []
    : [`${rehearsalMark} Faults and changes played`, ...table({ columns: [{}, {}, {}], rows, width: terminalWidth() })];
};

const printTally = (tally: Tally, seed: number, elapsedSeconds: number, json: boolean): void => {
  const seconds = Math.round(elapsedSeconds * 10) / 10;
  if (json) {
    printJson({ type: 'nights', seed, ...tally, seconds, simulated: true });
    return;
  }
  const found = pluralise(tally.violations, 'violation');
  const inNights = tally.violations > 0 ? ` in ${pluralise(tally.nightsViolated, 'night')}` : '';
  const color = tally.violations > 0 ? 'red' : 'green';
  printLines([
    ...faultLines(tally),
    `${rehearsalMark} ${pluralise(tally.nights, 'night')} in ${seconds} s: ${styled(color, `${found}${inNights}`)}`,
  ]);
};
