// One notification: whether it begins an episode that is worth an investigation, and then exactly one.
import { hasInvestigations } from '#definition/definition.ts';
import { judgeAlarm } from '#notify/investigations/judge.ts';
import { backlogTask } from '#notify/investigations/request.ts';
import type { Received } from '#notify/recognition/received.ts';
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import type { Notification } from '#notify/sources.ts';
import { type AlarmHistory, type HistoryStep, noteChange } from '#notify/storms/alarm-history.ts';
import { type Inhibitors, noteInhibition, type Quiet } from '#notify/storms/quiet.ts';
import type { InvestigationDependencies } from './dependencies.ts';
import { startOnce } from './start-once.ts';

/** Now if it is missing or in the future. */
const timeMs = (iso: string | undefined, nowMs: number): number => {
  const ms = Date.parse(iso ?? '');
  return Number.isNaN(ms) ? nowMs : Math.min(ms, nowMs);
};

/** How many reports are read: the last start is among them even after a day of attempts by hand. */
const reportsMax = 20;

const surroundingsOf = async ({ environment, state, nowMs }: InvestigationDependencies) => {
  const [expectations, silences, lease, reports] = await Promise.all([
    state.expectations(environment),
    state.silences(environment),
    state.readLease(environment),
    state.reports(environment, reportsMax),
  ]);
  return { expectations, silences, lease, reports, nowMs: nowMs() };
};

type Episode = { readonly step: HistoryStep; readonly sinceMs: number };

/** An alarm that was OK begins anew, whether or not its OK came here. */
const noteEpisode = (
  { about, state, detail }: Notification,
  id: string,
  atMs: number,
  expectedBy: string | undefined,
  { notifications, nowMs }: InvestigationDependencies,
): Promise<Episode | undefined> => {
  if (state === 'event') return Promise.resolve(undefined);
  const oldState = 'oldState' in detail ? detail.oldState : undefined;
  return notifications.change(`alarm|${about}`, nowMs(), (known: AlarmHistory | undefined) => {
    const noted = noteChange(known, { id, state, oldState, atMs, expectedBy });
    const sinceMs = oldState === 'OK' ? atMs : (noted.state.alarmSinceMs ?? atMs);
    return { state: noted.state, decision: { step: noted.decision, sinceMs } };
  });
};

/** Answers with what became of it. Throws where something cannot be read: then it is delivered again. */
export const investigate = async (received: Received, deps: InvestigationDependencies): Promise<string> => {
  const { nowMs, notifications } = deps;
  const { definition } = await deps.current(deps.environment);
  if (!hasInvestigations(definition)) return 'investigations are off';
  const notification = recogniseNotification(received);
  if (notification.source !== 'alarm') return 'not an alarm';
  const around = await surroundingsOf(deps);
  const publishedMs = timeMs(received.sentAt, around.nowMs);
  const atMs = timeMs(notification.at ?? received.sentAt, around.nowMs);
  const text = `${received.subject ?? ''}\n${received.body}`;
  const verdict = judgeAlarm(notification, publishedMs, text, definition, around);
  const expectedBy = verdict.kind === 'leave' ? verdict.expectedBy : undefined;
  const inhibited = definition.notifications.inhibits
    ? await notifications.change(
        'inhibitors',
        nowMs(),
        (before: Inhibitors | undefined): { state: Inhibitors | undefined; decision: Quiet | undefined } =>
          noteInhibition(before, notification, definition, atMs),
      )
    : undefined;
  const episode = await noteEpisode(notification, received.id, atMs, expectedBy, deps);
  if (verdict.kind === 'leave') return verdict.reason;
  if (inhibited) return inhibited.why;
  if (episode?.step.kind !== 'post') return 'it flaps';
  const { sinceMs } = episode;
  const task = backlogTask({ notification, sinceMs, definition, around });
  const about = { alarm: notification.name, since: new Date(sinceMs).toISOString() };
  return startOnce(task, about, definition, deps);
};
