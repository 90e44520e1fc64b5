// One message: expected, folded, counted or posted, never dropped. The decisions are in `shared/plan`; what they need to
// know and what follows from them is here.
import type { Folded } from '#domain/digest.ts';
import type { Expectation } from '#domain/expectation.ts';
import { parsedJson } from '#notify/recognise-json.ts';
import { recogniseReminder } from '#notify/recognise-reminder.ts';
import { renderFlapping } from '#notify/render-digest.ts';
import { sinceTheStop, withRemark } from '#notify/render-remark.ts';
import { type AlarmHistory, flapLimits, type HistoryStep, noteChange } from '#plan/alarm-history.ts';
import { type DowntimeVerdict, judgeDowntime } from '#plan/planned-downtime.ts';
import { laterWindow, mayBeFolded, type StormWindow, weather } from '#plan/storm.ts';
import { type Attended, failed, reasonOf, type Work } from './dependencies.ts';
import type { Incoming } from './event.ts';
import { folding, remindOnce } from './fold.ts';
import { once } from './once.ts';
import { remarked } from './remark.ts';
import { remind } from './remind.ts';
import { type Destination, type Understood, understand } from './understand.ts';
import { alarmKey, downtimeKey, wordOf } from './words.ts';

/** One message with all that is known of it. */
type Said = Understood & {
  readonly incoming: Incoming;
  /** When AWS said it; a queue may have kept it since. */
  readonly saidMs: number;
  readonly verdict: DowntimeVerdict;
};

const foldedOf = ({ incoming, notification, saidMs }: Said): Folded => ({
  id: incoming.id,
  what: notification.contributor ? `${notification.name} (${notification.contributor})` : notification.name,
  state: wordOf(notification.state),
  at: new Date(saidMs).toISOString(),
});

const expectationsOf = async ({ environment, state, log }: Work): Promise<readonly Expectation[]> => {
  try {
    return await state.expectations(environment);
  } catch (error) {
    log.warn('what a planned downtime expects cannot be read: everything is posted', { reason: reasonOf(error) });
    return [];
  }
};

const timeOf = (iso: string | undefined): number | undefined => {
  const ms = Date.parse(iso ?? '');
  return Number.isNaN(ms) ? undefined : ms;
};

const stepOf = (said: Said, work: Work): Promise<HistoryStep> | HistoryStep => {
  const { notification, incoming, saidMs, verdict } = said;
  const { source, state, about, detail } = notification;
  const expectedBy = verdict.kind === 'expected' ? verdict.run : undefined;
  if (source !== 'alarm' || state === 'event')
    return expectedBy === undefined ? { kind: 'post' } : { kind: 'expected', run: expectedBy };
  const oldState = 'oldState' in detail ? detail.oldState : undefined;
  const change = { id: incoming.id, state, oldState, atMs: timeOf(notification.at) ?? saidMs, expectedBy };
  return work.notifications.change(alarmKey(about), work.nowMs(), (history: AlarmHistory | undefined) =>
    noteChange(history, change),
  );
};

/** To every destination; those that have it are left alone when another one fails. */
const toEach = async (
  { destinations, incoming }: Said,
  work: Work,
  tell: (destination: Destination) => Promise<Attended>,
): Promise<Attended> => {
  const all: Attended[] = [];
  for (const destination of destinations) {
    const telling = once(`${incoming.id}|${destination.route.webhookSecret}`, work, () => tell(destination));
    // A secret that cannot be read is as good as no answer from Slack, and no reason to forget the others.
    all.push(await telling.catch((error: unknown) => failed(reasonOf(error))));
  }
  return all.find(({ kind }) => kind === 'failed') ?? all[0] ?? { kind: 'counted' };
};

const deliverNow = ({ route, message }: Destination, { saidMs, verdict }: Said, work: Work): Promise<Attended> => {
  const began = verdict.kind === 'unexpected' && verdict.sinceTheStop;
  return work.deliver(route, remarked(began ? withRemark(message, sinceTheStop) : message, saidMs, work));
};

const post = (said: Said, work: Work): Promise<Attended> =>
  toEach(said, work, async (destination) => {
    const { notifications, nowMs } = work;
    if (!mayBeFolded(said.notification)) return deliverNow(destination, said, work);
    const key = `storm|${destination.route.webhookSecret}`;
    const step = await notifications.change(key, nowMs(), (window: StormWindow | undefined) =>
      weather(window, said.incoming.id, nowMs()),
    );
    const isFolded = step.kind === 'fold' && (await folding(foldedOf(said), step.window, destination.route, work));
    return isFolded ? { kind: 'folded' } : deliverNow(destination, said, work);
  });

const fold = (said: Said, work: Work): Promise<Attended> =>
  toEach(said, work, async (destination) => {
    const { notifications, nowMs } = work;
    const key = `storm|${destination.route.webhookSecret}`;
    const window = await notifications.change(key, nowMs(), (open: StormWindow | undefined) =>
      laterWindow(open, nowMs()),
    );
    const isFolded = await folding(foldedOf(said), window, destination.route, work);
    return isFolded ? { kind: 'folded' } : deliverNow(destination, said, work);
  });

/** Whether it flaps no more is looked at later; without that reminder nothing may stay unsaid. */
const remindOfFlapping = ({ notification, destinations, saidMs }: Said, sinceMs: number, work: Work): Promise<void> =>
  remindOnce(
    {
      of: 'settled',
      key: notification.about,
      name: notification.name,
      routes: destinations.map(({ route }) => route),
      sinceMs,
      dueMs: saidMs + flapLimits.quietMs,
    },
    work,
  );

const noteFlapping = async (said: Said, flap: { times: number; sinceMs: number }, work: Work): Promise<Attended> => {
  const { name, state } = said.notification;
  await remindOfFlapping(said, flap.sinceMs, work);
  const message = renderFlapping({ name, ...flap }, wordOf(state), flapLimits.quietMs);
  return toEach(said, work, (destination) => deliverNow({ ...destination, message }, said, work));
};

/** An alarm is remembered by what it is about, so that what was heard last can be said when the downtime is over. */
const countExpected = async (said: Said, run: string, work: Work): Promise<Attended> => {
  const { environment, state, notifications, nowMs } = work;
  const { notification, verdict, destinations } = said;
  const { id, what, at, state: became } = foldedOf(said);
  await state.countExpected(environment, run, { id, what, at });
  if (notification.source !== 'alarm') return { kind: 'expected' };
  await notifications.fold(downtimeKey(run), { id: notification.about, what, at, state: became }, nowMs());
  if (verdict.kind === 'expected')
    await remindOnce(
      {
        of: 'downtime-over',
        key: run,
        name: environment,
        routes: destinations.map(({ route }) => route),
        sinceMs: said.saidMs,
        dueMs: Date.parse(verdict.until),
      },
      work,
    );
  return { kind: 'expected' };
};

const take = async (step: HistoryStep, said: Said, work: Work): Promise<Attended> => {
  switch (step.kind) {
    case 'post':
      return post(said, work);
    case 'fold':
      return fold(said, work);
    case 'expected':
      return countExpected(said, step.run, work);
    case 'note-flapping':
      return noteFlapping(said, step, work);
    default:
      await remindOfFlapping(said, step.sinceMs, work);
      return { kind: 'counted' };
  }
};

export const attend = async (incoming: Incoming, work: Work): Promise<Attended> => {
  const reminder = recogniseReminder(parsedJson(incoming.body));
  if (reminder) return remind(reminder, work);
  const understood = understand(incoming, work);
  const saidMs = timeOf(incoming.sentAt) ?? work.nowMs();
  const verdict = judgeDowntime(understood.notification, await expectationsOf(work), saidMs);
  const said: Said = { ...understood, incoming, saidMs, verdict };
  const step = await stepOf(said, work);
  try {
    return await take(step, said, work);
  } catch (error) {
    if (step.kind === 'post') throw error;
    work.log.warn('what need not be said cannot be counted either: posted', { reason: reasonOf(error) });
    return post(said, work);
  }
};
