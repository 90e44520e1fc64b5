// Simulated CloudWatch alarms: each watches one resource and follows it, some minutes behind (facts/aws-semantics.md 6).
import type { Clock } from '#sim/clock.ts';
import type { Trace } from '#sim/trace.ts';
import { minutes } from './simulated-service.ts';

export type AlarmWorld = {
  readonly name: string;
  /** The resource, by its name in the definition. */
  readonly watches: string;
  /** By a rule of somebody else. */
  readonly muted: boolean;
  /** Somebody has disabled its actions. */
  readonly disabled: boolean;
  /** What it does is to scale a service. */
  readonly scales: boolean;
  /** The state it comes to when its resource sends no data. */
  readonly whenMissing: 'ALARM' | 'INSUFFICIENT_DATA';
};

export type SimAlarm = Omit<AlarmWorld, 'muted'> & {
  muted: boolean;
  state: string;
  /** The last change: an alarm whose mute has ended says it later than it was. */
  changed: { readonly from: string; readonly at: number };
  /** The state whose action was muted, as long as it lasts: it acts when it is not muted any more. */
  mutedIn?: string | undefined;
};

const upStatuses = new Set(['steady', 'available', 'backing-up', 'ACTIVE', 'RUNNING']);

/** Two periods of a minute: what usual alarms need to notice. */
const behindMs = minutes(2);

type Surroundings = {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly isMutedByRule: (name: string) => boolean;
  /** What alarms do when they act. */
  readonly act: (alarm: SimAlarm) => void;
};

export const alarmStates = (worlds: readonly AlarmWorld[], { clock, trace, isMutedByRule, act }: Surroundings) => {
  const alarms: SimAlarm[] = worlds.map((world) => ({
    ...world,
    state: 'OK',
    changed: { from: 'INSUFFICIENT_DATA', at: clock.nowMs() },
  }));
  const statuses = new Map<string, string>();

  const tell = (alarm: SimAlarm, actions: 'fired' | 'muted'): void => {
    trace.add({ type: 'alarm', name: alarm.name, state: alarm.state, actions });
    if (actions === 'fired') act(alarm);
  };

  const speakUp = (): void => {
    for (const alarm of alarms) {
      if (alarm.mutedIn !== alarm.state || alarm.state === 'OK' || isQuiet(alarm)) continue;
      alarm.mutedIn = undefined;
      tell(alarm, 'fired');
    }
  };

  const isQuiet = ({ name, muted, disabled }: SimAlarm): boolean => muted || disabled || isMutedByRule(name);

  const evaluate = (alarm: SimAlarm): void => {
    const next = upStatuses.has(statuses.get(alarm.watches) ?? '') ? 'OK' : alarm.whenMissing;
    if (next === alarm.state) return;
    alarm.changed = { from: alarm.state, at: clock.nowMs() };
    alarm.state = next;
    alarm.mutedIn = isQuiet(alarm) && !alarm.disabled ? next : undefined;
    tell(alarm, isQuiet(alarm) ? 'muted' : 'fired');
  };

  return {
    alarms,
    /** Called at every change of a resource's status. */
    resourceChanged(resource: string, status: string): void {
      statuses.set(resource, status);
      for (const alarm of alarms)
        if (alarm.watches === resource) clock.at(clock.nowMs() + behindMs, () => evaluate(alarm));
    },
    /**
     * Called when a rule has ended, changed or gone: what is still in the state whose action was muted acts now. An alarm that
     * has returned to OK stays quiet.
     */
    unmuted: speakUp,
    /** By a rule of somebody else, or not any more. */
    muteByHand(name: string, muted: boolean): void {
      for (const alarm of alarms) if (alarm.name === name) alarm.muted = muted;
      speakUp();
    },
  };
};
