// What one run came to: per resource when it began and when it was there, and the time of the run against its critical path.
import { runName } from '#core/part-text.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Report, ReportedResource } from '#core/report.ts';
import { clockTime, dayTime } from '../terminal/local-time.ts';
import { duration, styled } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';
import { wrapped } from '../terminal/text-width.ts';

export const colorOf = (outcome: string) => {
  if (outcome === 'done') return 'green';
  if (['partial', 'failed', 'blocked', 'refused'].includes(outcome)) return 'red';
  return outcome === 'skipped' || outcome === 'duplicate' ? 'dim' : 'yellow';
};

/** A run that began names its part in its reason; one that was refused, say, does not. */
export const partNamed = ({ action, only, reason }: Pick<Report, 'action' | 'only' | 'reason'>): string =>
  only === undefined || reason.startsWith(`${action} of `) ? reason : `${runName({ action, only })}: ${reason}`;

type RunView = {
  readonly width?: number | undefined;
  /** Every resource, with any outcome. */
  readonly verbose?: boolean;
};

const timeOf = (time: string | undefined, timeZone: string): string =>
  time === undefined ? '–' : clockTime(Date.parse(time), timeZone);

/** A resource that did not get there has no time of having got there. */
const endOf = ({ outcome, endedAt }: ReportedResource, timeZone: string): string =>
  outcome === 'done' ? timeOf(endedAt, timeZone) : '–';

/** `skipped` in a report is what a run did not change. */
export const outcomeText = (outcome: string): string => (outcome === 'skipped' ? 'unchanged' : outcome);

const resourceRow = (one: ReportedResource, timeZone: string): string[] => [
  one.resource,
  styled(colorOf(one.outcome), outcomeText(one.outcome)),
  one.outcome === 'skipped' || one.seconds === undefined ? '–' : duration(one.seconds),
  timeOf(one.startedAt, timeZone),
  endOf(one, timeZone),
  String(one.stage),
  `${one.reason}${one.errorCode ? ` [${one.errorCode}]` : ''}`,
];

const columnsOf = ({ action }: Report) => {
  const goal = action === 'start' ? 'ready' : 'down';
  const heads = ['resource', 'outcome', 'took', 'began', goal, 'stage', 'reason'].map((text) => styled('dim', text));
  const [resource = '', outcome = '', took = '', began = '', end = '', stage = '', reason = ''] = heads;
  return [
    { head: resource },
    { head: outcome },
    { head: took },
    { head: began, canGo: 2 },
    { head: end, canGo: 1 },
    { head: stage, canGo: 3 },
    { head: reason, isText: true },
  ] as const;
};

const isUnchanged = ({ outcome, staysDown }: ReportedResource): boolean => outcome === 'skipped' && !staysDown;

/** So many rows of what went well can be read; of more, those are shown that decided how long the run took. */
const doneShown = 20;

const severity: Record<ReportedResource['outcome'], number> = {
  skipped: 0,
  done: 1,
  blocked: 2,
  refused: 3,
  failed: 4,
};

/** What went wrong stands last, next to the prompt. */
const shownOf = (report: Report, verbose: boolean): ReportedResource[] => {
  const { resources, criticalPath } = report;
  const done = resources.filter(({ outcome }) => outcome === 'done').length;
  const isShown = (one: ReportedResource): boolean =>
    verbose ||
    (!isUnchanged(one) && (one.outcome !== 'done' || done <= doneShown || criticalPath.includes(one.resource)));
  return resources.filter(isShown).toSorted((a, b) => severity[a.outcome] - severity[b.outcome] || a.stage - b.stage);
};

/** What is not in the table is counted. */
const restLines = ({ resources }: Report, shown: readonly ReportedResource[]): string[] => {
  const rest = resources.filter((one) => !shown.includes(one));
  if (rest.length === 0) return [];
  const counts = [...Map.groupBy(rest, ({ outcome }) => outcome)].map(
    ([outcome, of]) =>
      `${shown.length > 0 && outcome === 'done' ? `${of.length} more` : of.length} ${outcomeText(outcome)}`,
  );
  return [styled('dim', `  ${counts.join(', ')} (--verbose lists them)`)];
};

const resourceLines = (report: Report, timeZone: string, { width, verbose = false }: RunView): string[] => {
  const shown = shownOf(report, verbose);
  const rows = shown.map((one) => resourceRow(one, timeZone));
  return [...table({ columns: columnsOf(report), rows, width }), ...restLines(report, shown)];
};

/** Measured from the slot, where there is one, so that a late delivery counts. */
const secondsToEnd = ({ scheduledTime, startedAt, endedAt }: Report): number =>
  (Date.parse(endedAt) - Date.parse(scheduledTime ?? startedAt)) / 1_000;

/** How long it took to get there, or how long it was tried: a run that did not get there claims no readiness. */
export const timeFact = (report: Report): { readonly name: string; readonly text: string } => {
  const { action, outcome, criticalPathSeconds } = report;
  const took = secondsToEnd(report);
  if (outcome !== 'done')
    return { name: 'ended after', text: `${duration(took)}, ${action === 'start' ? 'not ready' : 'not down'}` };
  const ratio = criticalPathSeconds > 0 ? ` (${(took / criticalPathSeconds).toFixed(2)} × the critical path)` : '';
  return { name: action === 'start' ? 'time to ready' : 'time to down', text: `${duration(took)}${ratio}` };
};

const timeLines = (report: Report, width: number): string[] => {
  const { criticalPath, criticalPathSeconds } = report;
  if (criticalPathSeconds === 0) return [];
  const { name, text } = timeFact(report);
  const path = `critical path (the longest chain of dependencies): ${criticalPath.join(' → ')} (${duration(criticalPathSeconds)})`;
  return [`  ${name}: ${text}`, ...wrapped(path, width, '  ')];
};

/** Of long lists a report names the first ones. */
const allOf = (names: readonly string[], count = names.length): string =>
  `${names.join(', ')}${count > names.length ? ` and ${count - names.length} more` : ''}`;

const alarmLines = (
  { alarmsMuted, alarmsMutedCount, expected = [] }: Report,
  { verbose, width = Number.POSITIVE_INFINITY }: RunView,
): string[] => [
  ...(alarmsMuted.length > 0
    ? wrapped(
        verbose
          ? `alarms muted: ${allOf(alarmsMuted, alarmsMutedCount)}`
          : `${pluralise(alarmsMutedCount ?? alarmsMuted.length, 'alarm')} muted`,
        width,
        '  ',
      )
    : []),
  ...expected.flatMap(({ what, times }) =>
    wrapped(`expected, not posted: ${what}${times > 1 ? ` ×${times}` : ''}`, width, '  '),
  ),
];

export const runSummary = (report: Report, timeZone: string, view: RunView = {}): string[] => {
  const { action, outcome, requestedBy, scheduledTime, startedAt, resources, warnings } = report;
  const width = view.width ?? Number.POSITIVE_INFINITY;
  const title = `${action} ${dayTime(Date.parse(scheduledTime ?? startedAt), timeZone)}`;
  const by = requestedBy === 'schedule' ? '' : ` ${styled('dim', `(requested by ${requestedBy})`)}`;
  const hasNews = view.verbose === true || resources.some((one) => !isUnchanged(one));
  return [
    `${styled('bold', title)}: ${styled(colorOf(outcome), outcome)}, ${partNamed(report)}${by}`,
    ...(hasNews ? resourceLines(report, timeZone, view) : restLines(report, [])),
    ...timeLines(report, width),
    ...alarmLines(report, view),
    ...warnings.flatMap((warning) => wrapped(`${styled('yellow', 'warning')}: ${warning}`, width, '  ')),
    '',
  ];
};
