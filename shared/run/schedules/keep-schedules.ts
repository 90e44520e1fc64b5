// Keeps the schedules of an environment as its definition says: `control` after a change, `reconcile` once an hour and before they fire.
import type { Action } from '#core/action.ts';
import { runs, scheduleNameOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { countIn, deviations, isOfDate, type Schedule, type ScheduleTargets, schedulesOf } from './schedule.ts';
import type { Scheduler } from './scheduler.ts';

export type SetSchedule = {
  readonly name: string;
  readonly did: 'created' | 'changed' | 'removed';
  /** What it had been: `cron(0 21 * * ? *) instead of cron(0 20 * * ? *)`. */
  readonly was: readonly string[];
  /** It comes and goes with the days of a calendar: nobody changed anything. */
  readonly byCalendar?: true;
};

const isCounted = (text: string): boolean => /^one of \d+ instead of \d+$/.test(text);

/** Numbers move up when a day is over, so the expression that stood there may be another one's. */
const ofCalendar = (
  expressions: readonly (string | undefined)[],
  was: readonly string[],
): Pick<SetSchedule, 'byCalendar'> =>
  expressions.some((one) => one && isOfDate(one)) || (was.length > 0 && was.every(isCounted))
    ? { byCalendar: true }
    : {};

type Kept = { readonly environment: string; readonly wanted: Schedule; readonly found: Schedule | undefined };

const keepOne = async ({ environment, wanted, found }: Kept, scheduler: Scheduler): Promise<SetSchedule[]> => {
  const { name } = wanted;
  if (!found) {
    await scheduler.create(environment, wanted);
    return [{ name, did: 'created', was: [], ...ofCalendar([wanted.expression], []) }];
  }
  const was = deviations(found, wanted);
  if (was.length === 0) return [];
  await scheduler.update(environment, wanted);
  return [{ name, did: 'changed', was, ...ofCalendar([wanted.expression, found.expression], was) }];
};

/** From the last one on: the first says how many there are, so it goes when the others are gone. */
const removeFrom = async (
  environment: string,
  names: readonly string[],
  scheduler: Scheduler,
): Promise<SetSchedule[]> => {
  const set: SetSchedule[] = [];
  for (const name of names.toReversed()) {
    const found = await scheduler.read(environment, name);
    if (!found) continue;
    await scheduler.remove(environment, name);
    set.push({ name, did: 'removed', was: [found.expression], ...ofCalendar([found.expression], []) });
  }
  return set.toReversed();
};

const namesFrom = (action: Action, from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => scheduleNameOf(action, from + index));

/** Somebody may have taken the first away, which says how many there are: so many are looked for then. */
const lookedFor = 20;

/**
 * The first is set before others are made and after others are removed: whatever ends this in between, it says of at least as
 * many as there are.
 */
const keepAction = async (
  action: Action,
  wanted: readonly Schedule[],
  environment: string,
  scheduler: Scheduler,
): Promise<SetSchedule[]> => {
  const [first, ...others] = wanted;
  const found = await scheduler.read(environment, scheduleNameOf(action));
  const isLost = found === undefined && first !== undefined;
  const surplus = namesFrom(action, wanted.length + 1, isLost ? lookedFor : found ? countIn(found) : 0);
  const removed = await removeFrom(environment, surplus, scheduler);
  if (!first) return removed;
  const set = await keepOne({ environment, wanted: first, found }, scheduler);
  const more = await Promise.all(
    others.map(async (one) =>
      keepOne({ environment, wanted: one, found: await scheduler.read(environment, one.name) }, scheduler),
    ),
  );
  return [...set, ...more.flat(), ...removed];
};

/** Answers with what it set; nothing where all is as it is to be. Throws the SDK's errors. */
export const keepSchedules = async (
  definition: Definition,
  targets: ScheduleTargets,
  scheduler: Scheduler,
  nowMs: number,
): Promise<readonly SetSchedule[]> => {
  const wanted = schedulesOf(definition, targets, nowMs);
  const set = await Promise.all(
    runs.map((action) => keepAction(action, wanted[action], definition.environment, scheduler)),
  );
  return set.flat();
};

/** Before the stack that made their group goes. */
export const removeSchedules = async (environment: string, scheduler: Scheduler): Promise<void> => {
  await Promise.all(
    runs.map(async (action) => {
      const first = await scheduler.read(environment, scheduleNameOf(action));
      for (const name of namesFrom(action, 1, first ? countIn(first) : 0).toReversed())
        await scheduler.remove(environment, name);
    }),
  );
};
