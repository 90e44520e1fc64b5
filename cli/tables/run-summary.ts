// What one run came to: per resource when it was asked and when it was there, and the time of the run against its
// critical path.
import type { Report, ReportedResource } from '#core/report.ts';
import { clockTime, dayTime } from '../terminal/local-time.ts';
import { duration, styled, table } from '../terminal/output.ts';

export const colorOf = (outcome: string) => {
  if (outcome === 'done') return 'green';
  if (['partial', 'failed', 'blocked', 'refused'].includes(outcome)) return 'red';
  return outcome === 'skipped' || outcome === 'duplicate' ? 'dim' : 'yellow';
};

const timeOf = (time: string | undefined, timeZone: string): string =>
  time === undefined ? '–' : clockTime(Date.parse(time), timeZone);

const resourceRow = (one: ReportedResource, timeZone: string): string[] => [
  `stage ${one.stage}`,
  one.resource,
  timeOf(one.startedAt, timeZone),
  timeOf(one.endedAt, timeZone),
  one.outcome === 'skipped' || one.seconds === undefined ? '–' : duration(one.seconds),
  styled(colorOf(one.outcome), one.outcome),
  `${one.reason}${one.errorCode ? ` [${one.errorCode}]` : ''}`,
];

/** Measured from the slot, where there is one, so that a late delivery counts. */
const secondsToEnd = ({ scheduledTime, startedAt, endedAt }: Report): number =>
  (Date.parse(endedAt) - Date.parse(scheduledTime ?? startedAt)) / 1_000;

const resourceLines = (report: Report, timeZone: string, width: number | undefined): string[] => {
  const goal = report.action === 'start' ? 'ready' : 'down';
  const head = ['', 'resource', 'asked', goal, 'took', 'outcome', 'why'].map((text) => styled('dim', text));
  return table([head, ...report.resources.map((one) => resourceRow(one, timeZone))], '  ', width);
};

const timeLines = (report: Report): string[] => {
  const { action, criticalPath, criticalPathSeconds } = report;
  if (criticalPathSeconds === 0) return [];
  const took = secondsToEnd(report);
  const what = action === 'start' ? 'time to ready' : 'time to down';
  return [
    `  ${what}: ${duration(took)} (${(took / criticalPathSeconds).toFixed(2)} × the critical path)`,
    `  critical path: ${criticalPath.join(' → ')} (${duration(criticalPathSeconds)})`,
  ];
};

/** Of long lists a report names the first ones. */
const allOf = (names: readonly string[], count = names.length): string =>
  `${names.join(', ')}${count > names.length ? ` and ${count - names.length} more` : ''}`;

const alarmLines = ({ alarmsMuted, alarmsMutedCount, outcome, expected = [] }: Report): string[] => [
  ...(alarmsMuted.length > 0
    ? [`  alarms ${outcome === 'dry-run' ? 'to mute' : 'muted'}: ${allOf(alarmsMuted, alarmsMutedCount)}`]
    : []),
  ...expected.map(({ what, times }) => `  expected and not posted: ${what}${times > 1 ? ` ×${times}` : ''}`),
];

/** `width` is the terminal's, if there is one. */
export const runSummary = (report: Report, timeZone: string, width?: number): string[] => {
  const { action, outcome, reason, requestedBy, scheduledTime, startedAt, resources } = report;
  const title = `${action} ${dayTime(Date.parse(scheduledTime ?? startedAt), timeZone)}`;
  const by = requestedBy === 'schedule' ? '' : ` ${styled('dim', `(asked by ${requestedBy})`)}`;
  const hasNews = resources.some((one) => one.outcome !== 'skipped');
  return [
    `${styled('bold', title)}: ${styled(colorOf(outcome), outcome)}, ${reason}${by}`,
    ...(hasNews || outcome === 'dry-run' ? resourceLines(report, timeZone, width) : []),
    ...timeLines(report),
    ...alarmLines(report),
    ...report.warnings.map((warning) => `  ${styled('yellow', 'warning')}: ${warning}`),
    '',
  ];
};
