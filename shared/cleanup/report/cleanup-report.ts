// From a plan and its outcomes to the report. Pure.
import type { Amount, CleanupOutcomeKind, PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import type {
  CleanupMode,
  CleanupReport,
  CleanupReportOutcome,
  CleanupTotals,
  ReportedTopic,
} from '#core/cleanup-report.ts';
import type { StoredPlan } from '../cleanup-run.ts';
import { totalOf } from '../plan/amounts.ts';
import { nextStep } from './next-step.ts';

type CleanupResult = {
  readonly mode: CleanupMode;
  readonly requestedBy: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly plan: StoredPlan;
  /** None in a plan. */
  readonly outcomes: readonly TopicOutcome[];
  /** By topic, where it was looked at afterwards. */
  readonly bytesAfter: ReadonlyMap<string, Amount>;
  readonly untouched: CleanupReport['untouched'];
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
};

const emptyings: ReadonlySet<CleanupOutcomeKind> = new Set(['truncated', 'recreated', 'pending-physical']);
const troubles: ReadonlySet<CleanupOutcomeKind> = new Set(['failed', 'not-started']);

/** A topic that was skipped by a rule has no code; one that could not be done safely has. */
export const isTrouble = ({ outcome, errorCode }: Pick<ReportedTopic, 'outcome' | 'errorCode'>): boolean =>
  outcome !== undefined && (troubles.has(outcome) || (outcome === 'skipped' && errorCode !== undefined));

const reported = (
  planned: PlannedTopic,
  outcome: TopicOutcome | undefined,
  after: Amount | undefined,
): ReportedTopic => {
  const { topic, id, matchedBy, strategy, action, reason, shape, records, bytes, leastBytes, mostBytes } = planned;
  return {
    topic,
    ...(id === undefined ? {} : { id }),
    matchedBy,
    strategy,
    action,
    ...(outcome === undefined ? {} : { outcome: outcome.outcome }),
    reason: outcome?.reason ?? reason,
    ...(outcome?.errorCode === undefined ? {} : { errorCode: outcome.errorCode }),
    partitions: shape?.partitions ?? planned.definition?.partitions ?? 'unknown',
    records,
    bytes,
    ...(after === undefined ? {} : { bytesAfter: after }),
    leastBytes,
    mostBytes,
    groups: planned.groups,
    drift: planned.drift,
    notes: planned.notes,
  };
};

const difference = (before: Amount, after: Amount): Amount =>
  before === 'unknown' || after === 'unknown' ? 'unknown' : before - after;

/** Of the topics that are, or in a plan would be, emptied. */
const totalsOf = (topics: readonly ReportedTopic[]): CleanupTotals => {
  const acted = topics.filter(({ action }) => action === 'truncate' || action === 'recreate');
  const emptied = acted.filter(({ outcome }) => outcome !== undefined && emptyings.has(outcome));
  const looked = emptied.filter((one) => one.bytesAfter !== undefined);
  const after = totalOf(looked.map(({ bytesAfter = 'unknown' }) => bytesAfter));
  return {
    topics: acted.length,
    emptied: emptied.length,
    records: totalOf(acted.map(({ records }) => records)),
    bytes: totalOf(acted.map(({ bytes }) => bytes)),
    ...(looked.length === 0
      ? {}
      : { bytesAfter: after, reclaimedBytes: difference(totalOf(looked.map(({ bytes }) => bytes)), after) }),
    leastBytes: totalOf(acted.map(({ leastBytes }) => leastBytes)),
    mostBytes: totalOf(acted.map(({ mostBytes }) => mostBytes)),
  };
};

const topicsText = (count: number, what: string): string => `${count} ${count === 1 ? 'topic' : 'topics'} ${what}`;

const troublesText = (bad: readonly ReportedTopic[]): string =>
  [
    ...bad.slice(0, 3).map(({ topic, reason }) => `${topic}: ${reason}`),
    ...(bad.length > 3 ? [`and ${bad.length - 3} more`] : []),
  ].join('; ');

const judged = (result: CleanupResult, topics: readonly ReportedTopic[]): [CleanupReportOutcome, string] => {
  const { mode, refusals, untouched } = result;
  if (refusals.length > 0) return ['refused', refusals[0] ?? ''];
  const acting = topics.filter(({ action }) => ['truncate', 'recreate', 'create', 'change'].includes(action)).length;
  if (mode === 'plan') return ['planned', acting === 0 ? 'nothing to do' : topicsText(acting, 'would be changed')];
  const bad = topics.filter(isTrouble);
  const good = topics.filter((one) =>
    ['truncated', 'pending-physical', 'recreated', 'created', 'changed'].includes(one.outcome ?? ''),
  );
  const parts = [
    ...(good.length > 0 ? [topicsText(good.length, mode === 'verify' ? 'as they should be' : 'done')] : []),
    ...(bad.length > 0 ? [`${topicsText(bad.length, 'not done')} (${troublesText(bad)})`] : []),
    ...(untouched.changed.length > 0 ? [topicsText(untouched.changed.length, 'changed by others meanwhile')] : []),
  ];
  const reason = parts.join(', ') || 'nothing to do';
  // What other teams do to their own topics meanwhile is reported, and no fault of this run.
  if (bad.length === 0) return ['done', reason];
  return [good.length > 0 ? 'partial' : 'failed', reason];
};

const iso = (ms: number): string => new Date(ms).toISOString();

export const cleanupReport = (result: CleanupResult): CleanupReport => {
  const { run } = result.plan;
  const outcomes = new Map(result.outcomes.map((one) => [one.topic, one]));
  const topics = result.plan.topics.map((planned) =>
    reported(planned, outcomes.get(planned.topic), result.bytesAfter.get(planned.topic)),
  );
  const [outcome, reason] = judged(result, topics);
  const next = nextStep(result.mode, outcome, topics, topics.filter(isTrouble));
  return {
    kind: 'curfew-cleanup-report',
    version: 1,
    run: run.run,
    mode: result.mode,
    outcome,
    reason,
    ...(run.environment === undefined ? {} : { environment: run.environment }),
    cluster: run.cluster,
    planHash: run.hash,
    plannedAt: run.plannedAt,
    requestedBy: result.requestedBy,
    startedAt: iso(result.startedAt),
    endedAt: iso(result.endedAt),
    seconds: (result.endedAt - result.startedAt) / 1_000,
    topics,
    denied: run.denied,
    refusals: result.refusals,
    untouched: result.untouched,
    totals: totalsOf(topics),
    ...(next === undefined ? {} : { next }),
    warnings: result.warnings,
  };
};

const publishedTopicsMax = 150;

/** A message takes 256 kB at most: what went wrong comes first, and what is left out is counted. */
export const shortenedReport = (report: CleanupReport): CleanupReport => {
  const { topics } = report;
  if (topics.length <= publishedTopicsMax) return report;
  const inOrder = topics.toSorted((left, right) => Number(isTrouble(right)) - Number(isTrouble(left)));
  return {
    ...report,
    topics: inOrder.slice(0, publishedTopicsMax),
    omittedTopics: topics.length - publishedTopicsMax,
    denied: report.denied.slice(0, publishedTopicsMax),
  };
};
