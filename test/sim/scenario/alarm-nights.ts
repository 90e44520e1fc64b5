import { expect } from 'vitest';
import type { Rehearsal } from '#sim/rehearsal.ts';
import {
  bodiesOf,
  callsOf,
  delivered,
  type Expected,
  eventsOf,
  everythingIsBack,
  postedTexts,
  reportOf,
  timeOf,
} from './night-facts.ts';

/** What the alarms of the world did, in order: `name state fired`. */
const alarmActs = (night: Rehearsal): string[] =>
  eventsOf(night, 'alarm').map(({ name, state, actions }) => `${name} ${state} ${actions}`);

const fired = (night: Rehearsal): string[] => alarmActs(night).filter((act) => act.endsWith(' fired'));

/** From when to when alarms were to be muted, as the calls say it. */
const windowsPut = (night: Rehearsal): { by: string; minutes: number }[] =>
  callsOf(night, 'cloudwatch:PutAlarmMuteRule').map(({ function: by, input }) => {
    const { Rule } = input as { Rule: { Schedule: { Duration: string } } };
    return { by, minutes: Number(/^PT(\d+)M$/.exec(Rule.Schedule.Duration)?.[1]) };
  });

export const alarmNights: Readonly<Record<string, Expected>> = {
  'slack-down': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const stopDone = reportOf(night, 'stop').endedAt;
      expect(postedTexts(night).map(({ status }) => status)).toEqual([500, 500, 500, 429, 200, 200]);
      const deliveredAt = timeOf(night, (event) => event.type === 'message' && event.status === 200);
      expect(deliveredAt - Date.parse(stopDone)).toBeGreaterThan(3 * 60_000);
      expect(
        postedTexts(night)
          .filter(({ status }) => status === 200)
          .map(({ text }) => text.split(' · ')[0]),
      ).toEqual(['🌙 staging is down', '☀️ staging is up']);
      everythingIsBack(night);
    },
  },
  'alarms-muted': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const ours = [
        'poc-atlas-dev-camunda-high-cpu',
        'poc-atlas-dev-dashboard-low-storage',
        'poc-atlas-dev-kafka-ui-high-memory',
        'poc-atlas-dev-scoring-running-tasks-below-desired',
      ];
      expect(reportOf(night, 'stop').alarmsMuted).toEqual(ours);
      expect(ours.map((name) => alarmActs(night).filter((act) => act.startsWith(name)).length)).toEqual([2, 2, 2, 2]);
      // What scales a service may do so.
      expect(fired(night).map((act) => act.split(' ')[0])).toEqual([
        'poc-atlas-dev-scoring-queue-scale-out',
        'poc-atlas-dev-scoring-queue-scale-out',
      ]);
      const mutedAt = timeOf(night, (event) => event.type === 'call' && event.operation.startsWith('cloudwatch:Put'));
      const changedAt = timeOf(night, (event) => event.type === 'state');
      expect(night.lines.findIndex(({ event }) => event.type === 'state')).toBeGreaterThan(
        night.lines.findIndex(({ event }) => event.type === 'call' && event.operation.startsWith('cloudwatch:Put')),
      );
      expect(changedAt).toBeGreaterThanOrEqual(mutedAt);
      // To 08:00, the three hours that a start may take, and the grace; then to ten minutes after it was up.
      expect(windowsPut(night)).toEqual([
        { by: 'stop', minutes: 15 * 60 + 10 },
        { by: 'start', minutes: 11 },
      ]);
      everythingIsBack(night);
    },
  },
  'alarms-armed-again': {
    runs: ['stop done', 'start partial'],
    holds(night) {
      const start = reportOf(night, 'start');
      const camunda = 'poc-atlas-dev-camunda-running-tasks-below-desired';
      expect(fired(night)).toEqual([`${camunda} ALARM fired`]);
      expect(timeOf(night, (event) => event.type === 'alarm' && event.actions === 'fired')).toBe(
        Date.parse(start.endedAt),
      );
      expect(start.warnings.join()).toContain('staging is not up: its alarms are armed again');
      expect(start.warnings.join()).toContain(camunda);
      expect(postedTexts(night).some(({ text }) => text.includes('only partly up'))).toBe(true);
    },
  },
  'alarms-not-permitted': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const stop = reportOf(night, 'stop');
      expect(stop.alarmsMuted).toEqual([]);
      expect(stop.warnings).toEqual([expect.stringMatching(/^alarms are not muted: .*AccessDenied/)]);
      expect(fired(night)[0]).toBe('poc-atlas-dev-scoring-running-tasks-below-desired ALARM fired');
      everythingIsBack(night);
    },
  },
  'alarms-follow-a-hold': {
    runs: ['stop done', 'start skipped', 'start done'],
    holds(night) {
      expect(fired(night)).toEqual([]);
      const [stopped, held, started] = windowsPut(night);
      expect([stopped?.by, held?.by, started?.by]).toEqual(['stop', 'reconcile', 'start']);
      // The hold ends on Friday evening, and what comes next is the start of Monday.
      expect(held?.minutes).toBe((10 + 72 + 3) * 60 + 10);
      expect(started?.minutes).toBe(11);
      everythingIsBack(night);
    },
  },
  'alarms-early-start': {
    runs: ['stop done', 'start done', 'start done'],
    holds(night) {
      const name = 'poc-atlas-dev-kafka-ui-running-tasks-below-desired';
      expect(alarmActs(night)).toEqual([
        `${name} ALARM muted`,
        `${name} OK muted`,
        `${name} ALARM fired`,
        `${name} OK fired`,
      ]);
      expect(windowsPut(night).map(({ by }) => by)).toEqual(['stop', 'start']);
      everythingIsBack(night);
    },
  },
  'alarms-unread': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(reportOf(night, 'stop').alarmsMuted).toEqual(['shops-shop-cpu']);
      expect(eventsOf(night, 'alarm').map(({ actions }) => actions)).not.toContain('fired');
    },
  },
  'alarms-nothing-stopped': {
    runs: ['stop failed', 'start done'],
    holds(night) {
      const stop = reportOf(night, 'stop');
      expect(stop.alarmsMuted).toEqual([]);
      expect(stop.warnings.join()).toContain('nothing of shops was stopped: its alarms are armed again');
      expect(fired(night)).toEqual(['shops-shop-cpu ALARM fired', 'shops-shop-cpu OK fired']);
      expect(callsOf(night, 'cloudwatch:DeleteAlarmMuteRule')).toHaveLength(1);
    },
  },
  'alarm-storm': {
    runs: [],
    holds(night) {
      const texts = delivered(night).map((text) => text.split(' · ')[0]);
      expect(fired(night)).toHaveLength(24);
      expect(texts).toEqual([
        ...['high-disk', 'high-cpu', 'high-memory'].map((name) => `🔴 \`poc-atlas-dev-msk-${name}\` is in alarm`),
        '🌊 9 more notifications within 1 min 5 s: 9 ALARM',
        ...['high-disk', 'high-cpu', 'high-memory'].map(
          (name) => `✅ \`poc-atlas-dev-msk-${name}\` is OK again after 30 min`,
        ),
        '🌊 9 more notifications within 1 min 5 s: 9 OK',
      ]);
      const names = new Set(fired(night).map((act) => act.split(' ')[0] ?? ''));
      const [alarms, oks] = bodiesOf(night).filter((_, index) => texts[index]?.startsWith('🌊'));
      const named = (digest = '', state: string) =>
        [...names].filter((name) => digest.includes(`${state}: \`${name}\``));
      expect(named(alarms, 'ALARM')).toHaveLength(9);
      expect(named(oks, 'OK')).toHaveLength(9);
    },
  },
  'alarm-flaps': {
    runs: [],
    holds(night) {
      const name = '`poc-atlas-dev-msk-high-cpu`';
      expect(fired(night)).toHaveLength(6);
      expect(delivered(night).map((text) => text.split(' · ')[0])).toEqual([
        `🔴 ${name} is in alarm`,
        `✅ ${name} is OK again after 3 min`,
        `🔴 ${name} is in alarm`,
        `〰️ ${name} is flapping: 4 changes, now OK`,
        `✅ ${name} has settled in OK`,
      ]);
      expect(bodiesOf(night).at(-1)).toContain('flapped: 6 changes in 15 min');
    },
  },
  'alarm-expected': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(fired(night)).toHaveLength(4);
      expect(reportOf(night, 'start').expected).toEqual([
        { what: 'dashboard-has-no-data', times: 2 },
        { what: 'scores-are-late', times: 2 },
      ]);
      expect(delivered(night).map((text) => text.split(' · ')[0])).toEqual(['🌙 staging is down', '☀️ staging is up']);
      expect(bodiesOf(night).at(-1)).toContain('`scores-are-late` ×2');
      everythingIsBack(night);
    },
  },
  'alarm-outlasts': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(alarmActs(night)).toEqual(['shops-kafka-disk ALARM muted', 'shops-kafka-disk ALARM fired']);
      const last = '🔴 `shops-kafka-disk` is in alarm · shops · _has been in alarm since the stop_';
      expect(delivered(night).slice(2)).toEqual([last]);
      const saidAt = timeOf(night, (event) => event.type === 'message' && JSON.stringify(event.payload).includes(last));
      const readyAt = Date.parse(reportOf(night, 'start').endedAt);
      expect((saidAt - readyAt) / 60_000).toBeGreaterThanOrEqual(10);
      expect((saidAt - readyAt) / 60_000).toBeLessThan(12);
    },
  },
  'alarm-not-over': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(reportOf(night, 'stop').warnings).toEqual([expect.stringMatching(/^alarms are not muted/)]);
      expect(fired(night)).toEqual(['shops-kafka-disk ALARM fired']);
      expect(reportOf(night, 'start').expected).toEqual([{ what: 'shops-kafka-disk', times: 1 }]);
      expect(delivered(night).slice(2)).toEqual(['🔴 shops: 1 alarm has been in alarm since the stop']);
      expect(bodiesOf(night).at(-1)).toContain('• 🔴 ALARM: `shops-kafka-disk`');
    },
  },
  'alarm-table-down': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const name = 'nobody-sees-kafka';
      expect(fired(night).map((act) => act.split(' ')[1])).toEqual(['ALARM', 'OK', 'ALARM', 'OK', 'ALARM', 'OK']);
      // Only the one of half past ten.
      const said = night.lines.filter(
        ({ event }) => event.type === 'message' && JSON.stringify(event.payload).includes(`\`${name}\` is in alarm`),
      );
      expect(said.map(({ at }) => new Date(at).toISOString().slice(0, 16))).toEqual(['2026-11-20T01:32']);
      expect(reportOf(night, 'start').expected).toEqual([{ what: name, times: 5 }]);
    },
  },
  'slack-down-all-night': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const name = '`poc-atlas-dev-msk-high-disk`';
      const texts = delivered(night);
      expect(postedTexts(night).filter(({ status }) => status === 503).length).toBeGreaterThan(400);
      expect(texts.map((text) => text.split(' · ')[0])).toEqual([
        '🌙 staging is down',
        `🔴 ${name} is in alarm`,
        `✅ ${name} is OK again after 2 h 0 min`,
        '☀️ staging is up',
      ]);
      expect(texts.map((text) => /_sent (\d+ h \d+ min) late_/.exec(text)?.[1])).toEqual([
        '11 h 15 min',
        '8 h 30 min',
        '6 h 30 min',
        undefined,
      ]);
      everythingIsBack(night);
    },
  },
};
