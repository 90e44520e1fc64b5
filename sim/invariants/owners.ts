// What the people who own the services want of them, from the trace: the count and the bounds that were there before Curfew
// changed anything, and what people set since. Curfew owes them exactly that.
import type { Scaling, Suspended } from '#kinds/ecs-service/definition.ts';
import type { SimScheduled } from '#kinds/ecs-service/simulated-facts.ts';
import { readLagMs } from '../read-lag.ts';
import type { Rehearsal } from '../rehearsal.ts';
import type { TraceEvent } from '../trace.ts';
import { type MemoryWrite, memoryWrite } from './memory-writes.ts';
import { type Bounds, boundsBySchedule, sameBounds } from './scheduled-bounds.ts';

export type Owned = {
  /** What the simulated AWS has to run now, and within which bounds. */
  desired: number;
  scaling: Scaling | undefined;
  /** What its owner set it to be when the environment is up. */
  wish: number;
  wishedScaling: Scaling | undefined;
  /** The count that the state table remembers; nothing without a record. */
  remembered: number | undefined;
  rememberedScaling: Scaling | undefined;
  /** A start has brought the count back: what is remembered is not what Curfew owes any more. */
  givenBack: boolean;
  zeroedBy: 'curfew' | 'people';
  setByPeopleAt: number;
  /** When people last said how it scales. */
  scaledByPeopleAt: number;
  /** When its owner last ended a time at zero on purpose. */
  raisedAt: number;
  /** What its owner planned for its scaling. */
  actions: readonly SimScheduled[];
  /** Since when Curfew suspends those, and whether its owner has changed its bounds meanwhile. */
  held: { readonly sinceMs: number; changedByPeople: boolean } | undefined;
};

type Walked = Pick<Rehearsal, 'lines' | 'before' | 'scenario'>;

type Owners = ReadonlyMap<string, Owned>;

const allOf = (value: boolean): Suspended => ({
  dynamicScalingIn: value,
  dynamicScalingOut: value,
  scheduledScaling: value,
});

type Shown = { readonly min: number; readonly max: number; readonly suspended: 'none' | 'all' | Suspended };

const scalingFrom = (shown: unknown): Scaling | undefined => {
  if (typeof shown !== 'object' || shown === null) return undefined;
  const { min, max, suspended } = shown as Shown;
  return { min, max, suspended: typeof suspended === 'string' ? allOf(suspended === 'all') : suspended };
};

const begin = ({ before, scenario }: Walked): Map<string, Owned> =>
  new Map(
    Object.entries(before).flatMap(([name, { desired, scaling }]): [string, Owned][] => {
      if (typeof desired !== 'number') return [];
      const known = scalingFrom(scaling);
      const facts = { desired, scaling: known, wish: desired, wishedScaling: known };
      return [
        [
          name,
          {
            ...facts,
            remembered: undefined,
            rememberedScaling: undefined,
            givenBack: false,
            zeroedBy: 'people',
            setByPeopleAt: Number.NEGATIVE_INFINITY,
            scaledByPeopleAt: Number.NEGATIVE_INFINITY,
            raisedAt: Number.NEGATIVE_INFINITY,
            actions: scenario.world[name]?.scheduledActions ?? [],
            held: undefined,
          },
        ],
      ];
    }),
  );

/**
 * What people suspend while Curfew remembers that it was not looks like Curfew's own suspension, and ends with it; what
 * they resume stays resumed.
 */
const wishedFlags = ({ rememberedScaling }: Owned, next: Suspended): Suspended => {
  const flag = (name: keyof Suspended): boolean => next[name] && (rememberedScaling?.suspended[name] ?? true);
  return {
    dynamicScalingIn: flag('dynamicScalingIn'),
    dynamicScalingOut: flag('dynamicScalingOut'),
    scheduledScaling: flag('scheduledScaling'),
  };
};

/** A count that somebody set a moment before cannot have been seen: reads lag behind. What was seen then counts. */
const isJustSet = ({ setByPeopleAt }: Owned, at: number): boolean => at - setByPeopleAt <= readLagMs;

const byPeople = (owned: Owned, at: number, desired: number, scaling: Scaling | undefined): void => {
  if (owned.held && !sameBounds(scaling, owned.scaling)) owned.held.changedByPeople = true;
  owned.wishedScaling = scaling && { ...scaling, suspended: wishedFlags(owned, scaling.suspended) };
  if (desired === owned.desired) {
    owned.scaledByPeopleAt = at;
    return;
  }
  if (owned.desired === 0 && owned.wish === 0) owned.raisedAt = at;
  // A zero while a count is remembered looks like Curfew's own: the next start brings that count back.
  owned.wish = desired === 0 && owned.remembered ? owned.remembered : desired;
  owned.setByPeopleAt = at;
  if (desired === 0) owned.zeroedBy = 'people';
};

/**
 * What bounds a start may resume scaling with at a time. What somebody set during the suspension stays.
 */
export const boundsOwed = (
  { held, actions, wishedScaling, rememberedScaling }: Owned,
  at: number,
): readonly Bounds[] => {
  if (!wishedScaling) return [];
  const isTheirs = held === undefined || !sameBounds(wishedScaling, rememberedScaling);
  if (isTheirs || actions.length === 0) return [wishedScaling];
  const planned = boundsBySchedule(actions, wishedScaling, { sinceMs: held.sinceMs, untilMs: at });
  // Bounds that somebody changed, and changed back, look like bounds that nobody changed.
  return held.changedByPeople ? [...planned, wishedScaling] : planned;
};

/** Scheduled scaling is suspended for the night, or resumed with what it missed. */
const byHold = (owned: Owned, at: number, next: Scaling | undefined): void => {
  if (!next || !owned.scaling) return;
  const [was, is] = [owned.scaling.suspended.scheduledScaling, next.suspended.scheduledScaling];
  if (!was && is) owned.held = { sinceMs: at, changedByPeople: false };
  if (!was || is) return;
  const allowed = boundsOwed(owned, at);
  const bounds = allowed.find((one) => sameBounds(one, next)) ?? allowed[0];
  if (owned.wishedScaling && bounds) {
    owned.wishedScaling = { ...owned.wishedScaling, min: bounds.min, max: bounds.max };
    // What was planned pulls the count into its bounds, as it would have done at its time.
    owned.wish = Math.min(bounds.max, Math.max(bounds.min, owned.wish));
  }
  owned.held = undefined;
};

/** A memory is never overwritten: what Curfew suspends (again) comes back as it was when it was remembered. */
const bySuspension = (owned: Owned, scaling: Scaling | undefined): void => {
  const { rememberedScaling, wishedScaling } = owned;
  if (!scaling || !rememberedScaling || !wishedScaling) return;
  const isSuspension = Object.values(scaling.suspended).every((flag) => flag);
  if (isSuspension) owned.wishedScaling = { ...wishedScaling, suspended: rememberedScaling.suspended };
};

const byCurfew = (owned: Owned, at: number, desired: number, scaling: Scaling | undefined): void => {
  byHold(owned, at, scaling);
  bySuspension(owned, scaling);
  if (desired === owned.desired) return;
  if (desired === 0) {
    if (!owned.givenBack) owned.wish = owned.remembered ?? owned.wish;
    owned.zeroedBy = 'curfew';
  } else if (isJustSet(owned, at) || (owned.remembered === undefined && owned.desired === 0)) owned.wish = desired;
};

const remember = (owned: Owned, at: number, { desired, scaling, givenBack }: MemoryWrite): void => {
  owned.givenBack = givenBack === true;
  if (givenBack) return;
  if (desired !== undefined && isJustSet(owned, at)) owned.wish = desired;
  owned.remembered = desired;
  owned.rememberedScaling = scaling;
};

/** Its owner plans its scaling otherwise from now on. */
const replan = (owned: Owned | undefined, { scheduledActions }: Readonly<Record<string, unknown>>): void => {
  if (owned && Array.isArray(scheduledActions)) owned.actions = scheduledActions as readonly SimScheduled[];
};

/** Walks through the trace, with what owners want just before each line. Ends with what they want in the end. */
export const walkOwners = (
  rehearsal: Walked,
  visit: (moment: { readonly at: number; readonly index: number; readonly event: TraceEvent }, owners: Owners) => void,
): Owners => {
  const owners = begin(rehearsal);
  let index = 0;
  for (const { at, event } of rehearsal.lines) {
    visit({ at, index: index++, event }, owners);
    if (event.type === 'change') replan(owners.get(event.resource), event.facts);
    const write = memoryWrite(event);
    const written = write && owners.get(write.name);
    if (write && written) remember(written, at, write);
    if (event.type !== 'capacity') continue;
    const owned = owners.get(event.resource);
    if (!owned) continue;
    if (event.by === 'people') byPeople(owned, at, event.desired, event.scaling);
    else byCurfew(owned, at, event.desired, event.scaling);
    owned.desired = event.desired;
    owned.scaling = event.scaling;
  }
  return owners;
};
