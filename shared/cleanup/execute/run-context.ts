// What every step of one run needs to know, and the comparison with what was agreed to that each act begins with.
import type { ClusterFacts, PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { InputError } from '#core/errors.ts';
import type { CleanupRun } from '../cleanup-run.ts';
import { agreementOf, type CleanupDependencies } from '../dependencies.ts';
import { fixStillAgreed } from '../plan/agreement.ts';
import { listTopics, observeTopics } from '../plan/observe-topics.ts';
import { isEmptied } from '../plan/plan-cleanup.ts';
import type { HeldLease } from './lease.ts';

/** How much the run has emptied, with the topic that is being emptied just now. Counted up as the run continues. */
type Emptied = { topics: number; bytes: number };

/** The rules as they are now, for what was asked when the plan was made. */
export type RulesFor = (planned: CleanupRun) => CleanupRules | Promise<CleanupRules>;

export type RunContext = {
  readonly cluster: string;
  readonly run: string;
  readonly lease: HeldLease;
  /**
   * Read again right before each act: somebody may deny a topic while the run is busy with the next one. A plan that was made
   * before cannot make them wider, and they cannot make the plan wider. Throws `InputError` where they are not known.
   */
  readonly rulesNow: () => CleanupRules | Promise<CleanupRules>;
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

type RulesNow = { readonly rules: CleanupRules } | { readonly why: string };

export const readRules = async (read: () => CleanupRules | Promise<CleanupRules>): Promise<RulesNow> => {
  try {
    return { rules: await read() };
  } catch (error) {
    if (error instanceof InputError) return { why: error.message };
    throw error;
  }
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
  const names = topics.map(({ topic }) => topic);
  const listing = await listTopics(deps.admin, names);
  const today = await readRules(context.rulesNow);
  if ('why' in today) return new Map(names.map((topic) => [topic, leftAlone(topic, 'RULES_CHANGED', today.why)]));
  const { rules } = today;
  // Sizes cost a question to every broker and matter to one cap alone.
  const facts = await observeTopics(deps.admin, listing.topics, { sizes: rules.caps.bytesMax !== undefined });
  const { stillAgreed } = agreementOf(deps);
  const found = new Map<string, TopicOutcome>();
  for (const planned of topics) {
    const { topic } = planned;
    const now = { facts: facts.get(topic), cluster: context.facts, emptiedBefore: context.emptied };
    const problem = stillAgreed(planned, now, rules);
    if (problem) found.set(topic, leftAlone(topic, problem.code, problem.reason));
    else countEmptied(context.emptied, planned);
  }
  return found;
};

/** Why a topic that was emptied does not get what its definition adds. */
export const fixDisagreement = async (
  planned: PlannedTopic,
  { rulesNow }: Pick<RunContext, 'rulesNow'>,
  { admin }: Pick<CleanupDependencies, 'admin'>,
): Promise<{ readonly code: string; readonly reason: string } | undefined> => {
  const { topics } = await listTopics(admin, [planned.topic]);
  const facts = await observeTopics(admin, topics, { sizes: false });
  const today = await readRules(rulesNow);
  if ('why' in today) return { code: 'RULES_CHANGED', reason: today.why };
  return fixStillAgreed(planned, facts.get(planned.topic), today.rules);
};
