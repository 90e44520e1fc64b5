// Virtual time: one queue for everything that happens later, fired in order of time, then of scheduling.
import type { Pause } from '#core/runtime/runtime.ts';

type Entry = { readonly at: number; readonly order: number; readonly fire: () => void };

export type Clock = {
  nowMs(): number;
  /** Fires once at the given time (epoch ms), or at the next advance if that has passed. Returns a cancellation. */
  at(ms: number, fire: () => void): () => void;
  sleepUntil(ms: number): Promise<void>;
  /** Fires everything due up to and including the time, then stands there. */
  advanceTo(ms: number): void;
  /** Lets work in progress settle, then jumps to the next due time; until `isOver` or until nothing is left to happen. */
  run(isOver: () => boolean, onAdvance?: (ms: number) => void | Promise<void>): Promise<void>;
};

/** A pause that passes in virtual time. */
export const pauseOf = (clock: Clock, ms: number): Pause => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.at(clock.nowMs() + ms, resolve);
  return {
    over: promise,
    end: () => {
      cancel();
      resolve();
    },
  };
};

/** All promises that can settle without time passing have settled: the simulation does no real input or output. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const virtualClock = (startMs: number): Clock => {
  let now = startMs;
  let order = 0;
  const queue: Entry[] = [];

  const insert = (entry: Entry): void => {
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = queue[middle];
      if (other && (other.at < entry.at || (other.at === entry.at && other.order < entry.order))) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, entry);
  };

  const fireNext = (): void => {
    const entry = queue.shift();
    if (!entry) return;
    now = Math.max(now, entry.at);
    entry.fire();
  };

  const clock: Clock = {
    nowMs: () => now,
    at(ms, fire) {
      const entry = { at: Math.max(ms, now), order: order++, fire };
      insert(entry);
      return () => {
        const index = queue.indexOf(entry);
        if (index >= 0) queue.splice(index, 1);
      };
    },
    sleepUntil: (ms) => new Promise((resolve) => void clock.at(ms, resolve)),
    advanceTo(ms) {
      while (queue[0] && queue[0].at <= ms) fireNext();
      now = Math.max(now, ms);
    },
    async run(isOver, onAdvance) {
      for (;;) {
        await settled();
        const next = queue[0];
        if (isOver() || !next) return;
        if (onAdvance && next.at > now) await onAdvance(next.at);
        fireNext();
      }
    },
  };
  return clock;
};
