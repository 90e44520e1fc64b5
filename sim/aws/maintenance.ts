// The weekly maintenance of simulated databases: AWS does it to what is up when its window comes, and nothing to what is stopped.
import type { Clock } from '#sim/clock.ts';
import { minutes } from './simulated-service.ts';

export type MaintenanceWorld = {
  /** In UTC, as AWS writes it: `sun:04:00-sun:04:30`. */
  readonly maintenanceWindow?: string | undefined;
  /** How long it takes, once it has begun. */
  readonly maintenanceMinutes?: number | undefined;
};

type Maintained = {
  readonly status: () => string;
  readonly show: (status: string) => void;
  readonly facts: () => MaintenanceWorld;
};

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const weekMs = 7 * 24 * minutes(60);
/** It does not begin with the window to the second. */
const beginsAfterMs = minutes(5);
const usualMinutes = 10;

const nextIn = (window: string, nowMs: number): number | undefined => {
  const [, day = '', hours, minute] = /^([a-z]{3}):(\d\d):(\d\d)-/.exec(window) ?? [];
  if (minute === undefined || !days.includes(day)) return undefined;
  const midnight = nowMs - (nowMs % (24 * minutes(60)));
  const ahead = (days.indexOf(day) - new Date(midnight).getUTCDay() + 7) % 7;
  const at = midnight + ahead * 24 * minutes(60) + minutes(Number(hours) * 60 + Number(minute));
  return at > nowMs ? at : at + weekMs;
};

/** From now on, each week, for as long as its window is this one. */
export const maintainWeekly = (clock: Clock, window: string, { status, show, facts }: Maintained): void => {
  const at = nextIn(window, clock.nowMs());
  if (at === undefined) return;
  clock.at(at + beginsAfterMs, () => {
    if (facts().maintenanceWindow !== window) return;
    maintainWeekly(clock, window, { status, show, facts });
    if (status() !== 'available') return;
    show('maintenance');
    clock.at(clock.nowMs() + minutes(facts().maintenanceMinutes ?? usualMinutes), () => {
      if (status() === 'maintenance') show('available');
    });
  });
};
