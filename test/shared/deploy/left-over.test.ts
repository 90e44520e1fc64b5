// What a deployment finds there: of one that failed, of one that was removed, of somebody else at the same time.
import { describe, expect, it } from 'vitest';
import type { Planned } from '#deploy/deploy.ts';
import { keyOf } from '#sim/account/account.ts';
import { deployed, destroyed, mine, newAccount, recording, type World } from '#test/support/deployment.ts';

const stackOf = ({ account }: World) => account.stacks.get('curfew-mine');

/** As it is left by something that this command never does. */
const leftIn = (world: World, status: string): void => {
  const stack = stackOf(world);
  if (!stack) throw new Error('there is no stack');
  stack.status = status;
  stack.events.push({
    id: `left-${status}`,
    atMs: world.now(),
    resource: 'curfew-mine',
    type: 'AWS::CloudFormation::Stack',
    status,
  });
};

describe('a table that an earlier deployment left', () => {
  it('a table that an earlier deployment left is taken over by the next one', async () => {
    const world = newAccount();
    const key = keyOf('AWS::DynamoDB::Table', 'curfew-state-mine');
    world.account.existing.set(key, { type: 'AWS::DynamoDB::Table', name: 'curfew-state-mine', isProtected: true });

    expect(await deployed(world, mine())).toMatchObject({ kind: 'deployed', isNew: true });
    expect(world.account.existing.get(key)?.stack).toBe('curfew-mine');
  });

  it('a table with the versions of a removed deployment gets the file that is deployed as its next version', async () => {
    const world = newAccount();
    await deployed(world, mine());
    expect(await destroyed(world)).toEqual({ kind: 'destroyed' });
    const later = mine(['db', 'web'], { stop: '19:00' });

    expect(await deployed(world, later)).toMatchObject({ isNew: true, applied: { kind: 'applied', version: 2 } });
    expect(await world.current()).toBe(later);
  });

  it('a table whose newest version is the file that is deployed keeps it as it is', async () => {
    const world = newAccount();
    await deployed(world, mine());
    await destroyed(world);

    expect(await deployed(world, mine())).toMatchObject({ isNew: true, applied: { kind: 'same', version: 1 } });
  });
});

describe('a stack that was left', () => {
  it.each([
    'CREATE_FAILED',
    'ROLLBACK_FAILED',
    'ROLLBACK_COMPLETE',
    'DELETE_FAILED',
    'UPDATE_FAILED',
    'UPDATE_ROLLBACK_FAILED',
    'UPDATE_ROLLBACK_COMPLETE',
  ])('a stack that was left in %s is deployed by the same command', async (status) => {
    const world = newAccount();
    await deployed(world, mine());
    leftIn(world, status);
    const { watch, changes } = recording();
    const seen: (string | undefined)[] = [];
    // Nothing of it is done before the plan was seen.
    const meanwhile = async ({ first }: Planned) => void seen.push(first, ...changes());

    expect(await deployed(world, mine(['db', 'api', 'web']), { meanwhile, watch })).toMatchObject({
      kind: 'deployed',
      changed: true,
    });
    expect(seen).toEqual([status === 'UPDATE_ROLLBACK_COMPLETE' ? undefined : expect.stringContaining(` ${status}`)]);
    expect(stackOf(world)?.status).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
    expect(world.account.existing.get(keyOf('AWS::DynamoDB::Table', 'curfew-state-mine'))?.stack).toBe('curfew-mine');
  });

  it('a stack that was left in the middle of an import by hand is not touched', async () => {
    const world = newAccount();
    await deployed(world, mine());
    leftIn(world, 'IMPORT_ROLLBACK_FAILED');
    const { watch, changes } = recording();

    await expect(deployed(world, mine(['db']), { watch })).rejects.toThrow(/Finish it in the console/);
    expect(changes()).toEqual([]);
  });

  it('a failed creation whose protected table cannot be deleted lets go of the table, and of nothing else', async () => {
    const world = newAccount();
    const failing = () => ({ resource: 'DatabaseRestarts', reason: 'Limit of rules exceeded' });
    await deployed(world, mine(), { settings: { failing } });
    const { watch, calls } = recording();

    expect(await deployed(world, mine(), { settings: { forgetsPolicies: true }, watch })).toMatchObject({
      kind: 'deployed',
      isNew: true,
    });
    const retained = calls
      .filter(({ operation }) => operation === 'cloudformation:DeleteStack')
      .map(({ input }) => (input as { readonly RetainResources?: readonly string[] }).RetainResources);
    expect(retained).toEqual([undefined, [expect.stringMatching(/^StateTable/)]]);
  });
});

describe('somebody else at the same time', () => {
  it('a definition that somebody else applied meanwhile is not replaced unseen', async () => {
    const world = newAccount();
    await deployed(world, mine());
    const theirs = mine(['db', 'api'], { stop: '21:00' });
    const meanwhile = () => world.control.ask({ verb: 'apply', environment: 'mine', yaml: theirs, by: 'ben' });

    expect(await deployed(world, mine(['db', 'api'], { stop: '19:00' }), { meanwhile })).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/v2 was applied by ben.*meanwhile/),
    });
    expect(await world.current()).toBe(theirs);
  });

  it('a stack that somebody else updates meanwhile is said to be theirs', async () => {
    const world = newAccount();
    await deployed(world, mine());
    const before = ({ operation }: { readonly operation: string }) => {
      if (operation === 'cloudformation:ExecuteChangeSet') world.account.changeSets.clear();
    };

    expect(await deployed(world, mine(['db', 'api', 'web']), { watch: { before } })).toEqual({
      kind: 'failed',
      reason: 'Somebody else changes curfew-mine at the same time. This deployment changed nothing of it.',
    });
  });

  it('a definition that its stack owns is not taken over by a deployment', async () => {
    const world = newAccount();
    await deployed(world, mine());
    await world.control.ask({ verb: 'adopt', environment: 'mine', owner: 'stack' });
    const { watch, changes, operations } = recording();

    expect(await deployed(world, mine(['db', 'api', 'web']), { watch })).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/belongs to the stack curfew-mine.*curfew adopt mine --owner cli/),
    });
    expect([...changes(), ...operations().filter((one) => one === 'control:Apply')]).toEqual([]);
  });
});

describe('the end of a deployment', () => {
  it('the end of a deployment keeps its state table and takes everything else with a name along', async () => {
    const world = newAccount();
    await deployed(world, mine());

    expect(await destroyed(world)).toEqual({ kind: 'destroyed' });
    const left = [...world.account.existing.keys()].filter((key) => !/event-\d+$/.test(key));
    expect(left.filter((key) => !key.startsWith('AWS::Lambda::Version'))).toEqual([
      'AWS::DynamoDB::Table curfew-state-mine',
    ]);
  });

  it('the end of a deployment that another stack made is refused, and its table is not touched', async () => {
    const world = newAccount();
    const one = {
      type: 'AWS::Lambda::Function',
      name: 'curfew-mine-stop',
      stack: 'mine-operations',
      isProtected: false,
    };
    world.account.existing.set(keyOf(one.type, one.name), one);

    expect(await destroyed(world)).toEqual({
      kind: 'refused',
      reason: 'the functions of mine belong to the stack mine-operations: delete that stack as it was deployed',
    });
  });
});

describe('a bucket that is given', () => {
  it('a bucket that is given is used as it is, with its own settings', async () => {
    const world = newAccount();
    world.account.buckets.set('ours', new Map());
    world.account.bucketSettings.set('ours', new Set());

    expect(await deployed(world, mine(), { bucket: 'ours' })).toMatchObject({ kind: 'deployed' });
    expect([...(world.account.bucketSettings.get('ours') ?? [])]).toEqual([]);
    expect([...world.account.buckets.keys()]).toEqual(['ours']);
  });

  it('a bucket that is given and not there is a refusal before the stack', async () => {
    const world = newAccount();
    const { watch, changes } = recording();

    await expect(deployed(world, mine(), { bucket: 'missing', watch })).rejects.toThrow(/missing does not exist/);
    expect(changes()).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  it('Ctrl-C before a change set is carried out leaves none behind', async () => {
    const world = newAccount();
    const { watch, operations } = recording();
    const hasLeft = () => operations().includes('cloudformation:CreateChangeSet');

    expect(await deployed(world, mine(), { watch, hasLeft })).toEqual({
      kind: 'interrupted',
      during: 'the deployment, before CloudFormation began',
    });
    expect([...world.account.changeSets.keys()]).toEqual([]);
    expect(await deployed(world, mine())).toMatchObject({ kind: 'deployed', isNew: true });
  });
});
