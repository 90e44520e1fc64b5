// From a report, and the trace if there is one, to the chart of a run. Pure.
import type { Report, ReportedResource } from '#core/report.ts';
import type { Traced, TraceEvent } from '#sim/trace.ts';
import type { Chart, Mark, Phase, Row } from './timeline.ts';

type About = TraceEvent & { readonly resource: string };

const isAbout =
  (resource: string) =>
  (line: Traced): line is Traced & { readonly event: About } =>
    'resource' in line.event && line.event.resource === resource;

/** The statuses that it went through. What it was before its first change is known from that change. */
const phasesOf = (lines: readonly Traced[], resource: string, from: number, to: number): Phase[] => {
  const changes = lines.flatMap(({ at, event }) =>
    event.type === 'state' && event.resource === resource && at >= from && at <= to ? [{ at, ...event }] : [],
  );
  const starts = [{ at: from, text: changes[0]?.from }, ...changes.map(({ at, to: text }) => ({ at, text }))];
  return starts.flatMap(({ at, text }, index) => {
    const end = starts[index + 1]?.at ?? to;
    return text !== undefined && end > at ? [{ from: at, to: end, text }] : [];
  });
};

const changeText = (facts: Readonly<Record<string, unknown>>): string =>
  `someone set ${Object.entries(facts)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ')}`;

const markOf = (run: string, { at, event }: Traced): Mark[] => {
  if (event.type === 'change') return [{ at, tone: 'warning', text: changeText(event.facts) }];
  if (event.type !== 'call' || event.run !== run || event.error === undefined) return [];
  const answer = event.carriedOut ? `${event.error}, but carried out` : event.error;
  return [{ at, tone: 'bad', text: `${event.operation}: ${answer}` }];
};

const timesOf = ({ startedAt, endedAt }: ReportedResource): { readonly from?: number; readonly to?: number } =>
  startedAt === undefined || endedAt === undefined ? {} : { from: Date.parse(startedAt), to: Date.parse(endedAt) };

const rowOf = (report: Report, lines: readonly Traced[], one: ReportedResource): Row => {
  const { resource, kind, stage, outcome, reason, errorCode } = one;
  const times = timesOf(one);
  const { from = Number.POSITIVE_INFINITY, to = Number.NEGATIVE_INFINITY } = times;
  return {
    resource,
    kind,
    stage,
    outcome,
    reason,
    ...(errorCode === undefined ? {} : { errorCode }),
    critical: report.criticalPath.includes(resource),
    ...times,
    phases: phasesOf(lines, resource, from, to),
    marks: lines
      .filter(isAbout(resource))
      .filter(({ at }) => at >= Date.parse(report.startedAt) && at <= Date.parse(report.endedAt))
      .flatMap((line) => markOf(report.run, line)),
  };
};

/** `lines`: of a rehearsal; of a run in AWS there is only the report. */
export const chartOf = (report: Report, lines: readonly Traced[] = []): Chart => {
  const rows = report.resources.map((one) => rowOf(report, lines, one));
  return {
    report,
    from: Date.parse(report.scheduledTime ?? report.startedAt),
    to: Date.parse(report.endedAt),
    stages: [...Map.groupBy(rows, ({ stage }) => stage)].toSorted(([a], [b]) => a - b),
  };
};
