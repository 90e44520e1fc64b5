// The functions in processes of their own: a small night gets through, and what is told of memory can be told apart.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleChild } from '#bench/memory/function-process.ts';
import { playNight } from '#bench/memory/night.ts';
import { randomEnvironmentNight } from '#bench/start-nights.ts';
import { simulation } from '#sim/simulation.ts';

it.runIf(existsSync('/proc/self/status'))(
  'a night of 5 resources in processes of their own leaves everything as it was',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'curfew-memory-test-'));
    try {
      const stage = simulation(randomEnvironmentNight(2, 5));
      const before = stage.world.state();
      const processes = await playNight({ stage, module: await bundleChild(folder), alarms: 30, published: [] });

      expect(stage.world.state()).toEqual(before);
      for (const { megabytes } of Object.values(processes)) {
        expect(megabytes.node).toBeGreaterThan(10);
        expect(megabytes.loaded).toBeGreaterThan(megabytes.node);
        expect(megabytes.peak).toBeGreaterThan(megabytes.loaded);
        expect(megabytes.peak).toBeLessThan(128);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
