// What a resource's own week brings in a span: windows that are open already, too, and those that overlap as one. Pure.
import type { Definition } from '../definition.ts';
import { type AwakeTime, awakeTimes, isOff } from './awake.ts';

type Span = { readonly fromMs: number; readonly toMs: number };

const dayMs = 24 * 3_600_000;
/** What began so long before may go on still, window after window. */
const beforeMs = 8 * dayMs;

const reasonsOf = (...all: readonly (string | undefined)[]): Pick<AwakeTime, 'why'> => {
  const whys = [...new Set(all.flatMap((why) => why ?? []))];
  return whys.length === 0 ? {} : { why: whys.join('; ') };
};

type Ending = AwakeTime & { readonly untilMs: number };

/** In order of their beginnings: one that begins before the last has ended goes on with it. */
const merged = (times: readonly Ending[]): Ending[] => {
  const found: Ending[] = [];
  for (const one of times) {
    const last = found.at(-1);
    if (last && one.fromMs <= last.untilMs)
      found[found.length - 1] = {
        ...last,
        untilMs: Math.max(last.untilMs, one.untilMs),
        ...reasonsOf(last.why, one.why),
      };
    else found.push(one);
  }
  return found;
};

/** By resource, in the order of the definition; of what is always awake there is no end. */
export const awakeAhead = (definition: Definition, { fromMs, toMs }: Span): AwakeTime[] =>
  isOff(definition)
    ? []
    : definition.resources.flatMap((resource): AwakeTime[] => {
        if (resource.awakeOn === undefined) return [];
        if (resource.awakeOn === 'always') return [{ resource: resource.name, fromMs }];
        const times = awakeTimes(definition, resource, { fromMs: fromMs - beforeMs, toMs });
        return merged(times).filter((one) => one.untilMs > fromMs && one.fromMs <= toMs);
      });
