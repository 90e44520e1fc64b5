import { afterAll, beforeAll, vi } from 'vitest';

/** The SDK waits 20 ms of real time before each suspension. Tests that suspend thousands of times need not. */
export const quickSuspensions = (): void => {
  const real = globalThis.setTimeout;
  beforeAll(() => {
    vi.stubGlobal('setTimeout', (fn: () => void, ms = 0) => real(fn, ms <= 20 ? 0 : ms));
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
};
