// A rehearsed night as its pictures show it.
import { stripVTControlCharacters } from 'node:util';
import { initialStatuses, rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { picture, type Size } from '../../cli/night/picture.ts';
import { applyTraced, type NightState, newNight } from '../../cli/night/state.ts';

export type Frame = { readonly at: number; readonly lines: readonly string[] };

/** One frame before each jump of the clock, and one at the end; plain text. */
export const framesOf = async (scenario: Scenario, size: Size = { columns: 100, rows: 30 }): Promise<Frame[]> => {
  const night: NightState = newNight(scenario, initialStatuses(scenario));
  const frames: Frame[] = [];
  const draw = (): void => {
    frames.push({ at: night.at, lines: picture(night, size).map(stripVTControlCharacters) });
  };
  await rehearse(scenario, {
    onLine: (line) => applyTraced(night, line),
    onAdvance: (next) => {
      draw();
      night.at = next;
    },
  });
  draw();
  return frames;
};
