// One message: posted, folded, or counted, never dropped. The decisions are in `shared/notify`; what they need to know, and
// what follows from them, is here and in tell.ts and count.ts.
import { parsedJson } from '#notify/recognition/json.ts';
import { recogniseReminder } from '#notify/reminders/recognise.ts';
import { judgeDowntime } from '#notify/routing/planned-downtime.ts';
import type { Placed } from '#notify/routing/present.ts';
import { asOne, type ChosenRoute } from '#notify/routing/route-notification.ts';
import type { Notification } from '#notify/sources.ts';
import { type AlarmHistory, type HistoryStep, noteChange } from '#notify/storms/alarm-history.ts';
import { isQuietKey, type Quiet } from '#notify/storms/quiet.ts';
import { countExpected, countFlapping, noteFlapping } from './count-instead.ts';
import type { Handled, Work } from './dependencies.ts';
import type { Incoming } from './event.ts';
import type { Judged } from './judged.ts';
import { alarmKey } from './keys.ts';
import { foldQuietly, post, together } from './post.ts';
import { inWords, placeIncoming } from './present-incoming.ts';
import { countQuiet, quietedBy } from './quiet.ts';
import { reasonOf } from './reason.ts';
import { handleReminder } from './remind.ts';
import { remindToRepeat } from './repeat.ts';

/** Nothing was said later than now, whatever it says of itself: what an alarm did in the future would be its last word for ever. */
const saidBy = (iso: string | undefined, nowMs: number): number => {
  const ms = Date.parse(iso ?? '');
  return Number.isNaN(ms) ? nowMs : Math.min(ms, nowMs);
};

type Step = {
  readonly step: HistoryStep;
  /** Of an alarm: when it went into alarm, if that is known. */
  readonly alarmSinceMs?: number | undefined;
};

const stepOf = async (
  { notification, incoming, verdict }: Omit<Judged, 'message' | 'owner'>,
  quiet: Quiet | undefined,
  work: Work,
): Promise<Step> => {
  const { source, state, about, detail, at } = notification;
  const expectedBy = verdict.kind === 'expected' ? verdict.run : quiet?.key;
  const withoutHistory: HistoryStep =
    expectedBy === undefined ? { kind: 'post' } : { kind: 'expected', run: expectedBy };
  if (source !== 'alarm' || state === 'event') return { step: withoutHistory };
  const oldState = 'oldState' in detail ? detail.oldState : undefined;
  const atMs = saidBy(at ?? incoming.sentAt, work.nowMs());
  const change = { id: incoming.deliveryId, state, oldState, atMs, expectedBy };
  const known = work.notifications.changeKept(alarmKey(about), work.nowMs(), (history: AlarmHistory | undefined) => {
    const noted = noteChange(history, change);
    return { state: noted.state, decision: { step: noted.decision, alarmSinceMs: noted.state.alarmSinceMs } };
  });
  // What cannot be remembered cannot be summed up later either.
  return known.catch(() => ({ step: withoutHistory }));
};

/** SNS does not tell since when an alarm was one that is OK again; what was heard of it does. */
const withAlarmSince = (notification: Notification, alarmSinceMs: number | undefined): Notification => {
  const { detail, state } = notification;
  if (alarmSinceMs === undefined || state !== 'ok' || !('oldState' in detail) || detail.alarmSince) return notification;
  return { ...notification, detail: { ...detail, alarmSince: new Date(alarmSinceMs).toISOString() } };
};

/** Silenced when it began and not any more: it was said then what is still in alarm, so that its end is news. */
const countAside = (judged: Judged, run: string, quiet: Quiet | undefined, work: Work): Promise<Handled> => {
  if (!isQuietKey(run)) return countExpected(judged, run, work);
  return quiet ? countQuiet(judged, quiet, work) : post(judged, work);
};

const carryOut = (step: HistoryStep, judged: Judged, quiet: Quiet | undefined, work: Work): Promise<Handled> => {
  switch (step.kind) {
    case 'post':
      return post(judged, work);
    case 'fold':
      return foldQuietly(judged, work);
    case 'expected':
      return countAside(judged, step.run, quiet, work);
    case 'note-flapping':
      return noteFlapping(judged, step, work);
    case 'counted':
      return countFlapping(judged, step.sinceMs, work);
  }
};

/** Sent by this function's role, whose sessions are called by its id and a name. */
const isOwn = ({ sender }: Incoming, { ownSender }: Work): boolean =>
  sender === ownSender || sender?.startsWith(`${ownSender}:`) === true;

/** What is counted or summed up is so once, for all of its routes. */
const routesOf = ({ kind }: HistoryStep, { routes }: Placed): readonly ChosenRoute[] =>
  kind === 'post' || kind === 'fold' ? routes : [asOne(routes)];

const carriedOut = (step: HistoryStep, judged: Judged, quiet: Quiet | undefined, work: Work): Promise<Handled> =>
  carryOut(step, judged, quiet, work).catch((error: unknown) => {
    work.log.warn('what need not be posted cannot be counted either: posted', { reason: reasonOf(error) });
    return post(judged, work);
  });

/** What is to be done about it is decided here; doing it is for the caller, since others need not wait for that. */
export const handleNotification = async (incoming: Incoming, work: Work): Promise<() => Promise<Handled>> => {
  const reminder = isOwn(incoming, work) && recogniseReminder(parsedJson(incoming.body), work.nowMs());
  if (reminder) return () => handleReminder(reminder, work);
  const placed = await placeIncoming(incoming, work);
  const publishedMs = saidBy(incoming.sentAt, work.nowMs());
  const verdict = judgeDowntime(placed.notification, await work.expected(), publishedMs);
  const quiet = await quietedBy(placed, saidBy(placed.notification.at ?? incoming.sentAt, work.nowMs()), work);
  const { step, alarmSinceMs } = await stepOf({ ...placed, incoming, publishedMs, verdict }, quiet, work);
  const known = { ...placed, notification: withAlarmSince(placed.notification, alarmSinceMs) };
  const judgedOn = (route: ChosenRoute): Judged => ({
    ...inWords(known, route, incoming, work),
    ...{ incoming, publishedMs, verdict },
  });
  const carry = async (route: ChosenRoute): Promise<Handled> => {
    const judged = judgedOn(route);
    const handled = await carriedOut(step, judged, quiet, work);
    if (handled.kind !== 'failed' && step.kind === 'post') await remindToRepeat(judged, alarmSinceMs, work);
    return handled;
  };
  // None waits for another; where several lead to one place, that hears of it once.
  return async () => together(await Promise.all(routesOf(step, known).map(carry)));
};
