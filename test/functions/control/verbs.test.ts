import { expect, it } from 'vitest';
import { mine } from '#test/shared/access/change-kinds.ts';
import { anna, deployedWorld, stackId } from './world.ts';

const earlier = mine.replace('20:00', '19:00');

it('control shows the current version with its file, what was granted, and who owns it', async () => {
  const { request } = await deployedWorld();

  expect(await request({ verb: 'current' })).toMatchObject({
    kind: 'current',
    version: { version: 1, yaml: mine, by: 'stack mine-operations', byIsVerified: true },
    granted: { topics: ['mine-alarms'], databases: ['mine-db'] },
    owner: 'cli',
  });
});

it('control tells the history: who, when, why, and what was changed', async () => {
  const { request, pass } = await deployedWorld();
  pass(60_000);
  await request({ verb: 'apply', yaml: earlier, why: 'winter hours' });

  expect((await request({ verb: 'history' })).versions).toMatchObject([
    {
      version: 2,
      by: anna,
      at: '2026-11-30T17:01:00.000Z',
      why: 'winter hours',
      changes: ['schedule.stop.at 20:00 → 19:00'],
    },
    { version: 1, by: 'stack mine-operations', changes: [] },
  ]);
});

it('control shows the file of a version, and applies an old one anew', async () => {
  const { request, stop } = await deployedWorld();
  await request({ verb: 'apply', yaml: earlier });

  expect(await request({ verb: 'show', version: 1 })).toMatchObject({ kind: 'shown', yaml: mine });
  expect(await request({ verb: 'again', version: 1 })).toMatchObject({ kind: 'applied', version: 3 });
  expect(stop()?.ScheduleExpression).toBe('cron(0 20 * * ? *)');
  expect((await request({ verb: 'history' })).versions[0]).toMatchObject({ version: 3, why: 'v1 again' });
});

it('control says which versions there are not', async () => {
  const { request } = await deployedWorld();

  expect(await request({ verb: 'show', version: 7 })).toMatchObject({ status: 404, because: 'unknown-version' });
  expect(await request({ verb: 'again', version: 7 })).toMatchObject({ status: 404, because: 'unknown-version' });
});

it('a definition that belongs to its stack is changed by nobody else, and the stack is named', async () => {
  const { request, deliver } = await deployedWorld({ owner: 'stack' });

  expect(await request({ verb: 'apply', yaml: earlier })).toMatchObject({
    status: 409,
    because: 'owner',
    text: expect.stringContaining('belongs to the stack mine-operations'),
  });
  await deliver(earlier, { owner: 'stack', type: 'Update' });
  expect(await request({ verb: 'current' })).toMatchObject({ version: { version: 2, by: 'stack mine-operations' } });
});

it('who adopts a definition changes it from then on, and a delivery of its stack only grants', async () => {
  const { request, deliver } = await deployedWorld({ owner: 'stack' });

  expect(await request({ verb: 'adopt', owner: 'cli' })).toMatchObject({ kind: 'adopted', owner: 'cli' });
  expect(await request({ verb: 'apply', yaml: earlier })).toMatchObject({ kind: 'applied', version: 2 });
  await deliver(mine, { owner: 'stack', type: 'Update' });
  expect(await request({ verb: 'current' })).toMatchObject({ version: { version: 2 }, owner: 'cli' });
  expect(await request({ verb: 'adopt', owner: 'stack' })).toMatchObject({ owner: 'stack', stack: 'mine-operations' });
});

it('a delivery is answered where CloudFormation waits: done, with the version', async () => {
  const { answered, start, stop } = await deployedWorld();

  expect(answered).toEqual([
    {
      Status: 'SUCCESS',
      PhysicalResourceId: 'curfew-definition-mine',
      StackId: stackId,
      RequestId: 'r',
      LogicalResourceId: 'Definition',
      Data: { Version: '1' },
    },
  ]);
  expect([start()?.ScheduleExpression, stop()?.ScheduleExpression]).toEqual([
    'cron(0 8 ? * MON,TUE,WED,THU,FRI *)',
    'cron(0 20 * * ? *)',
  ]);
});

it('a delivery of a stack that does not own the definition leaves the version as it is', async () => {
  const { request, deliver } = await deployedWorld();
  await request({ verb: 'apply', yaml: earlier });

  await deliver(mine, { type: 'Update' });
  expect(await request({ verb: 'current' })).toMatchObject({ version: { version: 2 } });
});

it.each([
  [
    'a file that is not valid',
    (world: Awaited<ReturnType<typeof deployedWorld>>) => world.deliver('environment: mine\n'),
  ],
  [
    'a table that refuses',
    (world: Awaited<ReturnType<typeof deployedWorld>>) => {
      world.refuse('PutItem', 'TransactWriteItems');
      return world.deliver(earlier, { owner: 'stack', type: 'Update' });
    },
  ],
])('a delivery that fails is answered, too, or the stack would wait for an hour: %s', async (_what, deliver) => {
  const world = await deployedWorld();

  expect(await deliver(world)).toMatchObject({ Status: 'FAILED', Reason: expect.any(String) });
  expect(world.answered.at(-1)).toMatchObject({ Status: 'FAILED' });
});

it('a stack that goes takes the schedules with it, and nothing of the table', async () => {
  const { deliver, start, stop, versions } = await deployedWorld();

  expect(await deliver(mine, { type: 'Delete' })).toMatchObject({ Status: 'SUCCESS' });
  expect([start(), stop()]).toEqual([undefined, undefined]);
  expect((await versions.current('mine'))?.version).toBe(1);
});
