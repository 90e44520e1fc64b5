// A report of a cleanup for people to read.

import { isTrouble } from '#cleanup/report/cleanup-report.ts';
import type { Amount, CleanupOutcomeKind, PlannedAction } from '#core/cleanup.ts';
import type { CleanupReport, ReportedTopic } from '#core/cleanup-report.ts';
import { pluralise } from '#core/pluralise.ts';
import { duration, styled } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `1.2 GB`; what is unknown says so. */
export const bytesText = (bytes: Amount): string => {
  if (bytes === 'unknown') return 'unknown';
  const power = Math.min(units.length - 1, bytes < 1_000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const scaled = bytes / 1_000 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(1)} ${units[power]}`;
};

const countText = (count: Amount): string => (count === 'unknown' ? 'unknown' : count.toLocaleString('en'));

const range = (least: Amount, most: Amount): string =>
  least === 'unknown' || most === 'unknown' || least === most
    ? bytesText(most)
    : `${bytesText(least)} – ${bytesText(most)}`;

type ActionOrOutcome = PlannedAction | CleanupOutcomeKind;
const good: ReadonlySet<ActionOrOutcome> = new Set(['truncated', 'recreated', 'created', 'changed']);
const acting: ReadonlySet<ActionOrOutcome> = new Set(['truncate', 'recreate', 'create', 'change', 'pending-physical']);

const colored = (topic: ReportedTopic): string => {
  const label = topic.outcome ?? topic.action;
  if (isTrouble(topic) || label === 'refuse') return styled('red', label);
  if (good.has(label)) return styled('green', label);
  return styled(acting.has(label) ? 'cyan' : 'dim', label);
};

const rowOf = (topic: ReportedTopic, isPlan: boolean): string[] => [
  topic.topic,
  colored(topic),
  isPlan ? range(topic.leastBytes, topic.mostBytes) : bytesText(topic.bytesAfter ?? 'unknown'),
  countText(topic.records),
  bytesText(topic.bytes),
  topic.reason,
];

const topicsTable = ({ topics, mode }: CleanupReport, width: number): string[] => {
  const isPlan = mode === 'plan';
  const columns = [
    { head: 'topic' },
    { head: isPlan ? 'action' : 'outcome' },
    { head: isPlan ? 'frees' : 'bytes now' },
    { head: 'records', canGo: 1 },
    { head: 'bytes', canGo: 2 },
    { head: 'reason', isText: true as const },
  ];
  const inOrder = topics.toSorted((a, b) => Number(isTrouble(a)) - Number(isTrouble(b)));
  return table({ columns, rows: inOrder.map((topic) => rowOf(topic, isPlan)), width });
};

const namesShown = 5;

const listedNames = (names: readonly string[]): string =>
  names.length > namesShown
    ? `${names.slice(0, namesShown).join(', ')} and ${names.length - namesShown} more`
    : names.join(', ');

/** One line per group, however many topics it reads. */
const groupLines = (topics: readonly ReportedTopic[], losesRecords: boolean): string[] => {
  const losses = topics.flatMap(({ topic, groups }) =>
    groups.filter(({ records }) => records > 0 === losesRecords).map((loss) => ({ topic, ...loss })),
  );
  return [...Map.groupBy(losses, ({ group, state }) => `${group} (${state})`)].map(([group, of]) => {
    const records = of.reduce((sum, one) => sum + one.records, 0);
    const names = listedNames(of.map(({ topic }) => topic));
    return losesRecords ? `${group} ${countText(records)} records of ${names}` : `${group} ${names}`;
  });
};

const losses = ({ topics, mode }: CleanupReport): string[] => [
  ...listed(
    mode === 'plan' ? 'Consumer groups that would lose records' : 'Consumer groups that lost records',
    groupLines(topics, true),
  ),
  ...listed(
    mode === 'plan'
      ? 'Consumer groups that have read everything and would lose their offsets: restart them'
      : 'Consumer groups that had read everything and lost their offsets: restart them',
    groupLines(topics, false),
  ),
];

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

/** Each remark once, with the topics that it is about. */
const noteLines = ({ topics }: CleanupReport): string[] => {
  const drifts = topics.flatMap(({ topic, drift }) =>
    drift.map((one) => `${topic} differs from its definition: ${one}`),
  );
  const notes = topics.flatMap(({ topic, notes: all }) => all.map((note) => ({ topic, note })));
  const groupedNotes = [...Map.groupBy(notes, ({ note }) => note)].map(
    ([note, of]) => `${listedNames(of.map(({ topic }) => topic))}: ${note}`,
  );
  return [...drifts, ...groupedNotes];
};

const totals = ({ mode, totals: sum }: CleanupReport): string =>
  mode === 'plan'
    ? `${pluralise(sum.topics, 'topic')} would be emptied of ${countText(sum.records)} records at most; ${bytesText(sum.bytes)} now, frees ${range(sum.leastBytes, sum.mostBytes)}`
    : `${sum.emptied} of ${sum.topics} topics emptied; ${bytesText(sum.bytes)} before, ${bytesText(sum.bytesAfter ?? 'unknown')} now`;

const nextLines = ({ next, run, planHash }: CleanupReport, where: string): string[] => {
  if (!next) return [];
  switch (next.mode) {
    case 'execute':
      return [`Next: curfew cleanup execute --plan-hash ${planHash} ${where}`];
    case 'plan':
      return [`Next: plan again (curfew cleanup plan … ${where}); ${next.reason}`];
    default:
      return [`Next: curfew cleanup ${next.mode} --run ${run} ${where}`];
  }
};

const headline = ({ mode, outcome, cluster, run, planHash, definition, seconds }: CleanupReport): string => {
  const outcomeLabel = styled(outcome === 'done' || outcome === 'planned' ? 'green' : 'red', outcome);
  const what = planHash === 'none' ? '' : `, run ${run}, plan ${planHash}`;
  const by = definition === undefined ? '' : `, definition v${definition.version}`;
  return `${styled('bold', `cleanup ${mode}`)}: ${outcomeLabel} on the cluster ${cluster}${what}${by}, ${duration(seconds)}`;
};

/** `where` are the options that name the cluster, for the command that comes next. */
export const reportLines = (report: CleanupReport, where: string, width = Number.POSITIVE_INFINITY): string[] => [
  headline(report),
  ...listed('Refused', report.refusals),
  ...(report.topics.length === 0 ? ['', '  no topic matches'] : ['', ...topicsTable(report, width)]),
  ...losses(report),
  ...listed(
    'Protected, although a rule matches them',
    report.denied.map(({ topic, reason }) => `${topic}: ${reason}`),
  ),
  ...listed(
    'Other topics that changed meanwhile',
    report.untouched.changed.map(({ topic, reason }) => `${topic} ${reason}`),
  ),
  ...listed('Notes', noteLines(report)),
  ...listed('Warnings', report.warnings),
  '',
  `  ${totals(report)}`,
  ...nextLines(report, where),
];
