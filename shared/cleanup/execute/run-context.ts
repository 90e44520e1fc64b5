// What every step of one run needs to know, and the comparison with what was agreed to that each act begins with.
import type { ClusterFacts, PlannedTopic, TopicFacts, TopicOutcome } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { agreementOf, type CleanupDependencies } from '../dependencies.ts';
import { listTopics, observeTopics } from '../plan/observe-topics.ts';
import { isEmptied } from '../plan/plan-cleanup.ts';
import type { HeldLease } from './lease.ts';

/** How much the run has emptied, with the topic that is being emptied just now. Counted up as the run continues. */
type Emptied = { topics: number; bytes: number };

export type RunContext = {
  readonly cluster: string;
  readonly run: string;
  readonly lease: HeldLease;
  /** Of today: a plan that was made before cannot make them wider, and they cannot make the plan wider. */
  readonly rules: CleanupRules;
  readonly facts: ClusterFacts;
  readonly emptied: Emptied;
};

const leftAlone = (topic: string, code: string, reason: string): TopicOutcome => ({
  topic,
  outcome: 'skipped',
  reason: `left alone: ${reason}`,
  errorCode: code,
});

export const knownBytes = ({ bytes }: Pick<PlannedTopic, 'bytes'>): number => (bytes === 'unknown' ? 0 : bytes);

export const countEmptied = (emptied: Emptied, planned: PlannedTopic): void => {
  if (!isEmptied(planned)) return;
  emptied.topics += 1;
  emptied.bytes += knownBytes(planned);
};

const observedNow = async (
  topics: readonly PlannedTopic[],
  { rules }: RunContext,
  { admin }: CleanupDependencies,
): Promise<ReadonlyMap<string, TopicFacts>> => {
  const listing = await listTopics(
    admin,
    topics.map(({ topic }) => topic),
  );
  // Sizes cost a question to every broker and matter to one cap alone.
  return observeTopics(admin, listing.topics, { sizes: rules.caps.bytesMax !== undefined });
};

/**
 * The outcomes of those topics that must be left alone; every other topic is still what was agreed to, and may be changed at
 * once.
 */
export const disagreements = async (
  topics: readonly PlannedTopic[],
  context: RunContext,
  deps: CleanupDependencies,
): Promise<ReadonlyMap<string, TopicOutcome>> => {
  const facts = await observedNow(topics, context, deps);
  const { stillAgreed } = agreementOf(deps);
  const found = new Map<string, TopicOutcome>();
  for (const planned of topics) {
    const { topic } = planned;
    const now = { facts: facts.get(topic), cluster: context.facts, emptiedBefore: context.emptied };
    const problem = stillAgreed(planned, now, context.rules);
    if (problem) found.set(topic, leftAlone(topic, problem.code, problem.reason));
    else countEmptied(context.emptied, planned);
  }
  return found;
};
