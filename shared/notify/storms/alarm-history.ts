// Decides what to do about a change of an alarm, by its history. A flapping alarm is reported once, and an OK is posted only if
// the alarm was reported (facts/notifications.md 4.5).

export type AlarmChange = {
  /** The id of the delivery. */
  readonly id: string;
  readonly state: 'alarm' | 'ok' | 'insufficient-data';
  /** The state before, as CloudWatch writes it. */
  readonly oldState: string | undefined;
  readonly atMs: number;
  /** The run whose downtime expects it. */
  readonly expectedBy: string | undefined;
};

export type HistoryStep =
  | { readonly kind: 'post' }
  /** Counted for the run that expected it, or that expected the alarm that it ends. */
  | { readonly kind: 'expected'; readonly run: string }
  /** Post that the alarm flaps; later changes are only counted. */
  | { readonly kind: 'note-flapping'; readonly sinceMs: number; readonly times: number }
  /** Counted for the summary. */
  | { readonly kind: 'counted'; readonly sinceMs: number }
  /** Not posted alone, but named in the next digest. */
  | { readonly kind: 'fold'; readonly reason: string };

type Past = { readonly id: string; readonly atMs: number; readonly step: HistoryStep };
type Flapping = { readonly sinceMs: number; readonly times: number };

export type AlarmHistory = {
  /** The changes of the last minutes, oldest first. */
  readonly recent: readonly Past[];
  readonly lastMs: number;
  readonly lastState: AlarmChange['state'];
  /** When it went into alarm, kept after it is OK again. Missing from items of an earlier version. */
  readonly alarmSinceMs?: number;
  /** Whether the alarm was reported: `yes`, `no`, or not because this run expected it. The name is kept for stored items. */
  readonly told: 'yes' | 'no' | { readonly expectedBy: string };
  readonly flapping?: Flapping;
};

const minuteMs = 60_000;
export const flapLimits = { windowMs: 10 * minuteMs, changes: 4, quietMs: 15 * minuteMs, recentMax: 50 } as const;

const okStep = (history: AlarmHistory | undefined, { oldState }: AlarmChange): HistoryStep => {
  if (typeof history?.told === 'object') return { kind: 'expected', run: history.told.expectedBy };
  if (history?.told === 'yes') return { kind: 'post' };
  // Without a history, the alarm may have been reported before the history began.
  if (history === undefined && oldState === 'ALARM') return { kind: 'post' };
  return { kind: 'fold', reason: 'OK again, without an earlier message' };
};

const stepOf = (history: AlarmHistory | undefined, recent: readonly Past[], change: AlarmChange): HistoryStep => {
  if (change.expectedBy !== undefined) return { kind: 'expected', run: change.expectedBy };
  // After the quiet period a change is news again, even if the summary has not been posted yet.
  if (history?.flapping && change.atMs <= history.lastMs + flapLimits.quietMs)
    return { kind: 'counted', sinceMs: history.flapping.sinceMs };
  const posted = recent.filter(({ step }) => step.kind === 'post');
  const [first] = posted;
  if (first && posted.length + 1 >= flapLimits.changes)
    return { kind: 'note-flapping', sinceMs: first.atMs, times: posted.length + 1 };
  return change.state === 'ok' ? okStep(history, change) : { kind: 'post' };
};

const reportedAfter = (change: AlarmChange, step: HistoryStep): AlarmHistory['told'] => {
  if (change.state === 'ok') return 'no';
  return step.kind === 'expected' ? { expectedBy: step.run } : 'yes';
};

const flappingAfter = (history: AlarmHistory | undefined, step: HistoryStep): Flapping | undefined => {
  if (step.kind === 'note-flapping') return { sinceMs: step.sinceMs, times: step.times };
  const flapping = history?.flapping;
  return flapping && step.kind === 'counted' ? { ...flapping, times: flapping.times + 1 } : flapping;
};

/** INSUFFICIENT_DATA is no recovery, so the start of the alarm stays. */
const alarmSinceAfter = (history: AlarmHistory | undefined, { state, atMs }: AlarmChange): number | undefined => {
  const wasWell = history === undefined || history.lastState === 'ok';
  if (state === 'alarm') return wasWell ? atMs : (history.alarmSinceMs ?? atMs);
  return state === 'insufficient-data' && wasWell ? undefined : history?.alarmSinceMs;
};

/** The same delivery gets the same decision again. A late change does not overwrite a newer state. */
export const noteChange = (
  history: AlarmHistory | undefined,
  change: AlarmChange,
): { readonly state: AlarmHistory; readonly decision: HistoryStep } => {
  const before = history?.recent.find(({ id }) => id === change.id);
  if (history && before) return { state: history, decision: before.step };
  const recent = (history?.recent ?? []).filter(({ atMs }) => atMs > change.atMs - flapLimits.windowMs);
  const step = stepOf(history, recent, change);
  const { id, atMs } = change;
  const isNewest = atMs >= (history?.lastMs ?? 0);
  const flapping = flappingAfter(history, step);
  const alarmSinceMs = isNewest || !history ? alarmSinceAfter(history, change) : history.alarmSinceMs;
  return {
    state: {
      recent: [...recent, { id, atMs, step }].slice(-flapLimits.recentMax),
      lastMs: Math.max(atMs, history?.lastMs ?? 0),
      lastState: isNewest || !history ? change.state : history.lastState,
      told: isNewest || !history ? reportedAfter(change, step) : history.told,
      ...(alarmSinceMs === undefined ? {} : { alarmSinceMs }),
      ...(flapping ? { flapping } : {}),
    },
    decision: step,
  };
};

type Settling =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | ({ readonly kind: 'settled'; readonly state: AlarmChange['state']; readonly sinceMs: number } & Flapping & {
        readonly lastMs: number;
      });

/** Whether an alarm that flapped has been quiet for long enough to report its end. */
export const settling = (history: AlarmHistory | undefined, sinceMs: number, nowMs: number): Settling => {
  const flapping = history?.flapping;
  if (!flapping || flapping.sinceMs !== sinceMs) return { kind: 'nothing' };
  const untilMs = history.lastMs + flapLimits.quietMs;
  if (nowMs < untilMs) return { kind: 'wait', untilMs };
  return { kind: 'settled', state: history.lastState, ...flapping, lastMs: history.lastMs };
};

/** The end of the flapping was reported. From now on a change is news again. */
export const settled = (
  history: AlarmHistory | undefined,
  sinceMs: number,
): { readonly state: AlarmHistory | undefined; readonly decision: undefined } => {
  if (history?.flapping?.sinceMs !== sinceMs) return { state: history, decision: undefined };
  const { flapping, ...rest } = history;
  return { state: { ...rest, recent: rest.recent.slice(-1) }, decision: undefined };
};
