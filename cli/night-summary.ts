// What a rehearsed night came to: per run when each resource was asked and when it was ready, the time to ready against
// the critical path, the counts before and after, the calls, and what Slack would have said.
import type { Report, ReportedResource } from '#domain/report.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import { clockTime, dayTime } from './local-time.ts';
import { messageText } from './night-state.ts';
import { duration, styled, table } from './output.ts';

const colorOf = (outcome: string) => {
  if (outcome === 'done') return 'green';
  return outcome === 'skipped' ? 'dim' : 'red';
};

const resourceRow = (one: ReportedResource, timeZone: string): string[] => [
  `stage ${one.stage}`,
  one.resource,
  one.startedAt ? clockTime(Date.parse(one.startedAt), timeZone) : '–',
  one.endedAt ? clockTime(Date.parse(one.endedAt), timeZone) : '–',
  one.outcome === 'skipped' || one.seconds === undefined ? '–' : duration(one.seconds),
  styled(colorOf(one.outcome), one.outcome),
  `${one.reason}${one.errorCode ? ` [${one.errorCode}]` : ''}`,
];

/** Measured from the slot, where there is one, so that a late delivery counts. */
const secondsToEnd = ({ scheduledTime, startedAt, endedAt }: Report): number =>
  (Date.parse(endedAt) - Date.parse(scheduledTime ?? startedAt)) / 1_000;

const runLines = (report: Report, timeZone: string): string[] => {
  const title = `${report.action} ${dayTime(Date.parse(report.scheduledTime ?? report.startedAt), timeZone)}`;
  const head = `${styled('bold', title)}: ${styled(colorOf(report.outcome), report.outcome)}, ${report.reason}`;
  if (report.resources.length === 0) return [head, ''];
  const took = secondsToEnd(report);
  const ratio =
    report.criticalPathSeconds > 0 ? ` (${(took / report.criticalPathSeconds).toFixed(2)} × the critical path)` : '';
  return [
    head,
    ...table([
      ['', 'resource', 'asked', report.action === 'start' ? 'ready' : 'down', 'took', 'outcome', 'why'].map((text) =>
        styled('dim', text),
      ),
      ...report.resources.map((one) => resourceRow(one, timeZone)),
    ]),
    `  ${report.action === 'start' ? 'time to ready' : 'time to down'}: ${duration(took)}${ratio}`,
    `  critical path: ${report.criticalPath.join(' → ') || 'none'} (${duration(report.criticalPathSeconds)})`,
    ...report.warnings.map((warning) => `  ${styled('yellow', 'warning')}: ${warning}`),
    '',
  ];
};

const scalingText = (state: Record<string, unknown> | undefined): string => {
  const scaling = state?.scaling as { min: number; max: number; suspended: unknown } | undefined;
  if (!scaling) return 'none';
  const suspended = typeof scaling.suspended === 'string' ? scaling.suspended : 'some';
  return `${scaling.min}–${scaling.max}${suspended === 'none' ? '' : `, suspended: ${suspended}`}`;
};

const countLines = ({ before, after }: Rehearsal): string[] => {
  const services = Object.keys(before).filter((name) => before[name]?.desired !== undefined);
  if (services.length === 0) return [];
  return [
    styled('bold', 'Tasks and autoscaling, before → after'),
    ...table(
      services.map((name) => {
        const same =
          before[name]?.desired === after[name]?.desired && scalingText(before[name]) === scalingText(after[name]);
        return [
          `${styled(same ? 'green' : 'yellow', same ? '=' : '≠')} ${name}`,
          `${before[name]?.desired} → ${after[name]?.desired} tasks`,
          `${scalingText(before[name])} → ${scalingText(after[name])}`,
        ];
      }),
    ),
    '',
  ];
};

const callLines = ({ lines }: Rehearsal): string[] => {
  const end = lines.findLast(({ event }) => event.type === 'end')?.event;
  if (end?.type !== 'end') return [];
  const counts = Object.entries(end.calls).toSorted(([, a], [, b]) => b - a);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return [
    `${styled('bold', 'AWS API calls')}: ${total} (${counts.map(([name, count]) => `${name} ${count}`).join(', ')})`,
    '',
  ];
};

const slackLines = ({ lines }: Rehearsal): string[] => {
  const messages = lines.flatMap(({ event }) => (event.type === 'message' ? [event] : []));
  if (messages.length === 0) return [];
  return [
    styled('bold', 'Slack would have said'),
    ...messages.map(
      ({ channel, payload, status }) =>
        `  ${channel}  ${messageText(payload)}${status === 200 ? '' : ` (answered ${status})`}`,
    ),
  ];
};

export const summary = (rehearsal: Rehearsal): string[] => {
  const { timeZone } = rehearsal.scenario.definition;
  return [
    ...rehearsal.reports.flatMap((report) => runLines(report, timeZone)),
    ...countLines(rehearsal),
    ...callLines(rehearsal),
    ...slackLines(rehearsal),
  ];
};
