// Handles one message: it is posted, folded or counted, never dropped. The decisions are in `shared/notify`. Their inputs and
// effects are here, in post.ts and in count-instead.ts.
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
import { placeIncoming, renderOnRoute } from './present-incoming.ts';
import { countQuiet, quietedBy } from './quiet.ts';
import { reasonOf } from './reason.ts';
import { handleReminder } from './remind.ts';
import { remindToRepeat } from './repeat.ts';

/** Now if it is missing or in the future: a future time would make every later change look old. */
const parseTimeMs = (iso: string | undefined, nowMs: number): number => {
  const ms = Date.parse(iso ?? '');
  return Number.isNaN(ms) ? nowMs : Math.min(ms, nowMs);
};

type Step = {
  readonly step: HistoryStep;
  /** For an alarm: when it went into alarm, if known. */
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
  const atMs = parseTimeMs(at ?? incoming.sentAt, work.nowMs());
  const change = { id: incoming.deliveryId, state, oldState, atMs, expectedBy };
  const known = work.notifications.changeKept(alarmKey(about), work.nowMs(), (history: AlarmHistory | undefined) => {
    const noted = noteChange(history, change);
    return { state: noted.state, decision: { step: noted.decision, alarmSinceMs: noted.state.alarmSinceMs } };
  });
  // Without the history there can be no summary either.
  return known.catch(() => ({ step: withoutHistory }));
};

/** SNS does not send when an alarm that is OK again began. The history has it. */
const withAlarmSince = (notification: Notification, alarmSinceMs: number | undefined): Notification => {
  const { detail, state } = notification;
  if (alarmSinceMs === undefined || state !== 'ok' || !('oldState' in detail) || detail.alarmSince) return notification;
  return { ...notification, detail: { ...detail, alarmSince: new Date(alarmSinceMs).toISOString() } };
};

/** If its beginning was silenced and the silence is over, it was posted as still in alarm, so its end is posted. */
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

/** Whether this function's role sent it. The sender is the id of the role, or that id, a colon and a session name. */
const isOwn = ({ sender }: Incoming, { ownSender }: Work): boolean =>
  sender === ownSender || sender?.startsWith(`${ownSender}:`) === true;

/** What is counted or summarised is handled once for all routes. */
const routesOf = ({ kind }: HistoryStep, { routes }: Placed): readonly ChosenRoute[] =>
  kind === 'post' || kind === 'fold' ? routes : [asOne(routes)];

const carriedOut = (step: HistoryStep, judged: Judged, quiet: Quiet | undefined, work: Work): Promise<Handled> =>
  carryOut(step, judged, quiet, work).catch((error: unknown) => {
    work.log.warn('cannot count a suppressed message: posted', { reason: reasonOf(error) });
    return post(judged, work);
  });

/** Decides what to do and returns a function that does it, so that other messages need not wait. */
export const handleNotification = async (incoming: Incoming, work: Work): Promise<() => Promise<Handled>> => {
  const reminder = isOwn(incoming, work) && recogniseReminder(parsedJson(incoming.body), work.nowMs());
  if (reminder) return () => handleReminder(reminder, work);
  const placed = await placeIncoming(incoming, work);
  const publishedMs = parseTimeMs(incoming.sentAt, work.nowMs());
  const verdict = judgeDowntime(placed.notification, await work.expected(), publishedMs);
  const quiet = await quietedBy(placed, parseTimeMs(placed.notification.at ?? incoming.sentAt, work.nowMs()), work);
  const { step, alarmSinceMs } = await stepOf({ ...placed, incoming, publishedMs, verdict }, quiet, work);
  const known = { ...placed, notification: withAlarmSince(placed.notification, alarmSinceMs) };
  const judgedOn = (route: ChosenRoute): Judged => ({
    ...renderOnRoute(known, route, incoming, work),
    ...{ incoming, publishedMs, verdict },
  });
  const carry = async (route: ChosenRoute): Promise<Handled> => {
    const judged = judgedOn(route);
    const handled = await carriedOut(step, judged, quiet, work);
    if (handled.kind !== 'failed' && step.kind === 'post') await remindToRepeat(judged, alarmSinceMs, work);
    return handled;
  };
  // Routes run in parallel. A target in several routes gets the message once.
  return async () => together(await Promise.all(routesOf(step, known).map(carry)));
};
