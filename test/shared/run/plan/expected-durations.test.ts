import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import type { Report, ReportedResource } from '#core/report.ts';
import { expectedDurations } from '#run/plan/expected-durations.ts';

const resource = (seconds: number, more: Partial<ReportedResource> = {}): ReportedResource => ({
  resource: 'orders',
  kind: 'rds-instance',
  stage: 1,
  outcome: 'done',
  reason: 'available',
  seconds,
  ...more,
});

const report = (resources: readonly ReportedResource[], action: Action = 'start'): Report => ({
  kind: 'curfew-report',
  version: 1,
  run: 'r',
  environment: 'e',
  action,
  outcome: 'done',
  reason: '',
  requestedBy: 'schedule',
  startedAt: '2026-11-20T08:00:00Z',
  endedAt: '2026-11-20T08:10:00Z',
  seconds: 600,
  criticalPath: [],
  criticalPathSeconds: 0,
  resources,
  alarmsMuted: [],
  warnings: [],
});

describe('what a resource is expected to take', () => {
  it.each<[string, readonly Report[], number | undefined]>([
    ['nothing, before it was ever changed', [], undefined],
    ['the least it took', [report([resource(420)]), report([resource(380)]), report([resource(600)])], 380],
    ['what this action took, not the other', [report([resource(200)], 'stop'), report([resource(420)])], 420],
    ['nothing, when it was never brought to its goal', [report([resource(90, { outcome: 'failed' })])], undefined],
    ['nothing, when it was there already', [report([resource(0, { outcome: 'skipped' })])], undefined],
    ['what the last five runs took', [...Array(5).fill(report([resource(420)])), report([resource(30)])], 420],
    [
      'nothing, if it takes several changes',
      [report([resource(600, { kind: 'elasticache-replication-group' })])],
      undefined,
    ],
  ])('the time that a resource is expected to take is %s', (_what, reports, expected) => {
    expect(expectedDurations(reports, 'start').get('orders')).toBe(expected);
  });
});
