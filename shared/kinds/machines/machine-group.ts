// Groups of machines that have a count: Auto Scaling groups and node groups of EKS. A stop remembers the count and sets it to zero
// with its minimum, a start brings both back. Pure.
import type { Action } from '#core/action.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Refusal } from '../status-kind.ts';

export type WarmPool = {
  readonly min: number;
  /** -1: as AWS counts it, from the group's maximum. */
  readonly prepared: number;
  readonly state: string;
  readonly reuse: boolean;
};

export type GroupObservation<K extends string = string> = {
  readonly kind: K;
  readonly status: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  /** In service and healthy. */
  readonly ready: number;
  /** All that are not gone, without those in standby. */
  readonly left: number;
  /** Which their owner took out of service: a count does not reach them. */
  readonly standby: number;
  /** Which a smaller count does not take. */
  readonly isProtected: number;
  /** Processes of Auto Scaling. */
  readonly suspended: readonly string[];
  readonly warmPool?: WarmPool & { readonly left: number };
  /** Scheduled actions that its owner has. */
  readonly scheduled: number;
  /** What AWS says is wrong with it. */
  readonly problems: readonly string[];
  readonly refusal?: Refusal;
};

type GroupEffect =
  | { readonly do: 'set-group-size'; readonly min: number; readonly desired: number; readonly max: number }
  | { readonly do: 'suspend-group' | 'resume-group'; readonly processes: readonly string[] }
  | { readonly do: 'set-warm-pool'; readonly pool: WarmPool };

export type GroupRemembered<K extends string = string> = {
  readonly kind: K;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
  readonly suspended: readonly string[];
  readonly warmPool?: WarmPool;
  readonly scheduled?: number;
};

export type GroupTypes<K extends string> = {
  readonly observation: GroupObservation<K>;
  readonly effect: GroupEffect;
  readonly remembered: GroupRemembered<K>;
};

type Memory = GroupRemembered & { readonly run: string; readonly givenBack?: true };

type GroupNext =
  | {
      readonly kind: 'act';
      readonly effects: readonly (
        | GroupEffect
        | ({ readonly do: 'remember' } & GroupRemembered)
        | { readonly do: 'give-back' | 'forget'; readonly capturedBy: string }
      )[];
      readonly reason: string;
      readonly final?: true;
      readonly untouched?: true;
      readonly serves?: true;
    }
  | { readonly kind: 'wait'; readonly reason: string; readonly partlyUp?: true }
  | { readonly kind: 'ready'; readonly reason: string; readonly warning?: string }
  | { readonly kind: 'refuse'; readonly reason: string; readonly code: string }
  | { readonly kind: 'fail'; readonly reason: string; readonly code: string; readonly isGone?: true };

/** What is different about a kind of group. */
type GroupRules = {
  /** `machine`, `node`. */
  readonly word: string;
  readonly up: readonly string[];
  readonly broken: readonly string[];
  readonly gone: readonly string[];
  /** The processes by which something raises its count at night: held while it is down. */
  readonly held: readonly string[];
};

type Fields = { readonly fallbackDesired?: number | undefined; readonly startAlways?: boolean | undefined };

const emptyPool = ({ state, reuse }: WarmPool): WarmPool => ({ min: 0, prepared: 0, state, reuse });

const isEmptied = (pool: WarmPool | undefined): boolean =>
  pool === undefined || (pool.min === 0 && pool.prepared === 0);

const poolOf = ({ min, prepared, state, reuse }: WarmPool): WarmPool => ({ min, prepared, state, reuse });

/** What a start before this one did not get to undo is not its owner's. */
const anew = (seen: GroupObservation, memory: Memory | undefined): GroupRemembered => {
  const warmPool = memory?.warmPool && isEmptied(seen.warmPool) ? memory.warmPool : seen.warmPool;
  return {
    kind: seen.kind,
    desired: seen.desired,
    min: seen.min,
    max: seen.max,
    suspended: memory ? seen.suspended.filter((one) => memory.suspended.includes(one)) : seen.suspended,
    ...(warmPool ? { warmPool: poolOf(warmPool) } : {}),
    ...(seen.scheduled > 0 ? { scheduled: seen.scheduled } : {}),
  };
};

/** Before the first change, and never over what is remembered of this downtime; a zero gives way to the first count above it. */
const toRemember = (seen: GroupObservation, memory: Memory | undefined) =>
  memory && !memory.givenBack && (memory.desired > 0 || seen.desired === 0)
    ? []
    : [{ do: 'remember' as const, ...anew(seen, memory) }];

const broken = ({ status, problems }: GroupObservation): string =>
  `status ${status} needs manual action; nothing was changed${problems.length > 0 ? `: ${problems.join('; ')}` : ''}`;

/** Suspended first, so that nothing raises what is lowered; one change at a time, each seen before the next. */
const toLower = (rules: GroupRules, seen: GroupObservation): GroupEffect | undefined => {
  const toHold = rules.held.filter((one) => !seen.suspended.includes(one));
  if (toHold.length > 0) return { do: 'suspend-group', processes: toHold };
  if (seen.warmPool && !isEmptied(seen.warmPool)) return { do: 'set-warm-pool', pool: emptyPool(seen.warmPool) };
  if (seen.desired > 0 || seen.min > 0) return { do: 'set-group-size', min: 0, desired: 0, max: seen.max };
  return undefined;
};

const draining = ({ word }: GroupRules, { left, isProtected, warmPool }: GroupObservation): string => {
  const pool = warmPool && warmPool.left > 0 ? `, ${warmPool.left} in the warm pool` : '';
  const kept = isProtected > 0 ? `; ${isProtected} protected from scale-in, which only the owner or ECS lifts` : '';
  return `${pluralise(left, word)} left${pool}${kept}`;
};

const stop = (rules: GroupRules, seen: GroupObservation, memory: Memory | undefined): GroupNext => {
  const { word } = rules;
  if (rules.gone.includes(seen.status)) return { kind: 'fail', reason: broken(seen), code: seen.status, isGone: true };
  const isDown = seen.desired === 0 && seen.left === 0;
  if (seen.refusal && !isDown) return { kind: 'refuse', reason: seen.refusal.reason, code: seen.refusal.code };
  if (rules.broken.includes(seen.status)) return { kind: 'fail', reason: broken(seen), code: seen.status };
  if (!rules.up.includes(seen.status)) return { kind: 'wait', reason: `${seen.status}; AWS takes no change now` };
  const change = toLower(rules, seen);
  const remember = toRemember(seen, memory);
  if (change)
    return {
      kind: 'act',
      effects: [...remember, change],
      reason:
        seen.desired > 0
          ? `${pluralise(seen.desired, word)} desired, should be 0`
          : 'at 0; what could raise it is held',
    };
  if (seen.left > 0 || (seen.warmPool?.left ?? 0) > 0) return { kind: 'wait', reason: draining(rules, seen) };
  if (remember.length > 0)
    return {
      kind: 'act',
      effects: remember,
      reason: 'at 0; storing that for the next start',
      final: true,
      untouched: true,
    };
  const warning = `${pluralise(seen.standby, word)} in standby stay up: their owner took them out of service`;
  return { kind: 'ready', reason: `no ${word}s left`, ...(seen.standby > 0 ? { warning } : {}) };
};

const giveBack = (memory: Memory | undefined) =>
  memory && !memory.givenBack ? [{ do: 'give-back' as const, capturedBy: memory.run }] : [];

/** What a stop changed beside the count. What its owner resumed or set since is his. */
const toLift = (rules: GroupRules, seen: GroupObservation, memory: Memory): GroupEffect[] => {
  const ours = rules.held.filter((one) => seen.suspended.includes(one) && !memory.suspended.includes(one));
  const pool = memory.warmPool;
  return [
    ...(pool && !isEmptied(pool) && seen.warmPool && isEmptied(seen.warmPool)
      ? [{ do: 'set-warm-pool' as const, pool }]
      : []),
    ...(ours.length > 0 ? [{ do: 'resume-group' as const, processes: ours }] : []),
  ];
};

const wanted = ({ fallbackDesired, startAlways }: Fields, memory: Memory | undefined): number | undefined =>
  memory?.desired === 0 && startAlways ? (fallbackDesired ?? 0) : (memory?.desired ?? fallbackDesired);

const missedNote = (memory: Memory | undefined): string =>
  memory?.scheduled ? `; its ${pluralise(memory.scheduled, 'scheduled action')} did not act while it was down` : '';

/** Up from zero: as far as the maximum of now lets it. */
const raise = (rules: GroupRules, seen: GroupObservation, memory: Memory | undefined, count: number): GroupNext => {
  const desired = Math.min(count, seen.max);
  const min = Math.min(memory && !memory.givenBack ? memory.min : seen.min, desired);
  const limit = desired < count ? `, but its maximum is ${seen.max} now` : '';
  return {
    kind: 'act',
    effects: [{ do: 'set-group-size', min, desired, max: seen.max }, ...giveBack(memory)],
    reason: `${memory ? '' : 'no stored count, the configured '}${pluralise(count, rules.word)}${memory ? ' remembered' : ''}${limit}`,
  };
};

/** Its owner raised it meanwhile: his count stays, only the minimum that a stop took comes back. */
const ownersCount = (seen: GroupObservation, memory: Memory | undefined): GroupNext | undefined => {
  if (!memory || memory.givenBack || seen.min > 0) return undefined;
  const min = Math.min(memory.min, seen.desired);
  if (min === 0) return undefined;
  return {
    kind: 'act',
    effects: [{ do: 'set-group-size', min, desired: seen.desired, max: seen.max }, ...giveBack(memory)],
    reason: `${seen.desired} desired since somebody set that; its minimum back to ${min}`,
  };
};

const start = (rules: GroupRules, fields: Fields, seen: GroupObservation, memory: Memory | undefined): GroupNext => {
  const { word } = rules;
  if ([...rules.broken, ...rules.gone].includes(seen.status))
    return { kind: 'fail', reason: broken(seen), code: seen.status };
  if (!rules.up.includes(seen.status)) return { kind: 'wait', reason: `${seen.status}; AWS takes no change now` };
  const count = wanted(fields, memory);
  if (seen.desired === 0 && count === undefined)
    return {
      kind: 'refuse',
      reason: 'at 0 and no stored count; set the count by hand or configure fallbackDesired',
      code: 'NO_MEMORY',
    };
  if (seen.desired === 0 && count !== undefined && count > 0) return raise(rules, seen, memory, count);
  if (seen.desired === 0) return atZero(rules, seen, memory);
  const owners = ownersCount(seen, memory);
  if (owners) return owners;
  if (seen.ready < seen.desired) {
    const cannot = seen.suspended.includes('Launch') ? '; its owner suspended Launch' : '';
    const problems = seen.problems.length > 0 ? `: ${seen.problems.join('; ')}` : '';
    const reason = `${seen.ready} of ${pluralise(seen.desired, word)} ready${cannot}${problems}`;
    return { kind: 'wait', reason, ...(seen.ready > 0 ? { partlyUp: true as const } : {}) };
  }
  const reason = `${pluralise(seen.desired, word)} ready${missedNote(memory)}`;
  if (!memory) return { kind: 'ready', reason };
  const lifted = toLift(rules, seen, memory);
  return {
    kind: 'act',
    effects: [...(lifted.length > 0 ? giveBack(memory) : []), ...lifted, { do: 'forget', capturedBy: memory.run }],
    reason,
    final: true,
  };
};

/** At zero on purpose it stays so; what a stop held is let go. */
const atZero = (rules: GroupRules, seen: GroupObservation, memory: Memory | undefined): GroupNext => {
  const reason = 'at 0 on purpose';
  const lifted = memory ? toLift(rules, seen, memory) : [];
  return lifted.length === 0
    ? { kind: 'ready', reason }
    : { kind: 'act', effects: [...giveBack(memory), ...lifted], reason, final: true, serves: true };
};

/** The decision of a kind of group. */
export const groupDecision = (rules: GroupRules) => ({
  towards: (
    action: Action,
    {
      resource,
      seen,
      memory,
    }: { readonly resource: Fields; readonly seen: GroupObservation; readonly memory: Memory | undefined },
  ): GroupNext => (action === 'start' ? start(rules, resource, seen, memory) : stop(rules, seen, memory)),
  standing: ({ desired }: GroupObservation): 'up' | 'down' => (desired > 0 ? 'up' : 'down'),
  remembered: ({ desired }: GroupRemembered) => pluralise(desired, rules.word),
  isOwed: ({ desired, givenBack }: Pick<Memory, 'desired' | 'givenBack'>) => desired > 0 && !givenBack,
});
