import type { Report, ReportedResource } from '#core/report.ts';
import { missing } from '../aws/simulated-service.ts';
import { type Call, changesResources, isApplied } from '../calls.ts';
import { readLagMs } from '../read-lag.ts';
import { canServe, isDown, isUp, resourceNamed } from './history.ts';
import { didNothing, isFine, ofReported, ran, reportsIn } from './reports.ts';
import type { Found, Invariant, Judged } from './violation.ts';

const atZero: ReadonlySet<string> = new Set(['stopped', 'draining']);

/** A count that somebody set a moment before cannot have been seen: reads lag behind. */
const countWasJustSet = ({ lines }: Judged, { resource, endedAt = '' }: ReportedResource): boolean =>
  lines.some(
    ({ at, event }) =>
      event.type === 'capacity' &&
      event.by === 'people' &&
      event.resource === resource &&
      at <= Date.parse(endedAt) &&
      at >= Date.parse(endedAt) - readLagMs,
  );

/** What a report calls done or in order was so when the run settled it. */
const goalsReached = (rehearsal: Judged): Found[] => {
  const { definition } = rehearsal.scenario;
  return ofReported(rehearsal, (one, { action, run, leftUp }, was) => {
    // What a stop left up, as it is due up, is not its to bring down.
    if (one.outcome === 'skipped' && leftUp?.includes(one.resource)) return undefined;
    if (!isFine(one) || (action === 'stop' && resourceNamed(definition, one.resource)?.kind === 'ecs-service'))
      return undefined;
    const isThere = action === 'start' && !one.staysDown ? isUp : isDown;
    // What is optional may be missing.
    if (resourceNamed(definition, one.resource)?.optional && was((status) => status === missing)) return undefined;
    if (was((status) => isThere(definition, one.resource, status))) return undefined;
    // What was left alone after a stop shrank it, its own or that of another environment, serves, and the report says so.
    const serves = was((status) => canServe(definition, one.resource, status));
    if (action === 'start' && /^left alone: .* (?:shrank it|can serve)/.test(one.reason) && serves) return undefined;
    // A service that its owner keeps at zero is in order after a start, also with tasks on their way out.
    if (action === 'start' && /(^|\()at 0/.test(one.reason) && was((status) => atZero.has(status))) return undefined;
    if (countWasJustSet(rehearsal, one)) return undefined;
    return `${run} reports ${one.resource} ${one.outcome} (${one.reason}), but it was not`;
  });
};

/** A run is done exactly when all of its resources are. */
const totals = (rehearsal: Judged): Found[] =>
  reportsIn(rehearsal)
    .filter(({ report }) => ran(report) && (report.outcome === 'done') !== report.resources.every(isFine))
    .map(({ at, report }) => ({ at, detail: `${report.run} is ${report.outcome}, its resources do not match` }));

const untouched: ReadonlySet<string> = new Set(['skipped', 'blocked', 'refused']);

/** What a report calls not touched was not changed by its run. */
const leftAlone = (rehearsal: Judged): Found[] => {
  const changed = new Set(
    rehearsal.lines.flatMap(({ event }) =>
      event.type === 'call' && changesResources(event) && isApplied(event) ? [`${event.run} ${event.resource}`] : [],
    ),
  );
  const lies = ({ run, resources }: Report): string[] =>
    resources
      .filter(({ resource, outcome }) => untouched.has(outcome) && changed.has(`${run} ${resource}`))
      .map(({ resource }) => resource);
  return reportsIn(rehearsal)
    .filter(({ report }) => ran(report) || report.outcome === 'superseded')
    .flatMap(({ at, report }) =>
      lies(report).map((resource) => ({
        at,
        resource,
        detail: `${report.run} says it left ${resource} unchanged, but it did not`,
      })),
    );
};

/** Alarms are no resource: a start that could not begin arms them, and says so. */
const changesSomething = (event: Call): boolean =>
  changesResources(event) && !event.operation.startsWith('cloudwatch:');

/**
 * A run that says that it changed nothing at all made no change. Deliveries of the same slot share its name: one that was a
 * duplicate, or could not even claim the slot, says so beside the one that did the work.
 */
const nothingDone = (rehearsal: Judged): Found[] => {
  const changing = new Set(
    rehearsal.lines.flatMap(({ event }) =>
      event.type === 'call' && changesSomething(event) && isApplied(event) ? [event.run] : [],
    ),
  );
  const reports = reportsIn(rehearsal);
  const worked = new Set(reports.filter(({ report }) => !didNothing(report)).map(({ report }) => report.run));
  return reports
    .filter(({ report }) => didNothing(report) && report.outcome !== 'duplicate')
    .filter(({ report }) => changing.has(report.run) && !worked.has(report.run))
    .map(({ at, report }) => ({ at, detail: `${report.run} is ${report.outcome}, but it made changes` }));
};

/** The report says what is so in the world: what is done is done, what was left alone was left alone. */
export const reportsTellTheTruth: Invariant = {
  name: 'reportsTellTheTruth',
  judge: (rehearsal) => [
    ...goalsReached(rehearsal),
    ...totals(rehearsal),
    ...leftAlone(rehearsal),
    ...nothingDone(rehearsal),
  ],
};
