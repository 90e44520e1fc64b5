// Jobs that a stop of the schedule lets finish: how it waits for them.
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import type { Override } from '#core/override.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import { parseDefinition } from '#definition/load.ts';
import { standaloneTasks } from '#kinds/ecs-service/standalone.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { afterWaiting, waitForJobs } from '#run/jobs/wait-for-jobs.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const yaml = `
environment: shops
region: us-east-1
timeZone: America/Fortaleza
schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "20:00", waitFor: { tasks: [nightly-report], minutes: 120 } }
notifications: { slack: { channel: "#shops", webhookSecret: shops/slack-webhook } }
resources:
  db: { kind: rds-instance, instance: shops-db }
  shop: { kind: ecs-service, cluster: shops, service: shop, dependsOn: [db] }
`;
const waiting = parseDefinition(yaml, 'shops.yaml');

const at = Date.parse('2026-11-16T23:00:00Z');
const request: RunRequest = { environment: 'shops', requestedBy: 'schedule', supersede: false, dryRun: false };
const claim: Claim = {
  ...{ run: 'shops-stop-1', action: 'stop' as const, at, granted: true as const },
  request: { ...request, scheduledTime: new Date(at).toISOString() },
};

/** What a look answers, one after the other; the last one again and again. */
const wait = async (answers: readonly (number | Error)[], more: object = {}, override?: Override) => {
  let now = at;
  let looks = 0;
  const state = memoryStateStore();
  await state.acquireLease('shops', { run: 'shops-stop-1', action: 'stop', until: at + 600_000 }, at, false);
  if (override) await state.saveOverride('shops', override);
  const deps = {
    definition: () => waiting,
    state,
    runtime: { now: () => new Date(now), random: () => 0, newId: () => 'id' },
    standaloneTasks: async () => {
      const answer = answers[Math.min(looks++, answers.length - 1)] ?? 0;
      if (answer instanceof Error) throw answer;
      return Array.from({ length: answer }, (_, index) => ({
        cluster: 'shops',
        family: 'nightly-report',
        arn: `${index}`,
      }));
    },
    ...more,
  };
  const sleepUntil = async (ms: number): Promise<void> => {
    now = Math.max(now, ms);
    const lease = await state.readLease('shops');
    expect(lease === undefined || lease.until > now, 'the lease outlives each wait').toBe(true);
  };
  const workflow = localWorkflow({
    journal: memoryJournal(),
    log: { info() {}, warn() {} },
    nowMs: () => now,
    sleepUntil,
  });
  const waited = await waitForJobs(workflow, claim, deps);
  return { waited, looks, minutes: (now - at) / 60_000 };
};

describe('waiting', () => {
  it('waiting for jobs is over with the first look where nothing runs', async () => {
    expect(await wait([0])).toEqual({ waited: { untilMs: at, warnings: [] }, looks: 1, minutes: 0 });
  });

  it('waiting for jobs costs few looks, however long it takes', async () => {
    const { looks, minutes, waited } = await wait([2]);
    expect(minutes).toBe(120);
    expect(waited.warnings).toEqual([
      'waited 120 min for 2 tasks of nightly-report; 2 tasks of nightly-report still ran when the stop continued',
    ]);
    expect(looks).toBeLessThan(70);
  });

  it('waiting for jobs goes on through what passes, and takes no answer for no job', async () => {
    const passing = new OperationError('UNAVAILABLE', 'not now');
    const { waited } = await wait([passing, 1, passing, 0]);
    expect(waited.note).toMatch(/^waited 1 min for 1 task of nightly-report$/);
  });

  it('waiting for jobs ends at once where it may not look, and says so', async () => {
    const { waited, looks } = await wait([new OperationError('ACCESS_DENIED', 'missing permission ecs:ListTasks')]);
    expect(looks).toBe(1);
    expect(waited.warnings).toEqual(['cannot check for running jobs: missing permission ecs:ListTasks']);
  });

  it('waiting for jobs ends when another run takes over, and when whoever runs it wants that', async () => {
    const store = memoryStateStore();
    expect((await wait([1], { state: { ...store, renewLease: async () => false } })).looks).toBe(0);
    expect((await wait([1], { isInterrupted: () => true })).looks).toBe(0);
  });

  it('waiting for jobs goes on while the lease cannot be renewed, which is no lost lease', async () => {
    const renewLease = async () => {
      throw new Error('no answer');
    };
    const { waited } = await wait([1, 0], { state: { ...memoryStateStore(), renewLease } });
    expect(waited).toMatchObject({ note: expect.stringMatching(/^waited 0 min for 1 task/), warnings: [] });
  });

  it('waiting for jobs is over at once where the stop names none', async () => {
    const definition = () => parseDefinition(yaml.replace(/, waitFor: \{.*?\}/, ''), 'shops.yaml');
    expect(await wait([1], { definition })).toEqual({ waited: { warnings: [] }, looks: 0, minutes: 0 });
  });

  it('waiting for jobs ends when somebody holds the environment up meanwhile, and nothing is stopped then', async () => {
    const hold = { id: 'h', hold: 'up', from: at + 1, until: at + 3_600_000, by: 'bob', why: 'demo' } as const;
    const held = (override: Override) => wait([1], {}, override);
    const { waited } = await held(hold);

    expect(waited.unwanted).toMatch(/^shops is held up by bob until .*: demo; nothing was changed$/);
    expect(afterWaiting(claim, waited)).toMatchObject({ granted: false, outcome: 'skipped', reason: waited.unwanted });
    expect((await held({ ...hold, from: at })).waited.unwanted).toBe(waited.unwanted);
    expect((await held({ ...hold, from: at - 1 })).waited.unwanted).toBeUndefined();
    expect((await held({ ...hold, hold: 'down' })).waited.unwanted).toBeUndefined();
  });

  it('waiting for jobs is not part of what the run may take', () => {
    expect(afterWaiting(claim, { untilMs: at + 60_000, warnings: [] }).at).toBe(at + 60_000);
    expect(afterWaiting(claim, { warnings: [] })).toBe(claim);
  });
});

describe('the jobs of a cluster', () => {
  const arn = (family: string) => `arn:aws:ecs:us-east-1:111122223333:task-definition/${family}:7`;
  const tasks = [
    { taskArn: 'a', group: 'service:shop', taskDefinitionArn: arn('shop'), lastStatus: 'RUNNING' },
    { taskArn: 'b', group: 'family:nightly-report', taskDefinitionArn: arn('nightly-report'), lastStatus: 'PENDING' },
    { taskArn: 'c', taskDefinitionArn: arn('import'), lastStatus: 'RUNNING' },
    { taskArn: 'd', group: 'family:import', taskDefinitionArn: arn('import'), lastStatus: 'STOPPED' },
  ];
  const client = (asked: object[] = []) =>
    ({
      send: async (command: { readonly input: object }) => {
        asked.push(command.input);
        const isList = command.constructor.name === 'ListTasksCommand';
        return isList ? { taskArns: tasks.map(({ taskArn }) => taskArn) } : { tasks };
      },
    }) as never;

  it('the jobs of a cluster are the tasks that belong to no service and have not stopped', async () => {
    expect((await standaloneTasks(client())(['shops'])).map(({ family }) => family)).toEqual([
      'nightly-report',
      'import',
    ]);
  });

  it('the jobs of a cluster are asked for by family where families are given', async () => {
    const asked: object[] = [];
    await standaloneTasks(client(asked))(['shops', 'jobs'], ['nightly-report']);
    expect(asked.filter((input) => 'family' in input)).toHaveLength(2);
  });
});
