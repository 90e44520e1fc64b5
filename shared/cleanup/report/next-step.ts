// The command that comes after a cleanup. Resuming is only named where it can help; otherwise the way is a new plan. Pure.
import type { CleanupReport, CleanupReportOutcome, ReportedTopic } from '#core/cleanup-report.ts';

type Next = NonNullable<CleanupReport['next']>;

/** What stays as it is however often a run is resumed: the plan does not hold for these topics any more. */
const settledCodes: ReadonlySet<string> = new Set([
  'CAP_PASSED',
  'DENIED_TOPIC',
  'NEEDS_ATTENTION',
  'NOT_AS_IT_SHOULD_BE',
  'RULES_CHANGED',
  'TOPIC_CHANGED',
  'TOPIC_GONE',
  'TOPIC_IN_USE',
]);

/** Kafka's words for a truncation that it never does. A topic that is deleted may be created once somebody changed the policy. */
const settledTruncations: ReadonlySet<string> = new Set(['OFFSET_OUT_OF_RANGE', 'POLICY_VIOLATION']);

const acting: ReadonlySet<ReportedTopic['action']> = new Set(['truncate', 'recreate', 'create', 'change']);

/** A plan that refused a topic, because it had no leader then, refuses it whenever it is resumed. */
const canBeResumed = ({ action, errorCode = '' }: ReportedTopic): boolean =>
  acting.has(action) && !settledCodes.has(errorCode) && !(action === 'truncate' && settledTruncations.has(errorCode));

const about = ({ topic, reason }: ReportedTopic): string => `${topic}: ${reason}`;

/** `troubles`: the topics that are not as the plan wanted them. */
export const nextStep = (
  mode: CleanupReport['mode'],
  outcome: CleanupReportOutcome,
  topics: readonly ReportedTopic[],
  troubles: readonly ReportedTopic[],
): Next | undefined => {
  if (outcome === 'refused') return undefined;
  if (mode === 'plan') return topics.length > 0 ? { mode: 'execute', reason: 'if the plan is correct' } : undefined;
  const resumable = troubles.find(canBeResumed);
  if (resumable) return { mode: 'resume', reason: about(resumable) };
  const [first] = troubles;
  if (first) return { mode: 'plan', reason: `resuming does not help: ${about(first)}` };
  return topics.some((one) => one.outcome === 'pending-physical')
    ? { mode: 'verify', reason: 'the brokers have not freed the bytes yet' }
    : undefined;
};
