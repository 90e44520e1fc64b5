// What is left in queues and topics of the simulated AWS: so much at some moment, and less and less until it is empty.
import * as z from 'zod';
import { flag, minutes as minutesField, whole } from '#sim/scenario/fields.ts';
import { minutes, type World } from './simulated-service.ts';

/** What a scenario may say of it. Without `drainMinutes` it stays as it is. */
export const drainingWorld = z.strictObject({
  left: whole(0, 1_000_000_000, 1_200).optional(),
  drainMinutes: minutesField(20).optional(),
  noData: flag(true).optional(),
});

export type DrainingFacts = {
  readonly left?: number | undefined;
  readonly drainMinutes?: number | undefined;
  readonly noData?: boolean | undefined;
};

type Draining = { left: number; sinceMs: number; emptyAtMs: number; noData: boolean; status: string };

export const drainingParts = (names: readonly string[], world: World) => {
  const { clock } = world;
  const all = new Map<string, Draining>(
    names.map((name) => [
      name,
      { left: 0, sinceMs: clock.nowMs(), emptyAtMs: clock.nowMs(), noData: false, status: 'empty' },
    ]),
  );

  const leftIn = ({ left, sinceMs, emptyAtMs }: Draining): number => {
    const nowMs = clock.nowMs();
    if (nowMs >= emptyAtMs) return 0;
    return Number.isFinite(emptyAtMs) ? Math.ceil((left * (emptyAtMs - nowMs)) / (emptyAtMs - sinceMs)) : left;
  };

  const show = (name: string, one: Draining): void => {
    const status = one.noData ? 'no-data' : leftIn(one) === 0 ? 'empty' : 'not-empty';
    if (status === one.status) return;
    world.changed(name, one.status, status);
    one.status = status;
  };

  return {
    /** Nothing where nobody knows. */
    left: (name: string): number | undefined => {
      const one = all.get(name);
      return one === undefined || one.noData ? undefined : leftIn(one);
    },
    set(name: string, { left, drainMinutes, noData }: DrainingFacts): void {
      const one = all.get(name);
      if (!one) return;
      one.noData = noData ?? one.noData;
      if (left !== undefined) {
        one.left = left;
        one.sinceMs = clock.nowMs();
        one.emptyAtMs = left === 0 ? one.sinceMs : Number.POSITIVE_INFINITY;
      }
      if (drainMinutes !== undefined && one.left > 0) {
        one.left = leftIn(one);
        one.sinceMs = clock.nowMs();
        one.emptyAtMs = one.sinceMs + minutes(drainMinutes);
        clock.at(one.emptyAtMs, () => show(name, one));
      }
      show(name, one);
    },
    state: (name: string) => ({ status: all.get(name)?.status }),
  };
};

/** How queues and metrics fare in random nights. */
export const drainingRandom = {
  standing: { up: ['empty', 'not-empty', 'no-data'], down: [] },
  disturbances: [{ wrong: [{ left: 700 }, { noData: true }], right: { left: 0, noData: false } }],
} as const;
