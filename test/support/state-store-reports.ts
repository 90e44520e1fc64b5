import { expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { type Make, now, numbered, slot } from './state-store-samples.ts';

const report = (run: string, endedAt: string, more: Partial<Report> = {}): Report => ({
  kind: 'curfew-report',
  version: 1,
  run,
  environment: 'staging',
  action: 'stop',
  outcome: 'done',
  reason: 'everything was already down',
  requestedBy: 'schedule',
  startedAt: '2026-11-20T20:00:00-03:00',
  endedAt,
  seconds: 12.5,
  criticalPath: ['camunda-db'],
  criticalPathSeconds: 0,
  resources: [
    { resource: 'camunda-db', kind: 'rds-instance', stage: 1, outcome: 'skipped', reason: 'stopped already' },
  ],
  alarmsMuted: [],
  warnings: [],
  ...more,
});

const minutesLater = (number: string): string => new Date(now + Number(number) * 60_000).toISOString();

export const reports = (make: Make) => {
  it('a state store gives a report back as it was saved, once, however often it is saved', async () => {
    const store = await make();
    const saved = report('stop-1', '2026-11-20T20:12:00-03:00', { why: 'release', scheduledTime: slot.scheduledTime });
    await store.saveReport(saved);
    await store.saveReport(saved);
    expect(await store.reports('staging', 10)).toEqual([saved]);
  });

  it('a state store keeps the report of as many resources as an environment may have, each with its times', async () => {
    const store = await make();
    const [one] = report('stop-1', minutesLater('1')).resources;
    const times = { startedAt: '2026-11-20T20:00:00-03:00', endedAt: '2026-11-20T20:10:00-03:00', seconds: 600 };
    const resources = Array.from({ length: 2_200 }, (_, index) => ({
      ...(one as Report['resources'][number]),
      ...times,
      resource: `elasticache-${String(index).padStart(28, '0')}`,
      reason: `status available ${'x'.repeat(23)}`,
    }));
    const saved = report('stop-1', minutesLater('1'), { resources });
    await store.saveReport(saved);
    await store.saveReport(report('stop-2', minutesLater('2')));
    expect(await store.reports('staging', 10)).toEqual([report('stop-2', minutesLater('2')), saved]);
  });

  it('a state store never changes a report that was saved', async () => {
    const store = await make();
    await store.saveReport(report('stop-1', minutesLater('1')));
    await store.saveReport(report('stop-1', minutesLater('1'), { outcome: 'stale' }));
    expect(await store.reports('staging', 10)).toMatchObject([{ outcome: 'done' }]);
  });

  it('a state store lists the newest report first, judged by the instant and not by its spelling', async () => {
    const store = await make();
    await store.saveReport(report('second', '2026-11-20T20:30:00-03:00'));
    await store.saveReport(report('first', '2026-11-20T23:15:00Z'));
    await store.saveReport(report('third', '2026-11-21T00:45:00+01:00'));
    expect((await store.reports('staging', 10)).map(({ run }) => run)).toEqual(['third', 'second', 'first']);
  });

  it('a state store keeps the reports of two runs that ended at once, and of one run that reported twice', async () => {
    const store = await make();
    const at = '2026-11-20T23:15:00Z';
    await store.saveReport(report('stop-1', at));
    await store.saveReport(report('start-2', at));
    await store.saveReport(report('stop-1', '2026-11-20T23:20:00Z', { outcome: 'stale' }));
    expect(await store.reports('staging', 10)).toHaveLength(3);
  });

  it.each([1, 25, 26, 60, 61, 100])('a state store lists at most %i of many reports, newest first', async (limit) => {
    const store = await make();
    const all = numbered(61, (number) => report(`run-${number}`, minutesLater(number)));
    for (const one of all) await store.saveReport(one);
    expect(await store.reports('staging', limit)).toEqual(all.toReversed().slice(0, limit));
  });

  it('a state store lists no reports if none are wanted, and none of another environment', async () => {
    const store = await make();
    await store.saveReport(report('stop-1', minutesLater('1')));
    await store.saveReport(report('stop-2', minutesLater('2'), { environment: 'staging2' }));
    expect(await store.reports('staging', 0)).toEqual([]);
    expect((await store.reports('staging', 10)).map(({ run }) => run)).toEqual(['stop-1']);
    expect(await store.reports('prod', 10)).toEqual([]);
  });
};
