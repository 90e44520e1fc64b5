// One message: posted, folded, or counted, never dropped. The decisions are in `shared/notify`; what they need to know, and
// what follows from them, is here and in tell.ts and count.ts.
import { parsedJson } from '#notify/recognition/json.ts';
import { recogniseReminder } from '#notify/reminders/recognise.ts';
import { judgeDowntime } from '#notify/routing/planned-downtime.ts';
import { type AlarmHistory, type HistoryStep, noteChange } from '#notify/storms/alarm-history.ts';
import { countExpected, countFlapping, noteFlapping } from './count-instead.ts';
import type { Handled, Work } from './dependencies.ts';
import type { Incoming } from './event.ts';
import type { Judged } from './judged.ts';
import { alarmKey } from './keys.ts';
import { foldQuietly, post } from './post.ts';
import { presentIncoming } from './present-incoming.ts';
import { reasonOf } from './reason.ts';
import { handleReminder } from './remind.ts';

/** Nothing was said later than now, whatever it says of itself: what an alarm did in the future would be its last word for ever. */
const saidBy = (iso: string | undefined, nowMs: number): number => {
  const ms = Date.parse(iso ?? '');
  return Number.isNaN(ms) ? nowMs : Math.min(ms, nowMs);
};

const stepOf = async ({ notification, incoming, verdict }: Judged, work: Work): Promise<HistoryStep> => {
  const { source, state, about, detail, at } = notification;
  const expectedBy = verdict.kind === 'expected' ? verdict.run : undefined;
  const withoutHistory: HistoryStep =
    expectedBy === undefined ? { kind: 'post' } : { kind: 'expected', run: expectedBy };
  if (source !== 'alarm' || state === 'event') return withoutHistory;
  const oldState = 'oldState' in detail ? detail.oldState : undefined;
  const atMs = saidBy(at ?? incoming.sentAt, work.nowMs());
  const change = { id: incoming.deliveryId, state, oldState, atMs, expectedBy };
  const known = work.notifications.changeKept(alarmKey(about), work.nowMs(), (history: AlarmHistory | undefined) =>
    noteChange(history, change),
  );
  // What cannot be remembered cannot be summed up later either.
  return known.catch(() => withoutHistory);
};

const carryOut = (step: HistoryStep, judged: Judged, work: Work): Promise<Handled> => {
  switch (step.kind) {
    case 'post':
      return post(judged, work);
    case 'fold':
      return foldQuietly(judged, work);
    case 'expected':
      return countExpected(judged, step.run, work);
    case 'note-flapping':
      return noteFlapping(judged, step, work);
    case 'counted':
      return countFlapping(judged, step.sinceMs, work);
  }
};

/** Sent by this function's role, whose sessions are called by its id and a name. */
const isOwn = ({ sender }: Incoming, { ownSender }: Work): boolean =>
  sender === ownSender || sender?.startsWith(`${ownSender}:`) === true;

/** What is to be done about it is decided here; doing it is for the caller, since others need not wait for that. */
export const handleNotification = async (incoming: Incoming, work: Work): Promise<() => Promise<Handled>> => {
  const reminder = isOwn(incoming, work) && recogniseReminder(parsedJson(incoming.body), work.nowMs());
  if (reminder) return () => handleReminder(reminder, work);
  const presented = presentIncoming(incoming, work);
  const publishedMs = saidBy(incoming.sentAt, work.nowMs());
  const verdict = judgeDowntime(presented.notification, await work.expected(), publishedMs);
  const judged: Judged = { ...presented, incoming, publishedMs, verdict };
  const step = await stepOf(judged, work);
  return () =>
    carryOut(step, judged, work).catch((error: unknown) => {
      work.log.warn('what need not be posted cannot be counted either: posted', { reason: reasonOf(error) });
      return post(judged, work);
    });
};
