import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { RetryOf } from '#core/run.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { publishReport } from '#run/report/publish-report.ts';
import { done, reportOf } from './ended-runs.ts';

describe('who hears of a report', () => {
  const heard = async (
    more: Partial<Report>,
    retry?: RetryOf,
    broken: 'nothing' | 'lease' | 'table' | 'topic' = 'nothing',
  ) => {
    const steps: string[] = [];
    const warned: unknown[] = [];
    const freed: string[] = [];
    let told = 0;
    const no = async () => {
      throw new Error('no');
    };
    const deps = {
      state: {
        saveReport: broken === 'table' ? no : async () => undefined,
        releaseLease:
          broken === 'lease' ? no : async (environment: string, run: string) => void freed.push(environment, run),
      },
      publish: broken === 'topic' ? no : async () => void told++,
    } as unknown as Dependencies;
    const journal = memoryJournal();
    const set: typeof journal.set = (key, entry) => {
      steps.push(key);
      journal.set(key, entry);
    };
    const workflow = localWorkflow({
      journal: { get: journal.get, set },
      log: { info: () => {}, warn: (...all) => void warned.push(all) },
      nowMs: () => 0,
      sleepUntil: async () => {},
    });
    const report = { ...reportOf([done('db')]), ...more };
    const error = await publishReport(workflow, report, deps, retry ? { retry } : {}).then(
      () => undefined,
      (one: Error) => one.message,
    );
    return { told, steps, warned, freed, error };
  };
  const retry = { of: 'r', failing: ['db'] };
  const outcomes = (...kinds: readonly (readonly [resource: string, outcome: string])[]) =>
    ({
      outcome: 'partial',
      resources: kinds.map(([resource, outcome]) => ({ resource, outcome })),
    }) as unknown as Partial<Report>;

  it('everybody hears of a report, in three steps, and the lease is given back', async () => {
    expect(await heard({})).toEqual({
      told: 1,
      steps: ['1 save report', '2 release lease', '3 publish report'],
      warned: [],
      freed: ['staging', 'staging-stop-1'],
      error: undefined,
    });
  });

  it.each<[what: string, more: Partial<Report>, told: number]>([
    ['a refusal of a person', { outcome: 'refused', requestedBy: 'ana' }, 1],
    ['a refusal of reconcile', { outcome: 'refused', requestedBy: 'reconcile' }, 0],
    ['what reconcile did', { outcome: 'done', requestedBy: 'reconcile' }, 1],
  ])('a report of %s is told to people or not: %#', async (_, more, told) => {
    expect((await heard(more)).told).toBe(told);
  });

  it.each<[what: string, more: Partial<Report>, told: number]>([
    ['ended well', { outcome: 'done' }, 1],
    ['failed in the same again', outcomes(['db', 'failed'], ['app', 'done'], ['web', 'skipped']), 0],
    ['failed in something new', outcomes(['db', 'failed'], ['app', 'blocked']), 1],
    ['failed in what had not failed, and not in the rest', outcomes(['db', 'done'], ['app', 'failed']), 1],
    ['did not even begin', outcomes(), 1],
  ])('a report of a run that was made again and %s is told to people or not', async (_, more, told) => {
    expect((await heard(more, retry)).told).toBe(told);
  });

  it('nobody but the log hears of a lease that cannot be given back', async () => {
    const { told, warned, error } = await heard({}, undefined, 'lease');

    expect([told, error]).toEqual([1, undefined]);
    expect(warned).toContainEqual(['release lease failed', { reason: 'no' }]);
  });

  it('the caller hears of a report that cannot be kept or told, with the outcome', async () => {
    const table = await heard({}, undefined, 'table');

    expect(table.told).toBe(1);
    expect(table.steps).toContain('4 save report later');
    expect(table.error).toBe(
      'the report of staging-stop-1 could not be saved: done, 1 of 1 resources changed, all as planned',
    );
    expect((await heard({}, undefined, 'topic')).error).toBe(
      'the report of staging-stop-1 could not be published: done, 1 of 1 resources changed, all as planned',
    );
  });
});
