// A report of a cleanup for people to read.

import { isTrouble } from '#cleanup/report/cleanup-report.ts';
import type { Amount, CleanupOutcomeKind, PlannedAction } from '#core/cleanup.ts';
import type { CleanupReport, ReportedTopic } from '#core/cleanup-report.ts';
import { pluralise } from '#core/pluralise.ts';
import { duration, styled, table } from '../terminal/output.ts';

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

type Word = PlannedAction | CleanupOutcomeKind;
const good: ReadonlySet<Word> = new Set(['truncated', 'recreated', 'created', 'changed']);
const acting: ReadonlySet<Word> = new Set(['truncate', 'recreate', 'create', 'change', 'pending-physical']);

const colored = (topic: ReportedTopic): string => {
  const word = topic.outcome ?? topic.action;
  if (isTrouble(topic) || word === 'refuse') return styled('red', word);
  if (good.has(word)) return styled('green', word);
  return styled(acting.has(word) ? 'cyan' : 'dim', word);
};

const rowOf = (topic: ReportedTopic, isPlan: boolean): string[] => [
  topic.topic,
  colored(topic),
  countText(topic.records),
  bytesText(topic.bytes),
  isPlan ? range(topic.leastBytes, topic.mostBytes) : bytesText(topic.bytesAfter ?? 'unknown'),
  topic.reason,
];

const topicsTable = ({ topics, mode }: CleanupReport, width: number): string[] => {
  const isPlan = mode === 'plan';
  const head = ['topic', isPlan ? 'action' : 'outcome', 'records', 'bytes', isPlan ? 'frees' : 'bytes now', 'why'];
  return table([head, ...topics.map((topic) => rowOf(topic, isPlan))], '  ', width);
};

const losses = ({ topics, mode }: CleanupReport): string[] => {
  const lines = topics.flatMap(({ topic, groups }) =>
    groups.map(({ group, state, records }) => `  ${group} (${state}) ${countText(records)} records of ${topic}`),
  );
  const title = mode === 'plan' ? 'Consumer groups that would lose records' : 'Consumer groups that lost records';
  return lines.length === 0 ? [] : ['', title, ...lines];
};

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

const topicNotes = ({ topics }: CleanupReport): string[] =>
  topics.flatMap(({ topic, drift, notes }) => [
    ...drift.map((one) => `${topic} differs from its definition: ${one}`),
    ...notes.map((one) => `${topic}: ${one}`),
  ]);

const totals = ({ mode, totals: sum }: CleanupReport): string =>
  mode === 'plan'
    ? `${pluralise(sum.topics, 'topic')} would be emptied of ${countText(sum.records)} records at most; ${bytesText(sum.bytes)} now, frees ${range(sum.leastBytes, sum.mostBytes)}`
    : `${sum.emptied} of ${sum.topics} topics emptied; ${bytesText(sum.bytes)} before, ${bytesText(sum.bytesAfter ?? 'unknown')} now`;

const nextStep = ({ mode, outcome, run, planHash, topics }: CleanupReport, where: string): string[] => {
  const call = (text: string) => [`Next: curfew cleanup ${text} ${where}`];
  if (outcome === 'refused') return [];
  if (mode === 'plan') return outcome === 'planned' && planHash ? call(`execute --plan-hash ${planHash}`) : [];
  if (outcome !== 'done' && mode !== 'verify') return call(`resume --run ${run}`);
  return topics.some((one) => one.outcome === 'pending-physical') ? call(`verify --run ${run}`) : [];
};

const headline = ({ mode, outcome, cluster, run, planHash, seconds }: CleanupReport): string => {
  const word = styled(outcome === 'done' || outcome === 'planned' ? 'green' : 'red', outcome);
  const what = planHash === 'none' ? '' : `, run ${run}, plan ${planHash}`;
  return `${styled('bold', `cleanup ${mode}`)}: ${word} on the cluster ${cluster}${what}, ${duration(seconds)}`;
};

/** `where` are the options that name the cluster, for the command that comes next. */
export const reportLines = (report: CleanupReport, where: string, width = Number.POSITIVE_INFINITY): string[] => [
  headline(report),
  ...listed('Refused', report.refusals),
  ...(report.topics.length === 0 ? ['', '  no topic matches'] : ['', ...topicsTable(report, width)]),
  ...losses(report),
  ...listed(
    'Never touched, though a rule is about them',
    report.denied.map(({ topic, reason }) => `${topic}: ${reason}`),
  ),
  ...listed(
    'Other topics that changed meanwhile',
    report.untouched.changed.map(({ topic, reason }) => `${topic} ${reason}`),
  ),
  ...listed('Notes', topicNotes(report)),
  ...listed('Warnings', report.warnings),
  '',
  `  ${totals(report)}`,
  ...nextStep(report, where),
];
