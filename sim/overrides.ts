// The overrides of a scenario as they stood at a time.
import type { Override } from '#core/override.ts';
import type { Scenario } from './scenario/scenario.ts';

export const overridesAt = ({ timeline }: Scenario, nowMs: number): Override[] => {
  let overrides: Override[] = [];
  for (const entry of timeline) {
    if (entry.at > nowMs) continue;
    if (entry.do === 'hold') {
      const { at, hold, until, by, why } = entry;
      overrides.push({ id: String(at), from: at, hold, until, by, why });
    }
    if (entry.do === 'release')
      overrides = overrides.map((one) => (one.until > entry.at ? { ...one, until: entry.at } : one));
  }
  return overrides;
};
