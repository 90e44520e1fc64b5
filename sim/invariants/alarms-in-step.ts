import { muteRulePrefix } from '#core/alarm.ts';
import type { Report } from '#core/report.ts';
import { plannedStart } from '#run/alarms/downtime.ts';
import { changesResources } from '../calls.ts';
import { overridesAt } from '../overrides.ts';
import type { TraceEvent } from '../trace.ts';
import { directionOf } from './moves.ts';
import { applyTo, ruleIn, type StandingRule } from './mute-windows.ts';
import { ran, reportsIn } from './reports.ts';
import type { Found, Invariant, Judged } from './violation.ts';

const minuteMs = 60_000;
/** A downtime that nothing plans the end of is quiet for a day. */
const unplannedMs = 24 * 60 * minuteMs;
/** Rules count in whole minutes, and a report goes out some calls after the alarms were seen to. */
const leewayMs = 3 * minuteMs;

/** The alarms that the definition wants muted: those it names that are neither autoscaling's nor disabled. */
const toMute = ({ definition, alarms }: Judged['scenario']): Set<string> =>
  new Set(
    alarms
      .filter(({ scales, disabled }) => !scales && !disabled)
      .map(({ name }) => name)
      .filter((name) =>
        definition.alarms.mute.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one)),
      ),
  );

/** Only rules of our own are touched, and only alarms that are to be muted are muted. */
const othersAreLeftAlone = ({ scenario, lines }: Judged): Found[] => {
  const wanted = toMute(scenario);
  const prefix = muteRulePrefix(scenario.definition.environment);
  return lines.flatMap(({ at, event }): Found[] => {
    if (event.type !== 'call' || !event.mutating || !event.operation.startsWith('cloudwatch:')) return [];
    const rule = ruleIn(event);
    if (!rule?.name.startsWith(prefix)) return [{ at, detail: `${event.operation} is not a Curfew mute rule` }];
    return rule.alarms
      .filter((name) => !wanted.has(name))
      .map((name) => ({ at, detail: `${rule.name} mutes ${name}, which must not be muted` }));
  });
};

type Downtime = { readonly since: number; readonly runs: Set<string> };

/** A run that says in its report that it could not see to the alarms, or that never got to a report, is excused. */
const couldNot = (run: string, reports: ReadonlyMap<string, Report>): boolean =>
  reports.get(run)?.warnings.some((warning) => warning.includes('alarm')) ?? true;

/**
 * What was down when a stop looked, and was started by somebody while it ran, goes down with it unmuted: the next look of reconcile
 * mutes it.
 */
const wasStartedUnder = (
  { scenario, lines }: Judged,
  report: Report | undefined,
  alarm: string,
  at: number,
): boolean => {
  if (report === undefined) return false;
  const [from, to] = [Date.parse(report.startedAt), Date.parse(report.endedAt)];
  const watched = scenario.alarms.find(({ name }) => name === alarm)?.watches;
  const isTouched = scenario.timeline.some(
    (entry) => entry.do === 'set' && entry.resource === watched && entry.at >= from && entry.at <= to,
  );
  const isLookedAt = lines.some(
    (line) =>
      line.at > to &&
      line.at < at &&
      line.event.type === 'invocation' &&
      line.event.function === 'reconcile' &&
      line.event.phase === 'ended',
  );
  return isTouched && report.alarmsMuted.length === 0 && !isLookedAt;
};

/** Of a start for what it was about; of a stop for what it leaves up, also where that is not up yet. */
const isEnd = (event: TraceEvent): boolean =>
  (event.type === 'report' && event.action === 'start' && ran(event)) ||
  (event.type === 'call' &&
    (event.function === 'start' || event.function === 'stop') &&
    event.mutating &&
    event.operation.startsWith('cloudwatch:'));

/** What a stop of everything leaves up for something else: what its alarms say is true. */
const keptUp = ({ definition, alarms }: Judged['scenario']): Set<string> => {
  const kept = definition.resources.filter((one) => one.keptUp !== undefined && one.leaveAlone === undefined);
  const names = new Set<string>(kept.map(({ name }) => name));
  return new Set(alarms.filter(({ watches }) => names.has(watches)).map(({ name }) => name));
};

/** The alarms of what a run had to do with: of some resources theirs, of a stop of everything all but those of what it left up. */
const alarmsOf = (report: Report | undefined, alarms: Judged['scenario']['alarms']): string[] => {
  const own = new Set(report?.resources.map(({ resource }) => resource));
  const isOwn = (name: string): boolean =>
    (report?.only === undefined || own.has(name)) && report?.leftUp?.includes(name) !== true;
  return alarms.filter(({ watches }) => isOwn(watches)).map(({ name }) => name);
};

/** Each run's report; a second delivery is reported by the name of the run that it repeats. */
const reportsByRun = (rehearsal: Judged): ReadonlyMap<string, Report> =>
  new Map(
    reportsIn(rehearsal)
      .filter(({ report }) => report.outcome !== 'duplicate')
      .map(({ report }) => [report.run, report]),
  );

/** No alarm acts because of a planned downtime, from the first change of the stop until what it is about is due up. */
const downtimesAreQuiet = (rehearsal: Judged): Found[] => {
  const { scenario, lines } = rehearsal;
  const { definition, alarms } = scenario;
  const kept = keptUp(scenario);
  const wanted = new Set([...toMute(scenario)].filter((name) => !kept.has(name)));
  const reports = reportsByRun(rehearsal);
  const found: Found[] = [];
  // What a call causes stands before the call itself in the trace.
  const ends = Map.groupBy(
    lines.filter(({ event }) => isEnd(event)),
    ({ at }) => at,
  );
  /** By alarm. */
  const downtimes = new Map<string, Downtime>();
  const end = (event: TraceEvent): void => {
    const run = event.type === 'report' || event.type === 'call' ? event.run : undefined;
    const report = reports.get(run ?? '');
    const ended =
      report?.action === 'stop'
        ? alarms.flatMap(({ name, watches }) => (report.leftUp?.includes(watches) ? [name] : []))
        : alarmsOf(report, alarms);
    for (const name of ended) downtimes.delete(name);
  };
  for (const { at, event } of lines) {
    for (const one of ends.get(at) ?? []) end(one.event);
    if (event.type === 'call' && event.function === 'stop' && event.run && directionOf(event) === 'stop') {
      const report = reports.get(event.run);
      // Its end was planned when the run began.
      const since = Date.parse(report?.startedAt ?? '') || at;
      for (const name of alarmsOf(report, alarms)) {
        const downtime = downtimes.get(name) ?? { since, runs: new Set<string>() };
        downtime.runs.add(event.run);
        downtimes.set(name, downtime);
      }
    }
    if (event.type !== 'alarm' || event.actions !== 'fired' || event.state === 'OK' || !wanted.has(event.name))
      continue;
    const downtime = downtimes.get(event.name);
    if (!downtime || [...downtime.runs].some((run) => couldNot(run, reports))) continue;
    if ([...downtime.runs].every((run) => wasStartedUnder(rehearsal, reports.get(run), event.name, at))) continue;
    const due = plannedStart(definition, overridesAt(scenario, at), downtime.since) ?? downtime.since + unplannedMs;
    if (at < due)
      found.push({ at, detail: `${event.name} fired during the planned downtime of ${definition.environment}` });
  }
  return found;
};

/** Once a start has ended, with any outcome, no rule of Curfew mutes what it was about for longer than the grace. */
const nothingStaysMuted = ({ scenario, lines }: Judged): Found[] => {
  const { environment, alarms } = scenario.definition;
  const found: Found[] = [];
  const rules = new Map<string, StandingRule>();
  for (const { at, event } of lines) {
    if (event.type === 'call') applyTo(rules, at, event);
    if (event.type !== 'report' || event.action !== 'start' || !ran(event)) continue;
    if (event.warnings.some((warning) => /alarms (may )?stay muted/.test(warning))) continue;
    const lastMs = at + alarms.graceMinutes * minuteMs + leewayMs;
    const begun = Date.parse(event.startedAt);
    const own = new Set(alarmsOf(event, scenario.alarms));
    for (const [name, rule] of rules) {
      const muted = rule.alarms.filter((one) => own.has(one)).length;
      // A stop that has begun since mutes for itself.
      if (muted > 0 && rule.untilMs > lastMs && !(rule.by.function === 'stop' && rule.at >= begun))
        found.push({ at, detail: `${name} still mutes ${muted} alarms of ${environment} after ${event.run}` });
    }
  }
  return found;
};

/** What a stop calls muted it has muted. */
const mutedIsMuted = (rehearsal: Judged): Found[] => {
  const muted = new Map<string, Set<string>>();
  for (const { event } of rehearsal.lines) {
    if (event.type !== 'call' || event.run === undefined || !changesResources(event)) continue;
    const names = muted.get(event.run) ?? new Set();
    muted.set(event.run, names);
    for (const name of ruleIn(event)?.alarms ?? []) names.add(name);
  }
  return reportsIn(rehearsal).flatMap(({ at, report }) =>
    report.outcome === 'dry-run'
      ? []
      : report.alarmsMuted
          .filter((name) => !muted.get(report.run)?.has(name))
          .map((name) => ({ at, detail: `${report.run} says that it muted ${name}, but it did not` })),
  );
};

/** Muted by hand since before a look at it, and until after: what somebody does at the same moment may not have been seen. */
const isMutedByHand = (
  { alarms, timeline }: Judged['scenario'],
  name: string,
  fromMs: number,
  toMs: number,
): boolean => {
  const changes = timeline.flatMap((entry) => (entry.do === 'mute-alarm' && entry.name === name ? [entry] : []));
  const before = changes.findLast(({ at }) => at < fromMs);
  const isMuted = before?.muted ?? alarms.find((one) => one.name === name)?.muted ?? false;
  return isMuted && !changes.some(({ at, muted }) => !muted && at >= fromMs && at <= toMs);
};

/** A report that names the alarms that speak now names none that somebody has muted by hand. */
const speakersCanSpeak = ({ scenario, lines }: Judged): Found[] =>
  lines.flatMap(({ at, event }) => {
    if (event.type !== 'report') return [];
    // The look comes right after the last change; the topic may take the report minutes later.
    const lookedAtMs = Date.parse(event.endedAt) - 2 * leewayMs;
    const names = event.warnings.flatMap((warning) => /; still in alarm: (.*)$/.exec(warning)?.[1]?.split(', ') ?? []);
    return names
      .filter((name) => isMutedByHand(scenario, name, lookedAtMs, at))
      .map((name) => ({ at, detail: `${event.run} says that ${name} speaks now, but somebody has muted it by hand` }));
  });

/**
 * Alarms are in step with planned downtimes: quiet while the environment is down on purpose, armed again when it is up or
 * was to be, and nobody else's mute, disabling or autoscaling is touched.
 */
export const alarmsInStep: Invariant = {
  name: 'alarmsInStep',
  judge: (rehearsal) => [
    ...othersAreLeftAlone(rehearsal),
    ...downtimesAreQuiet(rehearsal),
    ...nothingStaysMuted(rehearsal),
    ...mutedIsMuted(rehearsal),
    ...speakersCanSpeak(rehearsal),
  ],
};
