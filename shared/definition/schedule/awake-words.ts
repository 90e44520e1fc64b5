// What a week of its own has to say about a resource, and about all that it needs: up while it is awake, and from its end on what the
// environment is. Pure.
import { offsetTime } from '#core/offset-time.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '../definition.ts';
import { namesInPart } from '../part.ts';
import { type AwakeTime, awakeAt, awakeBefore } from './awake.ts';
import { type Asked, lastSlotOf, overrideInForce, type Wanted, type WantedInputs } from './wanted-state.ts';

type Said = {
  readonly inputs: WantedInputs;
  readonly asked: readonly Asked[];
  readonly whole: Wanted | undefined;
  readonly nowMs: number;
};

type Word = AwakeTime & { readonly names: ReadonlySet<ResourceName> };

/** `until Sat 14:00` in full, or that it is always so. */
export const awakeText = ({ resource, untilMs, why }: AwakeTime, timeZone: string): string =>
  untilMs === undefined
    ? `${resource} is always awake`
    : `${resource} stays awake until ${offsetTime(untilMs, timeZone)}${why === undefined ? '' : `: ${why}`}`;

/** Somebody stopped it by its name since, and nothing has started it again: then it sleeps until it is due up the next time. */
const isStopped = ({ resource, fromMs }: AwakeTime, definition: Definition, { asked, nowMs }: Said): boolean => {
  const stops = asked.filter(
    ({ action, names, since }) => action === 'stop' && names?.has(resource) && since >= fromMs,
  );
  if (stops.length === 0) return false;
  const ups = asked.filter(({ action, names }) => action === 'start' && (names?.has(resource) ?? true));
  const slots = lastSlotOf(definition, 'start', nowMs).map(({ at }) => at);
  return Math.max(...stops.map(({ since }) => since)) > Math.max(0, ...ups.map(({ since }) => since), ...slots);
};

const wordsOf = (times: readonly AwakeTime[], { resources }: Definition): Word[] =>
  times.map((one) => ({ ...one, names: namesInPart(resources, 'start', [one.resource]) }));

/** Who is awake now with all that it needs: a hold down keeps all of it down. */
export const awakeNow = (definition: Definition, said: Said): Word[] => {
  if (overrideInForce(said.inputs.overrides, said.nowMs)?.hold === 'down') return [];
  return wordsOf(
    awakeAt(definition, said.nowMs).filter((one) => !isStopped(one, definition, said)),
    definition,
  );
};

/** Answers, for a resource and what else was said of it, what counts. */
export const awakeWords = (
  definition: Definition,
  said: Said,
): ((name: ResourceName, other: Wanted | undefined) => Wanted | undefined) => {
  if (definition.resources.every(({ awakeOn }) => awakeOn === undefined)) return (_, other) => other;
  const { timeZone } = definition;
  const now = awakeNow(definition, said);
  const before = wordsOf(awakeBefore(definition, said.nowMs), definition);
  return (name, other) => {
    if (other?.state === 'up') return other;
    const [longest] = now
      .filter(({ names }) => names.has(name))
      .toSorted((a, b) => (b.untilMs ?? Number.POSITIVE_INFINITY) - (a.untilMs ?? Number.POSITIVE_INFINITY));
    if (longest) {
      // What is always awake is due up since the environment went down around it.
      const since = longest.untilMs === undefined ? (other?.since ?? said.inputs.installedAt ?? 0) : longest.fromMs;
      return { state: 'up', since, because: 'slot', reason: awakeText(longest, timeZone) };
    }
    if (!other) return undefined;
    const ended = before
      .filter(({ names, untilMs = 0 }) => names.has(name) && untilMs > other.since)
      .toSorted((a, b) => (b.untilMs ?? 0) - (a.untilMs ?? 0))[0];
    if (ended?.untilMs === undefined) return other;
    return {
      state: other.state,
      since: ended.untilMs,
      because: 'slot',
      reason: `${ended.resource} is awake no longer`,
    };
  };
};
