// What of a request is to be done now: of a week of its own, whose time begins or ends, and of everything else what is not due to be the
// opposite by a newer or a narrower word. Pure.
import type { Action } from '#core/action.ts';
import { namesOf } from '#core/deployed.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { LeftOut, NotClaimed, RunRequest } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { namesFor, namesInPart, namesToDo } from '#definition/part.ts';
import { awakeTimes } from '#definition/schedule/awake.ts';
import { awakeNow, awakeText } from '#definition/schedule/awake-words.ts';
import { type WantedEach, wantedEach, wantedOf } from '#definition/schedule/wanted-each.ts';
import { askedFor, newestWanted, overrideInForce } from '#definition/schedule/wanted-state.ts';
import type { Circumstances } from './judge-request.ts';

/** `quiet`: nothing is to be done, and nobody has to know. */
export type PartJudgement =
  | { readonly admitted: true; readonly only?: readonly string[]; readonly leaves?: readonly LeftOut[] }
  | { readonly admitted: false; readonly outcome: NotClaimed; readonly reason: string; readonly quiet?: true };

const not = (outcome: NotClaimed, reason: string): PartJudgement => ({ admitted: false, outcome, reason });
const quietly = (reason: string): PartJudgement => ({ admitted: false, outcome: 'skipped', reason, quiet: true });

const minuteMs = 60_000;

/** Whether a time of one's own begins, or ends, in the minute of a delivery. */
const isOwnTime = (definition: Definition, action: Action, only: readonly string[], ms: number): boolean => {
  const fromMs = ms - (ms % minuteMs);
  const isThen = (at: number): boolean => at >= fromMs && at < fromMs + minuteMs;
  return definition.resources
    .filter(({ name }) => only.includes(name))
    .flatMap((one) => awakeTimes(definition, one, { fromMs, toMs: fromMs + minuteMs }))
    .some((time) => isThen(action === 'start' ? time.fromMs : time.untilMs));
};

/** Why those that were to change are as they are. */
const reasonsOf = (each: WantedEach, names: readonly string[]): string =>
  [...new Set(names.flatMap((name) => wantedOf(each, name)?.reason ?? []))].join('; ');

const ownStart = (only: readonly string[], each: WantedEach): PartJudgement => {
  const due = only.filter((name) => wantedOf(each, name)?.state === 'up');
  if (due.length === 0) return not('skipped', `${reasonsOf(each, only)}; nothing was changed`);
  const isUp = each.whole?.state === 'up' && due.every((name) => wantedOf(each, name) === each.whole);
  return isUp ? quietly(`${due.join(', ')}: up with its environment`) : { admitted: true, only: due };
};

/** Not only itself: also what it needed, unless that is due up for something else. */
const ownStop = (only: readonly string[], { resources }: Definition, each: WantedEach): PartJudgement => {
  const needed = namesInPart(resources, 'start', only);
  const due = new Set([...needed].filter((name) => wantedOf(each, name)?.state === 'down'));
  if (due.size === 0) return quietly(`${only.join(', ')}: ${reasonsOf(each, only)}`);
  const toDo = namesToDo(
    resources.filter(({ name }) => due.has(name)),
    'stop',
  );
  return { admitted: true, only: namesFor(resources, 'stop', toDo) };
};

/** A delivery of the scheduler that is about a week of its own. */
export const judgeOwnTime = (
  action: Action,
  request: RunRequest & { readonly only: readonly string[] },
  definition: Definition,
  circumstances: Circumstances,
): PartJudgement => {
  const { environment, schedule, timeZone } = definition;
  const { enabled, nowMs } = circumstances;
  const scheduledMs = Date.parse(request.scheduledTime ?? '');
  const { only } = request;
  const late = Math.round((nowMs - scheduledMs) / minuteMs);
  if (late > schedule.toleranceMinutes)
    return not(
      'stale',
      `delivered ${late} min late, tolerance is ${schedule.toleranceMinutes} min; nothing was changed`,
    );
  if (!schedule.enabled) return not('skipped', `the schedule of ${environment} is off in its definition`);
  if (!enabled)
    return not('skipped', `scheduled work of ${environment} is paused by ${namesOf(environment).switchParameter}`);
  if (!isOwnTime(definition, action, only, scheduledMs))
    return not(
      'stale',
      `${only.join(', ')}: nothing in \`awakeOn\` ${action === 'start' ? 'begins' : 'ends'} at ${offsetTime(scheduledMs, timeZone)}; nothing was changed`,
    );
  const each = wantedEach(definition, circumstances, nowMs);
  return action === 'start' ? ownStart(only, each) : ownStop(only, definition, each);
};

/**
 * What a whole run of the schedule leaves as it is: somebody has asked for the opposite since, or it is awake by its own week. One that
 * begins early is for its slot: what somebody asked for in the night is older than that.
 */
export const judgeWhole = (
  action: Action,
  { readyBy }: Pick<RunRequest, 'readyBy'>,
  definition: Definition,
  circumstances: Circumstances,
): PartJudgement => {
  const { resources } = definition;
  const goal = action === 'start' ? 'up' : 'down';
  const dueMs = Math.max(circumstances.nowMs, readyBy === undefined ? 0 : Date.parse(readyBy));
  const each = wantedEach(definition, circumstances, dueMs);
  const others = each.groups.filter(({ wanted }) => wanted.state !== goal && wanted !== each.whole);
  if (others.length === 0) return { admitted: true };
  if (action === 'stop')
    return {
      admitted: true,
      leaves: others.map(({ names, wanted }) => ({ names: [...names], reason: wanted.reason })),
    };
  const left = new Set(others.flatMap(({ names }) => [...names]));
  const rest = new Set(resources.flatMap(({ name }) => (left.has(name) ? [] : [name])));
  return { admitted: true, only: namesFor(resources, 'start', rest) };
};

/** Who is awake by its own week stays so also when a person stops the environment: whoever wants it down stops it by its name. */
export const leftAwake = (definition: Definition, circumstances: Circumstances): LeftOut[] => {
  const { nowMs, overrides } = circumstances;
  if (definition.resources.every(({ awakeOn }) => awakeOn === undefined)) return [];
  if (overrideInForce(overrides, nowMs)?.hold === 'down') return [];
  const asked = askedFor(definition, circumstances, nowMs);
  const whole = newestWanted(definition, circumstances, nowMs);
  return awakeNow(definition, { inputs: circumstances, asked, whole, nowMs }).map((one) => ({
    names: [...one.names],
    reason: awakeText(one, definition.timeZone),
  }));
};
