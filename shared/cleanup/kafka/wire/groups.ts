// The consumer groups and what they have read. A group is listed by the broker that coordinates it, which also knows its offsets.
import { chunks } from '../chunks.ts';
import type { Answer, GroupOffsets, Groups, PartitionOffset } from '../kafka-admin.ts';
import { known, type RefusedAnswer, refusal } from '../protocol-error.ts';
import type { Brokers } from './brokers.ts';
import { codecFor, listGroups, offsetFetch, offsetFetchOne } from './codecs.ts';
import { refusalOf } from './failure.ts';
import { wireLimits } from './limits.ts';
import type { Link } from './link.ts';

type Listed = { readonly group: string; readonly state: string; readonly shared: boolean };
type FetchedTopic = {
  readonly name: string;
  readonly partitions: readonly {
    readonly partitionIndex: number;
    readonly committedOffset: bigint;
    readonly errorCode: number;
  }[];
};
type Fetched = { readonly groupId: string; readonly errorCode: number; readonly topics: readonly FetchedTopic[] };
type GroupAnswers = ReadonlyMap<string, Answer<GroupOffsets>>;

const unsupportedVersion = 35;
const unknownServerError = -1;
const allTopics = null;
const noMember = { memberId: null, memberEpoch: -1 };

/** Throws `OperationError`. Null if the broker has to be asked again. */
const listedBy = async (link: Link): Promise<readonly Listed[] | RefusedAnswer> => {
  const { errorCode, groups } = await link.ask(listGroups, [], []);
  if (errorCode !== 0) return refusal(errorCode);
  return groups.map(({ groupId, groupState, groupType, protocolType }) => ({
    group: groupId,
    state: groupState,
    shared: groupType === 'share' || protocolType === 'share',
  }));
};

const fetchOne = async (link: Link, group: string): Promise<Fetched> => {
  const request = [{ groupId: group, topics: allTopics }];
  const { errorCode, topics } = await link.ask(offsetFetchOne, request, false);
  return { groupId: group, errorCode, topics };
};

const fetched = async (link: Link, groups: readonly string[]): Promise<readonly Fetched[]> => {
  if (!codecFor(offsetFetch, await link.versions())) {
    const answers: Fetched[] = [];
    for (const group of groups) answers.push(await fetchOne(link, group));
    return answers;
  }
  const request = groups.map((groupId) => ({ groupId, ...noMember, topics: allTopics }));
  return (await link.ask(offsetFetch, request, false)).groups;
};

/** A group that never committed for a partition has -1 there. */
const offsetsIn = (topics: readonly FetchedTopic[]): PartitionOffset[] =>
  topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ committedOffset }) => committedOffset >= 0n)
      .map(({ partitionIndex, committedOffset }) => ({
        topic: name,
        partition: partitionIndex,
        offset: committedOffset,
      })),
  );

const toAnswer = ({ group, state }: Listed, reply: Fetched | undefined): Answer<GroupOffsets> => {
  const codes = [reply?.errorCode ?? unknownServerError, ...partitionErrors(reply)];
  const failed = codes.find((code) => code !== 0);
  return failed === undefined && reply
    ? known({ group, state, offsets: offsetsIn(reply.topics) })
    : refusal(failed ?? unknownServerError);
};

const partitionErrors = (reply: Fetched | undefined): number[] =>
  (reply?.topics ?? []).flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode));

const ofShareGroup = refusal(unsupportedVersion, 'a share group: its position cannot be read');

const answersOf = async (link: Link, listed: readonly Listed[]): Promise<GroupAnswers> => {
  const answers = new Map<string, Answer<GroupOffsets>>();
  for (const { group, shared } of listed) if (shared) answers.set(group, ofShareGroup);
  for (const chunk of chunks(
    listed.filter(({ shared }) => !shared),
    wireLimits.groupsPerRequest,
  )) {
    const replies = new Map(
      (
        await fetched(
          link,
          chunk.map(({ group }) => group),
        )
      ).map((reply) => [reply.groupId, reply]),
    );
    for (const one of chunk) answers.set(one.group, toAnswer(one, replies.get(one.group)));
  }
  return answers;
};

/** The groups of one broker, or why it did not list them. */
const askBroker = async (link: () => Link): Promise<GroupAnswers | RefusedAnswer> => {
  try {
    const to = link();
    const listed = await listedBy(to);
    return 'kind' in listed ? listed : await answersOf(to, listed);
  } catch (error) {
    return refusalOf(error);
  }
};

const mayChange = (answers: GroupAnswers | RefusedAnswer): boolean =>
  'kind' in answers
    ? answers.retryable
    : [...answers.values()].some((answer) => answer.kind === 'refused' && answer.retryable);

/** A coordinator that is just being moved is waited for, a few times; what was known earlier is not forgotten. */
export const readGroupOffsets = (brokers: Brokers) => async (): Promise<Groups> => {
  const found = new Map<string, Answer<GroupOffsets>>();
  for (let attempt = 1; ; attempt += 1) {
    const from = await brokers.metadata([]);
    const all = await Promise.all(from.brokers.map(({ nodeId }) => askBroker(() => brokers.link(nodeId, from))));
    for (const answers of all) {
      if ('kind' in answers) continue;
      for (const [group, answer] of answers) if (found.get(group)?.kind !== 'known') found.set(group, answer);
    }
    if (!all.some(mayChange) || attempt === wireLimits.attemptsMax) {
      const groups = [...found].map(([group, answer]) => ({ group, answer }));
      return { groups, complete: !all.some((answers) => 'kind' in answers) };
    }
    await brokers.backOff(attempt);
  }
};
