// What another environment changes, too, is known to whoever applies, stored with the version, and refused by the runs that use it.
import { expect, it } from 'vitest';
import type { dynamoDefinitionVersions } from '#definition/versions/dynamodb.ts';
import { definitionIn } from '#definition/versions/parse.ts';
import { unlessShared } from '#run/plan/also-in.ts';
import { mine } from '#test/shared/access/change-kinds.ts';
import { controlWorld, deployedWorld } from './world.ts';

const earlier = mine.replace('20:00', '19:00');
const db = { environment: 'other', resource: 'database' };

type Versions = ReturnType<typeof dynamoDefinitionVersions>;

/** As a run reads it. */
const marks = async (versions: Versions) => {
  const current = await versions.current('mine');
  if (!current) throw new Error('nothing was applied');
  const { resources } = definitionIn(await versions.read('mine', current));
  return resources.flatMap(({ name, alsoIn }) => (alsoIn ? [[name, alsoIn]] : []));
};

it('what is shared is stored with a version, and a run that uses it refuses to stop it', async () => {
  const { request, versions } = await deployedWorld();
  await request({ verb: 'apply', yaml: earlier, alsoIn: { db } });

  expect(await marks(versions)).toEqual([['db', db]]);
  const current = await versions.read('mine', (await versions.current('mine')) ?? { version: 0, hash: '' });
  const [resource] = definitionIn(current).resources;
  expect(resource && unlessShared('stop', resource, { kind: 'act' } as never)).toMatchObject({
    kind: 'refuse',
    code: 'ALSO_IN',
    reason: expect.stringContaining('it is database of other'),
  });
});

it('what is shared makes a version of its own of the same file, once, and its end does, too', async () => {
  const { request, versions } = await deployedWorld();
  const apply = (alsoIn?: object) => request({ verb: 'apply', yaml: mine, ...(alsoIn ? { alsoIn } : {}) });

  expect(await apply({ db })).toMatchObject({ kind: 'applied', version: 2 });
  expect(await apply({ db })).toMatchObject({ kind: 'same', version: 2 });
  // Who cannot tell leaves it as it is.
  expect(await apply()).toMatchObject({ kind: 'same', version: 2 });
  expect(await apply({})).toMatchObject({ kind: 'applied', version: 3 });
  expect(await marks(versions)).toEqual([]);
});

it('what is shared stays known when somebody applies another file who cannot tell', async () => {
  const { request, versions } = await deployedWorld();
  await request({ verb: 'apply', yaml: mine, alsoIn: { db } });
  await request({ verb: 'apply', yaml: earlier });

  expect(await marks(versions)).toEqual([['db', db]]);
});

it('what is shared is that of today also where an old version is applied again', async () => {
  const { request, versions } = await deployedWorld();
  await request({ verb: 'apply', yaml: earlier });

  await request({ verb: 'again', version: 1, alsoIn: { db } });
  expect(await marks(versions)).toEqual([['db', db]]);
});

it.each([
  [{ gone: db }, /alsoIn names gone, which mine does not have; nothing was changed/],
  [{ db: { ...db, environment: 'mine' } }, /mine itself is the other environment/],
  [{ db: { environment: 'other' } }, /resource/],
  [{ db: { ...db, environment: '' } }, /environment/],
])('what is said to be shared has to fit, or nothing is applied: %j', async (alsoIn, why) => {
  const { request, versions } = await deployedWorld();

  expect(await request({ verb: 'apply', yaml: earlier, alsoIn })).toMatchObject({
    kind: 'refused',
    text: expect.stringMatching(why),
  });
  expect(await versions.list('mine', 10)).toHaveLength(1);
});

it('what is shared comes with the delivery of a stack, at its creation and when it changes', async () => {
  const { deliver, versions } = controlWorld();
  await deliver(mine, { owner: 'stack', alsoIn: { db } });
  expect(await marks(versions)).toEqual([['db', db]]);

  await deliver(mine, { owner: 'stack', type: 'Update', alsoIn: {} });
  expect(await marks(versions)).toEqual([]);
});

it.each(['{', '[]', '{"db":1}', { gone: db }])('a delivery of what cannot be shared fails: %j', async (alsoIn) => {
  const { deliver, versions } = controlWorld();

  expect(await deliver(mine, { owner: 'stack', alsoIn })).toMatchObject({ Status: 'FAILED' });
  expect(await versions.current('mine')).toBeUndefined();
});
