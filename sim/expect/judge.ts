// Holds the expectations of a scenario against its night.
import { offsetTime } from '#core/offset-time.ts';
import type { Report } from '#core/report.ts';
import type { Rehearsal } from '../rehearsal.ts';
import type { Expectation, PlacedExpectation } from '../scenario/expectation.ts';
import type { TraceEvent } from '../trace.ts';
import type { ExpectationResult, JudgedExpectation } from './expectation-result.ts';
import { judgeCount } from './occurrences.ts';
import { describeReport, describeRuns, fitsReport, judgeRuns, reportText } from './runs.ts';
import { describeFacts, differingFacts } from './states.ts';
import { describeCounted, fitsText, isWithin, quoted, shownText } from './texts.ts';

type EventOf<T extends TraceEvent['type']> = Extract<TraceEvent, { type: T }>;
type Judgement = { readonly expected: string; readonly result: ExpectationResult };
type Of<T extends Expectation['of']> = Extract<Expectation, { of: T }>;

const eventsOf = <T extends TraceEvent['type']>({ lines }: Rehearsal, type: T) =>
  lines.flatMap(({ at, event }) => (event.type === type ? [{ at, event: event as EventOf<T> }] : []));

const night = ({ scenario, lines }: Rehearsal) => {
  const { timeZone } = scenario.definition;
  const timeOf = (ms: number): string => offsetTime(Math.floor(ms / 1_000) * 1_000, timeZone);
  return { timeZone, timeOf, endMs: lines.at(-1)?.at ?? scenario.toMs };
};

const ofRuns = ({ runs }: Of<'runs'>, rehearsal: Rehearsal): Judgement => {
  const { timeZone, timeOf, endMs } = night(rehearsal);
  return { expected: describeRuns(runs, timeZone), result: judgeRuns(runs, rehearsal.reports, timeOf, endMs) };
};

const ofReport = ({ report: { times, ...expected } }: Of<'report'>, rehearsal: Rehearsal): Judgement => {
  const { from, until } = expected;
  const { timeZone } = night(rehearsal);
  const happened = rehearsal.reports.map((report) => ({
    at: Date.parse(report.endedAt),
    text: reportText(report),
    fits: fitsReport(expected, report),
  }));
  return {
    expected: describeCounted('run', { times, from, until }, describeReport(expected), timeZone),
    result: judgeCount(times, happened, night(rehearsal)),
  };
};

/** What Slack took. */
const ofMessage = ({ message }: Of<'message'>, rehearsal: Rehearsal): Judgement => {
  const { channel, times } = message;
  const happened = eventsOf(rehearsal, 'message')
    .filter(({ event }) => event.status === 200)
    .map(({ at, event }) => {
      const text = shownText(event.payload);
      const isThere = channel === undefined || channel === event.channel;
      return { at, text: quoted(text), fits: isThere && isWithin(message, at) && fitsText(message, text) };
    });
  const details = channel === undefined ? [] : [`in ${channel}`];
  return {
    expected: describeCounted('message', message, details, night(rehearsal).timeZone),
    result: judgeCount(times, happened, night(rehearsal)),
  };
};

type Published = {
  readonly kind?: string;
  readonly notice?: string;
  readonly text?: string;
  readonly resources?: readonly { readonly resource: string }[];
};

/** What reconcile has published to the operator topic in addition to reports. */
const noticesIn = (rehearsal: Rehearsal): { readonly at: number; readonly notice: Published }[] =>
  eventsOf(rehearsal, 'call').flatMap(({ at, event }) => {
    if (event.operation !== 'sns:Publish' || (event.error !== undefined && !event.carriedOut)) return [];
    const notice: Published = JSON.parse((event.input as { readonly Message: string }).Message);
    return notice.kind === 'curfew-notice' ? [{ at, notice }] : [];
  });

const ofNotice = ({ notice: expected }: Of<'notice'>, rehearsal: Rehearsal): Judgement => {
  const { notice: kind, resource, times } = expected;
  const happened = noticesIn(rehearsal).map(({ at, notice: { notice = '', text = '', resources = [] } }) => ({
    at,
    text: `${notice} ${quoted(text)}`,
    fits:
      (kind === undefined || kind === notice) &&
      (resource === undefined || resources.some((one) => one.resource === resource)) &&
      isWithin(expected, at) &&
      fitsText(expected, text),
  }));
  const details = [
    ...(kind === undefined ? [] : [`"${kind}"`]),
    ...(resource === undefined ? [] : [`about ${resource}`]),
  ];
  return {
    expected: describeCounted('notice', expected, details, night(rehearsal).timeZone),
    result: judgeCount(times, happened, night(rehearsal)),
  };
};

const ofAlarm = ({ alarm }: Of<'alarm'>, rehearsal: Rehearsal): Judgement => {
  const { name, state, actions, times } = alarm;
  const happened = eventsOf(rehearsal, 'alarm').map(({ at, event }) => ({
    at,
    text: `${event.name} ${event.state} ${event.actions}`,
    fits:
      event.name === name &&
      (state === undefined || event.state === state) &&
      (actions === undefined || event.actions === actions) &&
      isWithin(alarm, at),
  }));
  const details = [
    `of ${name}`,
    ...(state ? [`to ${state}`] : []),
    ...(actions ? [`that ${actions === 'fired' ? 'acts' : 'is muted'}`] : []),
  ];
  const { from, until } = alarm;
  return {
    expected: describeCounted('change', { times, from, until }, details, night(rehearsal).timeZone),
    result: judgeCount(times, happened, night(rehearsal)),
  };
};

const ofState = ({ resource, facts, at }: Of<'state'>, rehearsal: Rehearsal): Judgement => {
  const { timeOf, endMs } = night(rehearsal);
  const state = at === undefined ? rehearsal.after[resource] : rehearsal.statesAt.get(at)?.[resource];
  const differing = differingFacts(facts, state ?? {});
  const when = at === undefined ? 'at the end' : `at ${timeOf(at)}`;
  const moment = at ?? endMs;
  return {
    expected: `${resource} ${when} with ${describeFacts(facts)}`,
    result:
      differing === undefined ? { met: true, at: moment } : { met: false, at: moment, actual: `it had ${differing}` },
  };
};

const listed = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));

const ofMemory = ({ resources }: Of<'memory'>, rehearsal: Rehearsal): Judgement => {
  const end = eventsOf(rehearsal, 'end')[0]?.event;
  const kept = (end?.memory ?? []).map((one) => String((one as { readonly resource?: string }).resource)).toSorted();
  const isMet = kept.join() === resources.toSorted().join();
  const at = night(rehearsal).endMs;
  return {
    expected: `a memory of ${listed(resources)} at the end`,
    result: isMet ? { met: true, at } : { met: false, at, actual: `it was of ${listed(kept)}` },
  };
};

const judgementOf = (expectation: Expectation, rehearsal: Rehearsal): Judgement => {
  switch (expectation.of) {
    case 'runs':
      return ofRuns(expectation, rehearsal);
    case 'report':
      return ofReport(expectation, rehearsal);
    case 'message':
      return ofMessage(expectation, rehearsal);
    case 'notice':
      return ofNotice(expectation, rehearsal);
    case 'alarm':
      return ofAlarm(expectation, rehearsal);
    case 'state':
      return ofState(expectation, rehearsal);
    case 'memory':
      return ofMemory(expectation, rehearsal);
  }
};

const pathText = (path: PlacedExpectation['path']): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`)).join('');

/** Every expectation of the scenario, in the order of its sections. */
export const judgeExpectations = (rehearsal: Rehearsal): JudgedExpectation[] =>
  (rehearsal.scenario.expect ?? []).map((one) => {
    const { expected, result } = judgementOf(one, rehearsal);
    return { path: pathText(one.path), place: one.place, expected, ...result };
  });

/** Whether a run that ended badly is one that the scenario expects: then it is no failure of the rehearsal. */
export const isExpectedRun = (report: Report, { scenario }: Pick<Rehearsal, 'scenario'>): boolean =>
  (scenario.expect ?? []).some(
    (one) =>
      one.of === 'runs' ||
      (one.of === 'report' &&
        one.report.outcome !== undefined &&
        one.report.times !== 0 &&
        fitsReport(one.report, report)),
  );
