import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { publishReport } from '#run/report/publish-report.ts';

const hourMs = 3_600_000;
const report = {
  run: 'stop-1',
  environment: 'staging',
  outcome: 'done',
  reason: 'all',
  warnings: [],
} as unknown as Report;

/** A table and a topic that are out for so many hours. */
const world = (tableHours: number, topicHours: number) => {
  let now = 0;
  const saved: Report[] = [];
  const told: { readonly report: Report; readonly at: number }[] = [];
  const out = (hours: number) => now < hours * hourMs;
  const unavailable = () => Promise.reject(new OperationError('UNAVAILABLE', 'out of order'));
  const deps = {
    state: {
      saveReport: async (one: Report) => (out(tableHours) ? unavailable() : void saved.push(one)),
      releaseLease: async () => (out(tableHours) ? unavailable() : undefined),
    },
    publish: async (one: Report) => (out(topicHours) ? unavailable() : void told.push({ report: one, at: now })),
  } as unknown as Dependencies;
  const workflow = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs: () => now,
    sleepUntil: async (ms) => {
      now = Math.max(now, ms);
    },
  });
  return { saved, told, publish: (one = report) => publishReport(workflow, one, deps) };
};

describe('a report', () => {
  it('a report is kept in the state table and published', async () => {
    const { saved, told, publish } = world(0, 0);
    await publish();

    expect(saved).toEqual([report]);
    expect(told).toEqual([{ report, at: 0 }]);
  });

  it('a report is told within ten minutes although the table is out for two hours, says so, and is kept later', async () => {
    const { saved, told, publish } = world(2, 0);
    await publish();

    expect(told).toHaveLength(1);
    expect(told[0]?.at).toBeLessThan(600_000);
    expect(told[0]?.report.warnings.join()).toContain('the report was not saved');
    expect(saved).toHaveLength(1);
  });

  it('a report is told when the topic is back, hours later', async () => {
    const { told, publish } = world(0, 2.5);
    await publish();

    expect(told).toHaveLength(1);
  });

  it.each([
    ['topic', 0, 9],
    ['table', 9, 0],
  ])('a report fails the invocation loudly when the %s never comes back', async (_, table, topic) => {
    await expect(world(table, topic).publish()).rejects.toThrow();
  });

  it.each(['duplicate', 'dry-run'] as const)('a report of a run that ended as %s leaves no trace', async (outcome) => {
    const { saved, told, publish } = world(0, 0);
    await publish({ ...report, outcome });

    expect([...saved, ...told]).toEqual([]);
  });
});
