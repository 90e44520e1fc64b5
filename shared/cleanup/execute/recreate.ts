// Deleting a topic and making it again as it was. From the moment a manifest is stored this can be taken up by anybody at
// any point: what is to be done follows from the topic's id now, not from how far somebody came (facts/kafka.md 4.5).
import type { Manifest, PlannedTopic, TopicOutcome, TopicShape } from '#core/cleanup.ts';
import { scratchSuffix, topicNameLengthMax } from '#definition/topic-names.ts';
import type { Answer, KafkaAdmin, Topic, TopicSpec } from '../kafka/kafka-admin.ts';
import { refusedText } from '../plan/observe-topics.ts';
import { repairTopic } from './recreate-repair.ts';

export type RecreatePorts = {
  readonly admin: KafkaAdmin;
  readonly pause: (ms: number) => Promise<void>;
  /** Stores the manifest, before the deletion and when it is settled. */
  readonly save: (manifest: Manifest) => Promise<void>;
  /** Asked before each attempt: whether there is time, and whether the lease is still ours. */
  readonly mayGoOn: () => Promise<boolean>;
};

export const recreateLimits = { attemptsMax: 90, pauseMsMin: 200, pauseMsMax: 4_000, watchMs: 1_500 } as const;

/** Begins like the topic, so that rights by prefix cover it. */
export const scratchName = (topic: string): string =>
  `${topic.slice(0, topicNameLengthMax - scratchSuffix.length)}${scratchSuffix}`;

const specOf = (name: string, { partitions, replicationFactor, overrides }: TopicShape): TopicSpec => ({
  name,
  partitions,
  replicationFactor,
  configs: overrides,
});

type Refused = Extract<Answer<unknown>, { kind: 'refused' }>;

const failure = (topic: string, { code }: { readonly code: string }, reason: string): TopicOutcome => ({
  topic,
  outcome: 'failed',
  reason,
  errorCode: code,
});

/** Whether anybody writes: ends that are not those of the plan, or that move while one looks. */
const growth = async (
  { topic, cuts }: PlannedTopic,
  { admin, pause }: Pick<RecreatePorts, 'admin' | 'pause'>,
): Promise<string | undefined> => {
  const keys = cuts.map(({ partition }) => ({ topic, partition }));
  const planned = new Map(cuts.map(({ partition, upTo }) => [partition, upTo]));
  for (const wait of [0, recreateLimits.watchMs]) {
    await pause(wait);
    for (const { partition, answer } of await admin.offsets(keys, 'latest')) {
      if (answer.kind === 'refused') return `the end of partition ${partition} cannot be read: ${refusedText(answer)}`;
      if (String(answer.value) !== planned.get(partition))
        return `records have come since the plan, or a transaction is open (partition ${partition} ends at ${answer.value}): stop its producers and plan again`;
    }
  }
  return undefined;
};

/**
 * Everything that can be found out before the point of no return. Answers with the outcome of a topic that is left as it
 * is, or with undefined if it may be deleted.
 */
export const refuseRecreate = async (
  planned: PlannedTopic & { readonly shape: TopicShape },
  ports: Pick<RecreatePorts, 'admin' | 'pause'>,
): Promise<TopicOutcome | undefined> => {
  const { topic, id, shape } = planned;
  const now = (await ports.admin.topics([topic])).get(topic);
  if (now?.kind !== 'known' || now.value.id !== id)
    return failure(topic, { code: 'TOPIC_CHANGED' }, 'not touched: it is not the topic that was planned any more');
  const grown = await growth(planned, ports);
  if (grown !== undefined) return { topic, outcome: 'skipped', reason: grown, errorCode: 'TOPIC_IN_USE' };
  const rehearsal = await ports.admin.createTopic(specOf(scratchName(topic), shape), { validateOnly: true });
  if (rehearsal.kind === 'known') return undefined;
  const why = `not touched: the cluster would not create it again: ${refusedText(rehearsal)}`;
  return failure(topic, rehearsal, why);
};

const isGone = (answer: Answer<unknown> | undefined): boolean =>
  answer === undefined || (answer.kind === 'refused' && /^UNKNOWN_TOPIC/.test(answer.code));

/** What was refused and would be refused again. That a topic is still there is no such thing: deletion takes its time. */
const isFinal = ({ code, retryable }: Refused): boolean =>
  !retryable && code !== 'TOPIC_ALREADY_EXISTS' && !/^UNKNOWN_TOPIC/.test(code);

type Step =
  | { readonly kind: 'again' }
  | { readonly kind: 'over'; readonly outcome: TopicOutcome; readonly state?: Manifest['state'] };
const again: Step = { kind: 'again' };

const created = async (manifest: Manifest, { admin }: RecreatePorts): Promise<Step> => {
  const { topic, shape } = manifest;
  const answer = await admin.createTopic(specOf(topic, shape), { validateOnly: false });
  if (answer.kind === 'known' || !isFinal(answer)) return again;
  const reason = `DELETED AND NOT YET CREATED AGAIN: the cluster refuses it: ${refusedText(answer)}. Mend that, then resume the run`;
  return { kind: 'over', outcome: failure(topic, answer, reason) };
};

/** `isThere`: the topic was seen under its old id just now; only then can a refusal mean that it is as it was. */
const deleted = async (manifest: Manifest, isThere: boolean, ports: RecreatePorts): Promise<Step> => {
  const { topic, oldId } = manifest;
  const answer = await ports.admin.deleteTopic(oldId);
  if (answer.kind === 'known' || isGone(answer) || !isThere) return created(manifest, ports);
  if (!isFinal(answer)) return again;
  const reason = `not deleted, it is as it was: ${refusedText(answer)}`;
  return { kind: 'over', outcome: failure(topic, answer, reason), state: 'abandoned' };
};

const judged = async (manifest: Manifest, found: Topic, ports: RecreatePorts): Promise<Step> => {
  if (found.partitions.some(({ leader }) => leader === undefined)) return again;
  const repair = await repairTopic(manifest, found, ports.admin);
  if (repair.kind === 'again') return again;
  const { topic } = manifest;
  if (repair.kind === 'equal') {
    const outcome = { topic, outcome: 'recreated', reason: 'deleted and made again as it was' } as const;
    return { kind: 'over', outcome, state: 'done' };
  }
  const reason = `exists again, but not as it was: ${repair.differences.join('; ')}`;
  return { kind: 'over', outcome: failure(topic, { code: 'NEEDS_ATTENTION' }, reason), state: 'needs-attention' };
};

const step = async (manifest: Manifest, ports: RecreatePorts): Promise<Step> => {
  const found = (await ports.admin.topics([manifest.topic])).get(manifest.topic);
  if (found?.kind === 'known')
    return found.value.id === manifest.oldId ? deleted(manifest, true, ports) : judged(manifest, found.value, ports);
  // A deletion whose answer was lost may not have reached the broker that was asked: asking for it again harms nobody.
  return isGone(found) ? deleted(manifest, false, ports) : again;
};

const pauseBefore = (attempt: number): number =>
  attempt === 0 ? 0 : Math.min(recreateLimits.pauseMsMax, recreateLimits.pauseMsMin * 2 ** (attempt - 1));

/** Brings a topic whose manifest is stored to its end, from wherever it is. */
export const finishRecreate = async (manifest: Manifest, ports: RecreatePorts): Promise<TopicOutcome> => {
  for (let attempt = 0; attempt < recreateLimits.attemptsMax; attempt += 1) {
    await ports.pause(pauseBefore(attempt));
    if (!(await ports.mayGoOn())) break;
    const result = await step(manifest, ports);
    if (result.kind === 'again') continue;
    if (result.state !== undefined) await ports.save({ ...manifest, state: result.state });
    return result.outcome;
  }
  const reason = 'it is not certain that it exists again: there was no more time. Resume the run now';
  return failure(manifest.topic, { code: 'INTERRUPTED' }, reason);
};
