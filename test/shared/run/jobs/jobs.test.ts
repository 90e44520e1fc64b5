// What a stop waits for and would cut off, and which runs wait: tables.
import { describe, expect, it } from 'vitest';
import type { Claim, RunRequest } from '#core/run.ts';
import { parseDefinition } from '#definition/load.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { clustersIn, jobsText, jobWarnings, waitForAt } from '#run/jobs/jobs.ts';
import { waitForJobs } from '#run/jobs/wait-for-jobs.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const definitionWith = (stop: string, more = '') =>
  parseDefinition(
    `
environment: shops
region: us-east-1
timeZone: UTC
schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: ${stop}
notifications: { slack: { channel: "#shops", webhookSecret: shops/slack-webhook } }
resources:
  db: { kind: rds-instance, instance: shops-db }
  shop: { kind: ecs-service, cluster: shops, service: shop, dependsOn: [db] }
${more}`,
    'shops.yaml',
  );
const evening = '{ days: weekdays, at: "20:00", waitFor: { tasks: [report], minutes: 60 } }';
const saturday = '{ days: [sat], at: "14:00", waitFor: { tasks: [export], minutes: 120 } }';
const sunday = '{ days: [sun], at: "14:00" }';

// 2026-11-20 is a Friday.
const at = (day: number, time: string): number => Date.parse(`2026-11-${day}T${time}:00Z`);

describe('what a stop waits for', () => {
  it.each<[string, string, number, string | undefined]>([
    ['the only stop', evening, at(18, '03:00'), 'report'],
    ['nothing', '{ days: weekdays, at: "20:00" }', at(20, '20:00'), undefined],
    ['that of the last slot, on its minute', `[${evening}, ${saturday}]`, at(20, '20:00'), 'report'],
    ['that of the last slot, hours later', `[${evening}, ${saturday}]`, at(21, '13:59'), 'report'],
    ['that of the next slot from its minute on', `[${evening}, ${saturday}]`, at(21, '14:00'), 'export'],
    ['nothing where the last slot has none', `[${evening}, ${sunday}]`, at(22, '14:00'), undefined],
    ['that of a slot a week ago', `[${saturday}, { days: [sat], at: "12:00" }]`, at(28, '11:00'), 'export'],
  ])('a stop waits for %s', (_, stop, ms, family) => {
    expect(waitForAt(definitionWith(stop), ms)?.tasks).toEqual(family && [family]);
  });

  it('a stop without a slot before it waits for nothing', () => {
    const { schedule, ...rest } = definitionWith(`[${evening}, ${saturday}]`);
    const stop = [schedule.stop].flat().map((slot) => ({ ...slot, days: [] }));

    expect(
      waitForAt({ ...rest, schedule: { ...schedule, stop } } as typeof rest & { schedule: never }, at(20, '20:00')),
    ).toBe(undefined);
  });

  it('a stop looks into the clusters in which it stops something', () => {
    const batch = '  batch: { kind: ecs-service, cluster: batch, service: batch, leaveAlone: "it is shared" }';

    expect(clustersIn(definitionWith(evening, batch))).toEqual(['shops']);
  });
});

describe('the words for jobs', () => {
  it.each<[string, number]>([
    ['1 task of f0', 1],
    ['1 task of f0 and 2 tasks of f1', 2],
    [`${Array.from({ length: 10 }, (_, i) => `${i + 1} task${i > 0 ? 's' : ''} of f${i}`).join(' and ')}`, 10],
    [
      `${Array.from({ length: 10 }, (_, i) => `${i + 1} task${i > 0 ? 's' : ''} of f${i}`).join(' and ')} and 2 more families`,
      12,
    ],
  ])('jobs are said as: %s', (expected, families) => {
    expect(jobsText(Object.fromEntries(Array.from({ length: families }, (_, i) => [`f${i}`, i + 1])))).toBe(expected);
  });

  const task = (family: string, cluster = 'shops') => ({ family, cluster, arn: family });
  const cutOff = (what: string, cluster: string) =>
    `${what} in cluster ${cluster} belong to no service and keep running while their dependencies stop; \`waitFor\` in \`schedule.stop\` lets them finish`;

  it.each<[string, readonly string[], string, readonly ReturnType<typeof task>[]]>([
    ['nothing without jobs', [], evening, []],
    [
      'one that is awaited, and one that is not',
      ['1 task of report: the scheduled stop waits up to 60 min for them', cutOff('1 task of import', 'shops')],
      evening,
      [task('report'), task('import')],
    ],
    [
      'those that any of several stops waits for, by the minutes of all',
      ['1 task of report and 1 task of export: the scheduled stop waits up to 60 or 120 min for them'],
      `[${saturday}, ${evening}]`,
      [task('report'), task('export')],
    ],
    [
      'each cluster by itself',
      [cutOff('1 task of import', 'shops'), cutOff('2 tasks of import', 'batch')],
      sunday,
      [task('import'), task('import', 'batch'), task('import', 'batch')],
    ],
  ])('a plan warns of jobs: %s', (_, expected, stop, tasks) => {
    expect(jobWarnings(definitionWith(stop), tasks)).toEqual(expected);
  });
});

const slot = new Date(at(20, '20:00')).toISOString();
const byPerson = { requestedBy: 'ana' };
const byReconcile = { requestedBy: 'reconcile' };

describe('which runs wait for jobs', () => {
  const wait = async (more: Partial<RunRequest>, of: object = {}) => {
    const claim = {
      ...{ run: 'shops-stop-1', action: 'stop', at: at(20, '20:00'), granted: true, ...of },
      request: { environment: 'shops', requestedBy: 'schedule', supersede: false, dryRun: false, ...more },
    } as unknown as Claim;
    const looked: unknown[] = [];
    const steps: string[] = [];
    const state = memoryStateStore();
    await state.acquireLease('shops', { run: claim.run, action: 'stop', until: claim.at + 600_000 }, claim.at, false);
    const workflow = localWorkflow({
      ...{ journal: memoryJournal(), nowMs: () => claim.at, sleepUntil: async () => {} },
      log: { info() {}, warn() {} },
    });
    const waitUntil: typeof workflow.waitUntil = (name, ...rest) => {
      steps.push(name);
      return workflow.waitUntil(name, ...rest);
    };
    await waitForJobs({ ...workflow, waitUntil }, claim, {
      ...{ definition: () => definitionWith(`[${evening}, ${saturday}]`), state },
      runtime: { now: () => new Date(claim.at), random: () => 0, newId: () => 'id' },
      standaloneTasks: async (_, families = []) => {
        looked.push(...families);
        return [];
      },
    });
    expect(steps.every((name) => name === 'let jobs finish')).toBe(true);
    return looked;
  };
  const [saturdaySlot] = [new Date(at(21, '14:00')).toISOString()];

  it.each<[string, readonly string[], Partial<RunRequest>, object?]>([
    ['a stop of the schedule', ['report'], { scheduledTime: slot }],
    ['a late one for the jobs of its own slot', ['report'], { scheduledTime: slot }, { at: at(21, '14:05') }],
    ['a stop of the schedule on Saturday', ['export'], { scheduledTime: saturdaySlot }],
    ['what reconcile makes up for', ['report'], byReconcile],
    ['what reconcile makes up for on Saturday', ['export'], byReconcile, { at: at(21, '14:05') }],
    [
      'not what reconcile runs again for a person',
      [],
      { ...byReconcile, onBehalfOf: { requestedBy: 'ana', since: 0 } },
    ],
    ['not a person', [], byPerson],
    ['not a start', [], { scheduledTime: slot }, { action: 'start' }],
    ['not a dry run', [], { scheduledTime: slot, dryRun: true }],
    ['not what was not granted', [], { scheduledTime: slot }, { granted: false }],
    ['not the end of a week of its own', [], { scheduledTime: slot, only: ['shop'] as never }],
    ['some resources that reconcile stops', ['report'], { ...byReconcile, only: ['shop'] as never }],
  ])('%s waits for jobs', async (_, expected, request, of) => {
    expect(await wait(request, of)).toEqual(expected);
  });
});
