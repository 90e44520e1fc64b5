// Of an alarm that a report calls active, whether somebody had muted it by then.
import { expect, it } from 'vitest';
import { alarmsInStep } from '#sim/invariants/alarms-in-step.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { nightOf } from '#test/support/nights.ts';

const name = 'camunda-low-storage';
const minuteMs = 60_000;
const endedMs = Date.parse('2026-11-17T07:00:00Z');

/** A start looked at seven, and the topic took its report a quarter of an hour later. */
const judged = (mutedAtMs: number): string[] => {
  const scenario = nightOf('staging', 1, {
    alarms: [{ name, watches: 'camunda', muted: false, disabled: false, scales: false, whenMissing: 'ALARM' }],
  });
  const muted = { at: mutedAtMs, do: 'mute-alarm', name, muted: true } as const;
  const warnings = [`staging is not up: its alarms notify again; still in alarm: ${name}`];
  const report = { type: 'report', run: 'r', endedAt: new Date(endedMs).toISOString(), warnings, alarmsMuted: [] };
  const lines = [{ at: endedMs + 15 * minuteMs, event: report as unknown as TraceEvent }];
  const rehearsal = { scenario: { ...scenario, timeline: [muted] }, lines, before: {}, after: {}, reports: [] };
  return alarmsInStep.judge(rehearsal).map(({ detail }) => detail);
};

it.each([
  ['long before the look is wrong', -30, 1],
  ['after the look, before the topic took the report, is right', 5, 0],
])('a report that names an alarm that somebody has muted %s', (_, minutes, found) => {
  expect(judged(endedMs + minutes * minuteMs)).toHaveLength(found);
});
