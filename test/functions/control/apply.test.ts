import { expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import { mine } from '#test/shared/access/change-kinds.ts';
import { anna, byUrl, controlWorld, deployedWorld } from './world.ts';

const earlier = mine.replace('20:00', '19:00');
const withWorker = mine.replace(
  '  web:',
  '  worker: { kind: ecs-service, cluster: mine, service: mine-worker }\n  web:',
);

it('control makes a file the next version, with who asked in the words of AWS, and sets the schedules', async () => {
  const { request, stop, versions } = await deployedWorld();

  const answer = await request({ verb: 'apply', yaml: earlier, why: 'winter hours', basedOn: 1 });

  expect(answer).toMatchObject({ status: 200, kind: 'applied', version: 2, schedules: 'set' });
  expect(stop()?.ScheduleExpression).toBe('cron(0 19 * * ? *)');
  expect(await versions.summary('mine', 2)).toMatchObject({ by: anna, byIsVerified: true, why: 'winter hours' });
});

it('control answers the same file again as it stands, and stores nothing', async () => {
  const { request, versions } = await deployedWorld();

  expect(await request({ verb: 'apply', yaml: `${mine}# another comment\n` })).toMatchObject({
    kind: 'same',
    version: 1,
  });
  expect(await versions.list('mine', 10)).toHaveLength(1);
});

it('control says of a caller by Invoke only who it claims to be, also where the event names another one', async () => {
  const { ask, versions } = await deployedWorld();
  await ask({ environment: 'mine', verb: 'apply', yaml: earlier, by: 'bob' }, false);

  expect(await versions.summary('mine', 2)).toMatchObject({ by: 'bob', byIsVerified: false });
  expect(await ask(byUrl({ environment: 'mine', verb: 'apply', yaml: mine }), false)).toMatchObject({
    statusCode: 400,
  });
  expect(await versions.list('mine', 10)).toHaveLength(2);
});

it('control names every problem of a file with its line and remedy, and touches nothing', async () => {
  const { request, calls } = await deployedWorld();
  const wrong = mine.replace('20:00', '25:00').replace('dependsOn: [api]', 'dependsOn: [apy]');

  const answer = await request({ verb: 'apply', yaml: wrong, file: 'mine.yaml' });

  expect(answer).toMatchObject({ status: 422, because: 'invalid' });
  expect(answer.problems).toMatchObject([
    { file: 'mine.yaml', line: expect.any(Number), remedy: expect.any(String) },
    { file: 'mine.yaml', line: expect.any(Number), remedy: expect.stringContaining('api') },
  ]);
  expect(calls).toEqual([]);
});

it.each([
  ['no JSON', { ...byUrl({}), body: '{' }],
  ['another verb', byUrl({ environment: 'mine', verb: 'delete' })],
  ['an unknown key', byUrl({ environment: 'mine', verb: 'current', force: true })],
  ['another environment', byUrl({ environment: 'other', verb: 'current' })],
  ['no caller', { ...byUrl({ environment: 'mine', verb: 'current' }), requestContext: { http: { method: 'POST' } } }],
])('control refuses a wrong request before anything is touched: %s', async (_what, event) => {
  const { ask, calls } = await deployedWorld();

  expect(await ask(event, true)).toMatchObject({ statusCode: 400 });
  expect(calls).toEqual([]);
});

it('control refuses a definition that needs rights that were not granted, names them, and stores nothing', async () => {
  const { request, versions, deliver } = await deployedWorld();

  const answer = await request({ verb: 'apply', yaml: withWorker });

  expect(answer).toMatchObject({ status: 409, because: 'rights' });
  expect(answer.rights).toContainEqual(
    expect.stringMatching(/ecs:UpdateService on service\/mine\/mine-worker \(start, stop\)/),
  );
  expect(await versions.list('mine', 10)).toHaveLength(1);
  // Rights first, definition second.
  await deliver(withWorker, { type: 'Update' });
  expect(await request({ verb: 'apply', yaml: withWorker })).toMatchObject({ kind: 'applied', version: 2 });
});

it('control applies a definition that needs less, while the rights of before stay granted', async () => {
  const { request } = await deployedWorld();
  const without = mine.replace(/ {2}jobs:.*\n/, '');

  expect(await request({ verb: 'apply', yaml: without })).toMatchObject({ kind: 'applied', version: 2 });
  expect(await request({ verb: 'apply', yaml: mine })).toMatchObject({ kind: 'applied', version: 3 });
});

it('of two who change the same version one is told by whom and when the other one was first', async () => {
  const { request, versions } = await deployedWorld();
  await request({ verb: 'apply', yaml: earlier, basedOn: 1, why: 'winter' });

  const answer = await request({ verb: 'apply', yaml: mine.replace('20:00', '21:00'), basedOn: 1 }, 'arn:bob');

  expect(answer).toMatchObject({ status: 409, because: 'conflict', current: { version: 2, by: anna } });
  expect(answer.text).toContain(`v2 was applied by ${anna} at 2026-11-30T18:00:00+01:00 ("winter") meanwhile`);
  expect(await versions.list('mine', 10)).toHaveLength(2);
});

it('of two who apply at the same moment one wins', async () => {
  const { request, versions } = await deployedWorld();

  const answers = await Promise.all(
    ['18:00', '19:00'].map((at) => request({ verb: 'apply', yaml: mine.replace('20:00', at) }, `arn:${at}`)),
  );

  expect(answers.map(({ kind }) => kind).sort()).toEqual(['applied', 'refused']);
  expect((await versions.current('mine'))?.version).toBe(2);
});

it('control says that schedules follow where the scheduler refuses, and the version stands', async () => {
  const { request, refuse, allow, versions, stop } = await deployedWorld();
  refuse('UpdateSchedule');

  const answer = await request({ verb: 'apply', yaml: earlier });

  expect(answer).toMatchObject({
    status: 200,
    kind: 'applied',
    schedules: 'follow',
    reason: expect.stringContaining('AccessDenied'),
  });
  expect((await versions.current('mine'))?.version).toBe(2);
  allow();
  expect(await request({ verb: 'schedules' })).toMatchObject({ kind: 'schedules', schedules: 'set' });
  expect(stop()?.ScheduleExpression).toBe('cron(0 19 * * ? *)');
});

it('control refuses to take out what is down, until it is started or given up', async () => {
  const { request, state } = await deployedWorld();
  const run = 'mine-stop-20261129T190000Z';
  const jobs = 'jobs' as ResourceName;
  await state.remember('mine', { kind: 'ecs-service', resource: jobs, desired: 2, run, aws: 'mine/mine-jobs' });
  const without = mine.replace(/ {2}jobs:.*\n/, '');

  const answer = await request({ verb: 'apply', yaml: without });

  expect(answer).toMatchObject({ status: 409, because: 'memory' });
  expect(answer.text).toContain('jobs is down');
  expect(await state.memories('mine')).toHaveLength(1);
  expect(await request({ verb: 'apply', yaml: without, forget: true })).toMatchObject({
    kind: 'applied',
    forgotten: ['jobs'],
  });
  expect(await state.memories('mine')).toEqual([]);
});

it('control removes the schedule of what the definition no longer schedules', async () => {
  const { request, start, stop } = await deployedWorld();

  await request({ verb: 'apply', yaml: mine.replace('  start: { days: weekdays, at: "08:00" }\n', '') });

  expect(start()).toBeUndefined();
  expect(stop()).toBeDefined();
});

it('control refuses another region: it would be another environment', async () => {
  const { request } = await deployedWorld();

  expect(await request({ verb: 'apply', yaml: mine.replace('eu-west-1', 'us-east-1') })).toMatchObject({
    because: 'invalid',
  });
});

it('control refuses a change where it is not known which rights were granted', async () => {
  const { request } = controlWorld();

  expect(await request({ verb: 'apply', yaml: mine })).toMatchObject({ status: 409, because: 'rights' });
});

it('a dry run of an apply says what it would be, and stores nothing', async () => {
  const { request, versions } = await deployedWorld();

  expect(await request({ verb: 'apply', yaml: earlier, dryRun: true })).toMatchObject({
    kind: 'would-apply',
    version: 2,
  });
  expect((await versions.current('mine'))?.version).toBe(1);
});
