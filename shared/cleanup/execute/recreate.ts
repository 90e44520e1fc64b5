// Deleting a topic and making it again as it was. From the moment a manifest is stored this can be taken up by anybody at
// any point: what is to be done follows from the topic's id now, not from how far somebody came (facts/kafka.md 4.5).
import type { Manifest, TopicOutcome } from '#core/cleanup.ts';
import type { Answer, KafkaAdmin, Topic } from '../kafka/kafka-admin.ts';
import { refusedText } from '../plan/observe-topics.ts';
import { repairTopic } from './recreate-repair.ts';
import { specOf, watchMs } from './rehearsal.ts';

export type RecreatePorts = {
  readonly admin: KafkaAdmin;
  readonly pause: (ms: number) => Promise<void>;
  /** Stores the manifest when it is settled. */
  readonly save: (manifest: Manifest) => Promise<void>;
  /** Asked before each attempt: whether there is time, and whether the lease is still ours. */
  readonly mayGoOn: () => Promise<boolean>;
  /** Asked right before the deletion. Answers with the outcome of a topic that stays unchanged. */
  readonly whyNotDelete: () => Promise<TopicOutcome | undefined>;
  /** Another process stored the manifest, and perhaps deleted the topic before it died. */
  readonly mayBeDeleted: boolean;
};

const recreateLimits = { attemptsMax: 90, pauseMsMin: 200, pauseMsMax: 4_000 } as const;

type Refused = Extract<Answer<unknown>, { kind: 'refused' }>;

/** What this process has done so far about one topic. */
type Work = { readonly isDeleted: boolean; readonly createdId?: string; readonly repaired: readonly string[] };

type Step =
  | { readonly kind: 'again'; readonly work: Work }
  | { readonly kind: 'over'; readonly outcome: TopicOutcome; readonly state?: Manifest['state'] };

const failure = (topic: string, { code }: { readonly code: string }, reason: string): TopicOutcome => ({
  topic,
  outcome: 'failed',
  reason,
  errorCode: code,
});

const isGone = (answer: Answer<unknown> | undefined): boolean =>
  answer === undefined || (answer.kind === 'refused' && /^UNKNOWN_TOPIC/.test(answer.code));

/** What was refused and would be refused again. That a topic is still there is no such thing: deletion takes its time. */
const isFinal = ({ code, retryable }: Refused): boolean =>
  !retryable && code !== 'TOPIC_ALREADY_EXISTS' && !/^UNKNOWN_TOPIC/.test(code);

const created = async (manifest: Manifest, work: Work, { admin }: RecreatePorts): Promise<Step> => {
  const { topic, shape } = manifest;
  const answer = await admin.createTopic(specOf(topic, shape), { validateOnly: false });
  if (answer.kind === 'known')
    return { kind: 'again', work: answer.value === undefined ? work : { ...work, createdId: answer.value } };
  if (!isFinal(answer)) return { kind: 'again', work };
  if (answer.code === 'DENIED_TOPIC') {
    const reason = `deleted and not recreated: ${answer.message}. Create it by hand: ${JSON.stringify(specOf(topic, shape))}`;
    return { kind: 'over', outcome: failure(topic, answer, reason), state: 'needs-attention' };
  }
  const reason = `DELETED AND NOT YET RECREATED: the cluster refuses it: ${refusedText(answer)}. Fix that, then resume the run`;
  return { kind: 'over', outcome: failure(topic, answer, reason) };
};

/** The topic was seen under its old id just now; only then can a refusal mean that it is as it was. */
const deleted = async (manifest: Manifest, work: Work, ports: RecreatePorts): Promise<Step> => {
  const { topic, oldId } = manifest;
  const answer = await ports.admin.deleteTopic(oldId);
  if (answer.kind === 'known' || isGone(answer)) return created(manifest, { ...work, isDeleted: true }, ports);
  if (!isFinal(answer)) return { kind: 'again', work: { ...work, isDeleted: true } };
  const reason = `not deleted, unchanged: ${refusedText(answer)}`;
  return { kind: 'over', outcome: failure(topic, answer, reason), state: 'abandoned' };
};

/**
 * Before a manifest of a dead process is closed, its deletion must have had the time to show. A topic without leaders may be one
 * that is being deleted, which takes long under ZooKeeper.
 */
const isStillThere = async ({ topic, oldId }: Manifest, { admin, pause }: RecreatePorts): Promise<boolean> => {
  await pause(watchMs);
  const found = (await admin.topics([topic])).get(topic);
  if (found?.kind !== 'known' || found.value.id !== oldId) return false;
  return found.value.partitions.every(({ leader }) => leader !== undefined);
};

const deletedIfAgreed = async (manifest: Manifest, work: Work, ports: RecreatePorts): Promise<Step> => {
  if (work.isDeleted) return deleted(manifest, work, ports);
  const outcome = await ports.whyNotDelete();
  if (!outcome) return deleted(manifest, work, ports);
  if (ports.mayBeDeleted && !(await isStillThere(manifest, ports))) return { kind: 'again', work };
  return { kind: 'over', outcome, state: 'abandoned' };
};

const absent = async (manifest: Manifest, work: Work, ports: RecreatePorts): Promise<Step> => {
  // A deletion whose answer was lost may not have reached every broker: asking for it again harms nobody.
  if (work.isDeleted) return deleted(manifest, work, ports);
  if (ports.mayBeDeleted) return created(manifest, work, ports);
  const { topic } = manifest;
  const reason = 'unchanged: somebody else deleted it, so this run does not recreate it';
  return { kind: 'over', outcome: { topic, outcome: 'skipped', reason, errorCode: 'TOPIC_GONE' }, state: 'abandoned' };
};

/** Nobody repairs what this run did not delete. */
const madeAnew = ({ topic, oldId }: Manifest, { id }: Topic): Step => {
  const reason = `left alone: its id is ${id}, the plan is for ${oldId}: somebody else recreated it`;
  return {
    kind: 'over',
    outcome: { topic, outcome: 'skipped', reason, errorCode: 'TOPIC_CHANGED' },
    state: 'abandoned',
  };
};

/** What is true of a topic that exists again, and no more than that. */
export const recreatedText = (repaired: readonly string[], isForeign: boolean): string => {
  if (repaired.length === 0 && !isForeign) return 'deleted and recreated with the same settings';
  const what = repaired.length === 0 ? 'with nothing to repair' : `then repaired: ${repaired.join(', ')}`;
  return isForeign ? `deleted; somebody else recreated it first, ${what}` : `deleted and recreated, ${what}`;
};

const judged = async (manifest: Manifest, found: Topic, work: Work, ports: RecreatePorts): Promise<Step> => {
  if (found.partitions.some(({ leader }) => leader === undefined)) return { kind: 'again', work };
  const repair = await repairTopic(manifest, found, ports.admin);
  const { topic } = manifest;
  switch (repair.kind) {
    case 'again':
      return { kind: 'again', work: { ...work, repaired: [...work.repaired, ...repair.repaired] } };
    case 'equal': {
      const isForeign = work.createdId !== undefined && work.createdId !== found.id;
      const reason = recreatedText(work.repaired, isForeign);
      return { kind: 'over', outcome: { topic, outcome: 'recreated', reason }, state: 'done' };
    }
    case 'different': {
      const reason = `recreated, but different: ${repair.differences.join('; ')}`;
      return { kind: 'over', outcome: failure(topic, { code: 'NEEDS_ATTENTION' }, reason), state: 'needs-attention' };
    }
  }
};

const step = async (manifest: Manifest, work: Work, ports: RecreatePorts): Promise<Step> => {
  const found = (await ports.admin.topics([manifest.topic])).get(manifest.topic);
  if (found?.kind === 'known') {
    if (found.value.id === manifest.oldId) return deletedIfAgreed(manifest, work, ports);
    if (!work.isDeleted && !ports.mayBeDeleted) return madeAnew(manifest, found.value);
    return judged(manifest, found.value, work, ports);
  }
  return isGone(found) ? absent(manifest, work, ports) : { kind: 'again', work };
};

const pauseBefore = (attempt: number): number =>
  attempt === 0 ? 0 : Math.min(recreateLimits.pauseMsMax, recreateLimits.pauseMsMin * 2 ** (attempt - 1));

/** Brings a topic whose manifest is stored to its end, from any step. */
export const finishRecreate = async (manifest: Manifest, ports: RecreatePorts): Promise<TopicOutcome> => {
  let work: Work = { isDeleted: false, repaired: manifest.repaired ?? [] };
  for (let attempt = 0; attempt < recreateLimits.attemptsMax; attempt += 1) {
    await ports.pause(pauseBefore(attempt));
    if (!(await ports.mayGoOn())) break;
    const result = await step(manifest, work, ports);
    if (result.kind === 'over') {
      const { state, outcome } = result;
      if (state !== undefined) await ports.save({ ...manifest, state, repaired: work.repaired });
      return outcome;
    }
    work = result.work;
  }
  if (!work.isDeleted && !ports.mayBeDeleted)
    return {
      topic: manifest.topic,
      outcome: 'not-started',
      reason: 'not deleted: not enough time left. Resume the run',
    };
  const reason = 'not enough time left to confirm that it exists again. Resume the run now';
  return failure(manifest.topic, { code: 'INTERRUPTED' }, reason);
};
