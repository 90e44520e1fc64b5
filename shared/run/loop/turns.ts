// In which order the changes of a round are made: what is remembered first and together, what changes AWS a few at a time.
import type { Effect } from '#kinds/effect.ts';

const isMemory = (effect: Effect): boolean =>
  effect.do === 'remember' || effect.do === 'give-back' || effect.do === 'forget';

/** The effects up to the first that changes AWS, and the others: their order stays. */
export const memoriesFirst = (effects: readonly Effect[]) => {
  const first = effects.findIndex((effect) => !isMemory(effect));
  const end = first < 0 ? effects.length : first;
  return { remembering: effects.slice(0, end), changing: effects.slice(end) };
};

/** Lets so many work at once; the others wait for their turn, in the order in which they came. */
export const turns = (max: number) => {
  let free = max;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
};
