// What a person agreed to, compared with the present state: checked for each topic right before the act that cannot be undone,
// because other teams change topics while a run is busy elsewhere. Pure.
import type { ClusterFacts, PlannedTopic, TopicFacts, TopicShape } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { pluralise } from '#core/pluralise.ts';
import { notYetCut } from './amounts.ts';
import { agreedDifferences, shapeDifferences } from './differences.ts';
import { matchOf, whyDenied } from './matches.ts';
import { gigabytes, isEmptied } from './plan-cleanup.ts';
import { planTopic, shapeOf } from './plan-topic.ts';

/** `TOPIC_CHANGED` and the like are Curfew's codes, beside Kafka's. */
type Disagreement = {
  readonly code:
    | 'DENIED_TOPIC'
    | 'RULES_CHANGED'
    | 'TOPIC_GONE'
    | 'TOPIC_CHANGED'
    | 'TOPIC_IN_USE'
    | 'NOT_SAFE'
    | 'CAP_PASSED';
  readonly reason: string;
};

type TopicNow = {
  /** Undefined: there is no such topic, or the cluster says nothing about it. */
  readonly facts: TopicFacts | undefined;
  readonly cluster: ClusterFacts;
  /** What the run emptied before this topic, as far as sizes are known. */
  readonly emptiedBefore: { readonly topics: number; readonly bytes: number };
};

const gone = 'it no longer exists, or the cluster does not report it';
const otherId = (id: string, planned: string | undefined): string => `its id is ${id}, the plan is for ${planned}`;

const disagree = (code: Disagreement['code'], reason: string): Disagreement => ({ code, reason });

/** A run that died while it applied a definition left some of it: that is nobody else's change. */
const withoutFix = ({ shape, fix }: PlannedTopic, now: TopicShape): TopicShape => {
  if (!shape || !fix) return now;
  const applied = Object.entries(fix.configs ?? {}).filter(([name, value]) => now.overrides[name] === value);
  const before = applied.flatMap(([name]) => {
    const value = shape.overrides[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const others = Object.entries(now.overrides).filter(([name]) => !applied.some(([one]) => one === name));
  return {
    ...now,
    partitions: now.partitions === fix.partitions ? shape.partitions : now.partitions,
    overrides: Object.fromEntries([...others, ...before]),
  };
};

export const inUseText = (partition: number, end: bigint): string =>
  `new records since the plan, or an open transaction (partition ${partition} ends at ${end}): stop its producers and plan again`;

/** A topic that is deleted loses what came since the plan, so that nothing may have come. */
const growthOf = ({ action, cuts }: PlannedTopic, facts: TopicFacts): Disagreement | undefined => {
  if (action !== 'recreate') return undefined;
  for (const { partition, upTo } of cuts) {
    const end = facts.logEnds.get(partition);
    if (!end?.known) return disagree('NOT_SAFE', `cannot read the end of partition ${partition}`);
    if (String(end.value) !== upTo) return disagree('TOPIC_IN_USE', inUseText(partition, end.value));
  }
  return undefined;
};

const accordingActions: Partial<Record<PlannedTopic['action'], readonly PlannedTopic['action'][]>> = {
  truncate: ['truncate', 'already-empty'],
  recreate: ['recreate'],
  change: ['change', 'unchanged', 'drift'],
};

const asPlanned = (planned: PlannedTopic, facts: TopicFacts, current: PlannedTopic): Disagreement | undefined => {
  if (facts.id !== planned.id) return disagree('TOPIC_CHANGED', otherId(facts.id, planned.id));
  if (!planned.shape || !current.shape) return disagree('NOT_SAFE', current.reason);
  const differences = agreedDifferences(planned.shape, withoutFix(planned, current.shape));
  if (differences.length > 0) return disagree('TOPIC_CHANGED', `it has ${differences.join('; ')}`);
  const grown = growthOf(planned, facts);
  if (grown) return grown;
  if (accordingActions[planned.action]?.includes(current.action)) return undefined;
  if (planned.action === 'truncate' && notYetCut(planned.cuts, facts).length === 0) return undefined;
  return disagree(current.action === 'refuse' ? 'NOT_SAFE' : 'RULES_CHANGED', current.reason);
};

const capOf = (
  planned: PlannedTopic,
  current: PlannedTopic,
  { emptiedBefore }: TopicNow,
  { caps: { topicsMax, bytesMax } }: CleanupRules,
): Disagreement | undefined => {
  if (!isEmptied(planned)) return undefined;
  if (emptiedBefore.topics + 1 > topicsMax)
    return disagree(
      'CAP_PASSED',
      `${pluralise(emptiedBefore.topics + 1, 'topic')} would be emptied, the cap is ${topicsMax}`,
    );
  if (bytesMax === undefined) return undefined;
  if (planned.bytes === 'unknown' || current.bytes === 'unknown')
    return disagree('CAP_PASSED', `its size is unknown and the cap is ${gigabytes(bytesMax)}`);
  const bytes = emptiedBefore.bytes + Math.max(planned.bytes, current.bytes);
  return bytes > bytesMax
    ? disagree('CAP_PASSED', `with it, ${gigabytes(bytes)} would be emptied, the cap is ${gigabytes(bytesMax)}`)
    : undefined;
};

/**
 * What a plan creates or changes by a definition, it does not do by one that was changed since. Nobody is surprised by a topic that is there by now: then its creation is refused, and it is compared the
 * next time.
 */
const stillDefined = ({ topic, definition }: PlannedTopic, { topics }: CleanupRules): Disagreement | undefined =>
  JSON.stringify(topics.find(({ name }) => name === topic)) === JSON.stringify(definition)
    ? undefined
    : disagree('RULES_CHANGED', 'its definition differs from the plan');

/** Undefined if what was planned for a topic may be done to it as it is now, under the rules of today. */
export const stillAgreed = (planned: PlannedTopic, now: TopicNow, rules: CleanupRules): Disagreement | undefined => {
  const { facts, cluster } = now;
  const denied = whyDenied({ name: planned.topic, internal: facts?.internal ?? false }, rules);
  if (denied !== undefined) return disagree('DENIED_TOPIC', denied);
  if (planned.action === 'create' || planned.fix !== undefined) {
    const redefined = stillDefined(planned, rules);
    if (redefined || planned.action === 'create') return redefined;
  }
  const match = matchOf(planned.topic, rules);
  if (!match) return disagree('RULES_CHANGED', 'no rule matches it any more');
  if (match.strategy !== planned.strategy)
    return disagree('RULES_CHANGED', `the rules say ${match.strategy} now, the plan ${planned.strategy}`);
  if (!facts) return disagree('TOPIC_GONE', gone);
  const current = planTopic(facts, match, { rules, cluster });
  return asPlanned(planned, facts, current) ?? capOf(planned, current, now, rules);
};

/** The same for what a definition adds to a topic that the run has emptied by now, and that has a new id if it was recreated. */
export const fixStillAgreed = (
  planned: PlannedTopic,
  facts: TopicFacts | undefined,
  rules: CleanupRules,
): Disagreement | undefined => {
  const { topic, id, action, shape } = planned;
  const denied = whyDenied({ name: topic, internal: facts?.internal ?? false }, rules);
  if (denied !== undefined) return disagree('DENIED_TOPIC', denied);
  const redefined = stillDefined(planned, rules);
  if (redefined) return redefined;
  const now = facts && shapeOf(facts);
  if (!facts || !shape || !now) return disagree('TOPIC_GONE', gone);
  if (action !== 'recreate' && facts.id !== id) return disagree('TOPIC_CHANGED', otherId(facts.id, id));
  const differences = shapeDifferences(shape, withoutFix(planned, now));
  return differences.length > 0 ? disagree('TOPIC_CHANGED', `it has ${differences.join('; ')}`) : undefined;
};
