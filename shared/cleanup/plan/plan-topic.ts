// What is done to one topic that exists, and why (facts/kafka.md 4.4 and 4.5).
import type {
  ClusterFacts,
  ConfigFact,
  Cut,
  PlannedAction,
  PlannedTopic,
  TopicFacts,
  TopicShape,
} from '#core/cleanup.ts';
import type { CleanupRules, Risk } from '#core/cleanup-rules.ts';
import { isKeptForeverAccepted } from '#definition/cleanup-risks.ts';
import { bytesOfTopic, cutsOf, heldRecords, isTiered, leastFreed, lossesOf, recordsOf } from './amounts.ts';
import { type Drift, driftFrom, isFixable, replicationFactorOf } from './definition.ts';
import type { TopicMatch } from './matches.ts';

type Decision = { readonly action: PlannedAction; readonly reason: string };
export type PlanInputs = { readonly rules: CleanupRules; readonly cluster: ClusterFacts };

const skip = (reason: string): Decision => ({ action: 'skip', reason });
const refuse = (reason: string): Decision => ({ action: 'refuse', reason });

const listed = (indexes: readonly number[]): string =>
  `${indexes.length === 1 ? 'partition' : 'partitions'} ${indexes.slice(0, 5).join(', ')}${indexes.length > 5 ? ', …' : ''}`;

const settingOf = (configs: readonly ConfigFact[], name: string): string | undefined =>
  configs.find((one) => one.name === name)?.value ?? undefined;

const policiesOf = (policy: string): string[] =>
  policy
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const laggingPartitions = (facts: TopicFacts | undefined): number[] =>
  (facts?.partitions ?? []).filter(({ inSync, replicas }) => inSync.length < replicas.length).map(({ index }) => index);

/** A topic that is not whole is left alone; but Kafka truncates what has a leader, and replicas follow when they are back. */
const notWhole = (facts: TopicFacts, strategy: TopicMatch['strategy']): string | undefined => {
  const { id, partitions } = facts;
  if (id === '') return 'the cluster does not report its id, so another topic with that name cannot be distinguished';
  const leaderless = partitions.filter(({ leader }) => leader === undefined).map(({ index }) => index);
  if (leaderless.length > 0) return `no broker leads ${listed(leaderless)}: topic unchanged`;
  const lagging = laggingPartitions(facts);
  if (lagging.length > 0 && strategy === 'recreate')
    return `not all replicas of ${listed(lagging)} are in sync: topic unchanged`;
  return undefined;
};

const recreateProblem = (facts: TopicFacts, configs: readonly ConfigFact[], { cluster, rules }: PlanInputs) => {
  const accepted = (risk: Risk): boolean => rules.accept.includes(risk);
  const { autoCreation, deletion } = cluster;
  const factors = new Set(facts.partitions.map(({ replicas }) => replicas.length));
  const hidden = configs.filter(({ own, sensitive, value }) => own && (sensitive || value === null));
  if (!cluster.canDeleteById) return 'the cluster cannot delete a topic by id, and deletion by name is not safe';
  if (deletion.known && !deletion.value) return 'the cluster does not delete topics (delete.topic.enable is false)';
  if (factors.size > 1) return 'its partitions have different numbers of replicas: reassign them first';
  if (replicationFactorOf(facts) > cluster.brokers)
    return `it has ${replicationFactorOf(facts)} replicas and only ${cluster.brokers} brokers are alive`;
  if (hidden.length > 0)
    return `the value of ${hidden.map(({ name }) => name).join(', ')} cannot be read and could not be restored`;
  if (isTiered(facts) && !accepted('tiered'))
    return 'it has remote storage, which a new topic does not restore: accept `tiered` to recreate it';
  if (!autoCreation.known && !accepted('auto-creation'))
    return `cannot read whether topics are auto-created (${autoCreation.why}): accept \`auto-creation\` to recreate it`;
  if (autoCreation.known && autoCreation.value && !accepted('auto-creation'))
    return 'producers may auto-create the topic first (auto.create.topics.enable): accept `auto-creation` to recreate it';
  return undefined;
};

/** Many write the largest number there is, or a hundred years, where they mean `-1`. */
const foreverMs = 100 * 365 * 24 * 60 * 60 * 1_000;

const keptForeverBecause = (retentionMs: string | undefined, policies: readonly string[]): string | undefined => {
  const retention = Number(retentionMs ?? 0);
  if (retention < 0 || retention >= foreverMs) return `retention.ms is ${retentionMs}`;
  return policies.length === 0 ? 'its cleanup.policy is empty' : undefined;
};

/** What a topic holds that nobody wants to lose, known by its settings and not by its name. */
const stateProblem = (
  { name }: TopicFacts,
  configs: readonly ConfigFact[],
  match: TopicMatch,
  { accept }: CleanupRules,
): Decision | undefined => {
  const policy = settingOf(configs, 'cleanup.policy');
  if (policy === undefined) return refuse('the cluster does not report its cleanup.policy');
  const policies = policiesOf(policy);
  const isState = policies.includes('compact') && !policies.includes('delete');
  if (isState && match.strategy === 'truncate')
    return skip('compacted only: it holds state and Kafka does not truncate it');
  if (isState && !accept.includes('compacted'))
    return skip('compacted only: it holds state; accept `compacted` to recreate it');
  const why = keptForeverBecause(settingOf(configs, 'retention.ms'), policies);
  if (why !== undefined && !isKeptForeverAccepted(accept, name, match.isNamed))
    return skip(`unlimited retention (${why}): accept \`kept-forever:${name}\` to empty it`);
  return undefined;
};

/** Undefined where no transaction is open: then the end of the log moved while it was read. */
const openTransactionText = (facts: TopicFacts): string | undefined => {
  const { openTransactions: found } = facts;
  const held = heldRecords(facts);
  if (held === 0 || (found.known && found.value.length === 0)) return undefined;
  const records = `${held} ${held === 1 ? 'record is' : 'records are'}`;
  if (!found.known) return `${records} behind an open transaction of an unknown producer (${found.why})`;
  const holders = found.value.map(
    ({ partition, producerId, since }) =>
      `producer id ${producerId} in partition ${partition}${since === undefined ? '' : ` since ${since}`}`,
  );
  return `${records} behind an open transaction: ${holders.slice(0, 5).join(', ')}${holders.length > 5 ? ', …' : ''}`;
};

const recreated = (
  facts: TopicFacts,
  match: TopicMatch,
  configs: readonly ConfigFact[],
  here: PlanInputs,
): Decision => {
  const open = openTransactionText(facts);
  if (open !== undefined) return refuse(`${open}; end it, then plan again`);
  const problem = recreateProblem(facts, configs, here);
  if (problem !== undefined) return refuse(problem);
  return recordsOf(cutsOf(facts)) === 0 && bytesOfTopic(facts) === 0
    ? { action: 'already-empty', reason: 'holds no records and no bytes' }
    : { action: 'recreate', reason: `${match.matchedBy}: deleted and recreated with the same settings` };
};

const truncated = (facts: TopicFacts, match: TopicMatch, cuts: readonly Cut[], { cluster }: PlanInputs): Decision => {
  if (!cluster.canDeleteRecords)
    return refuse('the cluster cannot delete records (as MSK Serverless): only `recreate` would empty it');
  if (cuts.some(({ start, upTo }) => start !== upTo))
    return { action: 'truncate', reason: `${match.matchedBy}: all current records are deleted, the topic stays` };
  const open = openTransactionText(facts);
  return open === undefined
    ? { action: 'already-empty', reason: 'every partition ends where it begins' }
    : refuse(`${open}; end it, then plan again`);
};

const emptied = (
  facts: TopicFacts,
  match: TopicMatch,
  cuts: readonly Cut[] | undefined,
  here: PlanInputs,
): Decision => {
  if (!facts.configs.known) return refuse(`cannot read its settings: ${facts.configs.why}`);
  const configs = facts.configs.value;
  const broken = notWhole(facts, match.strategy);
  if (broken !== undefined) return refuse(broken);
  const state = stateProblem(facts, configs, match, here.rules);
  if (state) return state;
  if (cuts === undefined) return refuse('cannot read the offsets of some partitions: topic unchanged');
  return match.strategy === 'recreate' ? recreated(facts, match, configs, here) : truncated(facts, match, cuts, here);
};

const asDefined = ({ drift, fix }: Drift, { applyDefinitions }: CleanupRules): Decision => {
  if (drift.length === 0) return { action: 'unchanged', reason: 'matches its definition' };
  if (applyDefinitions && isFixable(fix)) return { action: 'change', reason: drift.join('; ') };
  return { action: 'drift', reason: drift.join('; ') };
};

export const shapeOf = (facts: TopicFacts): TopicShape | undefined => {
  if (!facts.configs.known) return undefined;
  const own = facts.configs.value.filter((one) => one.own && !one.sensitive && one.value !== null);
  const overrides = own.map(({ name, value }): [string, string] => [name, value ?? '']).toSorted();
  return {
    partitions: facts.partitions.length,
    replicationFactor: replicationFactorOf(facts),
    replicas: facts.partitions.map(({ replicas }) => replicas.toSorted((left, right) => left - right)),
    overrides: Object.fromEntries(overrides),
  };
};

const notesOf = (facts: TopicFacts, action: PlannedAction): string[] => {
  const open = action === 'truncate' ? openTransactionText(facts) : undefined;
  return [
    ...(isTiered(facts) ? ['remote storage: its size is unknown and it is freed later'] : []),
    ...(open === undefined ? [] : [`${open}; they stay`]),
    ...(action === 'already-empty' && laggingPartitions(facts).length > 0
      ? ['replicas are out of sync or down: records that they lack are not readable yet, and stay']
      : []),
    ...(action === 'recreate'
      ? ['the topic id changes, committed offsets are lost and replicas are placed again: restart its clients']
      : []),
  ];
};

/** The whole size goes with a topic that is deleted; what a topic that stays keeps is between the two. */
const freed = (facts: TopicFacts, action: PlannedAction): Pick<PlannedTopic, 'leastBytes' | 'mostBytes'> => {
  const segment = facts.configs.known ? settingOf(facts.configs.value, 'segment.bytes') : undefined;
  const bytes = bytesOfTopic(facts);
  if (action === 'recreate') return { leastBytes: bytes, mostBytes: bytes };
  if (action !== 'truncate') return { leastBytes: 0, mostBytes: 0 };
  return { leastBytes: leastFreed(facts, segment === undefined ? undefined : Number(segment)), mostBytes: bytes };
};

export const planTopic = (facts: TopicFacts, match: TopicMatch, here: PlanInputs): PlannedTopic => {
  const { definition, strategy, matchedBy } = match;
  const difference = driftFrom(definition, facts);
  const cuts = cutsOf(facts);
  const decision = strategy === 'none' ? asDefined(difference, here.rules) : emptied(facts, match, cuts, here);
  const empties = decision.action === 'truncate' || decision.action === 'recreate';
  const shape = shapeOf(facts);
  return {
    topic: facts.name,
    id: facts.id,
    matchedBy,
    strategy,
    ...decision,
    records: recordsOf(cuts),
    bytes: bytesOfTopic(facts),
    ...freed(facts, decision.action),
    groups: empties && cuts ? lossesOf(facts.name, cuts, here.cluster.groups, decision.action === 'recreate') : [],
    drift: difference.drift,
    ...(here.rules.applyDefinitions && isFixable(difference.fix) ? { fix: difference.fix } : {}),
    notes: notesOf(facts, decision.action),
    ...(shape === undefined ? {} : { shape }),
    cuts: empties && cuts ? cuts : [],
    ...(definition === undefined ? {} : { definition }),
  };
};
