// One message: posted, folded, or counted, never dropped. The decisions are in `shared/notify`; what they need to know, and
// what follows from them, is here and in tell.ts and count.ts.
import { parsedJson } from '#notify/recognition/json.ts';
import { recogniseReminder } from '#notify/reminders/recognise.ts';
import { judgeDowntime } from '#notify/routing/planned-downtime.ts';
import { type AlarmHistory, type HistoryStep, noteChange } from '#notify/storms/alarm-history.ts';
import { countExpected, countFlapping, noteFlapping } from './count.ts';
import { type Attended, reasonOf, type Work } from './dependencies.ts';
import type { Incoming } from './event.ts';
import { remind } from './remind.ts';
import type { Said } from './said.ts';
import { foldQuietly, post } from './tell.ts';
import { understand } from './understand.ts';
import { alarmKey } from './words.ts';

const timeOf = (iso: string | undefined): number | undefined => {
  const ms = Date.parse(iso ?? '');
  return Number.isNaN(ms) ? undefined : ms;
};

const stepOf = async ({ notification, incoming, saidMs, verdict }: Said, work: Work): Promise<HistoryStep> => {
  const { source, state, about, detail, at } = notification;
  const expectedBy = verdict.kind === 'expected' ? verdict.run : undefined;
  const withoutHistory: HistoryStep =
    expectedBy === undefined ? { kind: 'post' } : { kind: 'expected', run: expectedBy };
  if (source !== 'alarm' || state === 'event') return withoutHistory;
  const oldState = 'oldState' in detail ? detail.oldState : undefined;
  const change = { id: incoming.deliveryId, state, oldState, atMs: timeOf(at) ?? saidMs, expectedBy };
  const known = work.notifications.changeKept(alarmKey(about), work.nowMs(), (history: AlarmHistory | undefined) =>
    noteChange(history, change),
  );
  // What cannot be remembered cannot be summed up later either.
  return known.catch(() => withoutHistory);
};

const take = (step: HistoryStep, said: Said, work: Work): Promise<Attended> => {
  switch (step.kind) {
    case 'post':
      return post(said, work);
    case 'fold':
      return foldQuietly(said, work);
    case 'expected':
      return countExpected(said, step.run, work);
    case 'note-flapping':
      return noteFlapping(said, step, work);
    case 'counted':
      return countFlapping(said, step.sinceMs, work);
  }
};

export const attend = async (incoming: Incoming, work: Work): Promise<Attended> => {
  const reminder = recogniseReminder(parsedJson(incoming.body));
  if (reminder) return remind(reminder, work);
  const understood = understand(incoming, work);
  const saidMs = timeOf(incoming.sentAt) ?? work.nowMs();
  const verdict = judgeDowntime(understood.notification, await work.expected(), saidMs);
  const said: Said = { ...understood, incoming, saidMs, verdict };
  const step = await stepOf(said, work);
  try {
    return await take(step, said, work);
  } catch (error) {
    work.log.warn('what need not be said cannot be counted either: posted', { reason: reasonOf(error) });
    return post(said, work);
  }
};
