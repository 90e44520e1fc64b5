import { afterAll, beforeAll, vi } from 'vitest';

/** Turns of the event loop in which what was already answered is taken up. */
const turns = 4;

/**
 * The SDK waits 20 ms of real time before each suspension, and node waits 1 ms at least. Tests that suspend thousands of times
 * need neither.
 */
export const quickSuspensions = (): void => {
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
  const waiting = new Map<object, NodeJS.Immediate>();
  const soon = (fn: () => void): object => {
    const handle = { unref: () => handle, ref: () => handle };
    const after = (left: number): void => {
      waiting.set(
        handle,
        setImmediate(() => {
          if (left > 1) return after(left - 1);
          waiting.delete(handle);
          fn();
        }),
      );
    };
    after(turns);
    return handle;
  };
  beforeAll(() => {
    vi.stubGlobal('setTimeout', (fn: () => void, ms = 0) => (ms <= 20 ? soon(fn) : realSet(fn, ms)));
    vi.stubGlobal('clearTimeout', (handle: NodeJS.Timeout | undefined) => {
      const immediate = handle && waiting.get(handle);
      if (!immediate) return realClear(handle);
      clearImmediate(immediate);
      waiting.delete(handle);
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
};
