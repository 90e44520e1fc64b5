// A deployment in an account that refuses what CloudFormation refuses: from nothing, again, changed, failed, interrupted.
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { keyOf } from '#sim/account/account.ts';
import type { Call } from '#sim/account/clients.ts';
import { deployed, Killed, mine, newAccount, recording, release, type World } from '#test/support/deployment.ts';

const resourceNames = ({ account }: World): string[] => [...account.existing.keys()].toSorted();
/** What an account has, whatever CloudFormation's own names are. */
const standing = (world: World) => ({
  status: world.account.stacks.get('curfew-mine')?.status,
  template: world.account.stacks.get('curfew-mine')?.template,
  named: resourceNames(world).map((key) => key.replace(/event-\d+$/, '')),
});

describe('a deployment', () => {
  it('a deployment from nothing makes a private bucket, uploads the code, creates the stack and is paused', async () => {
    const world = newAccount();
    const { watch, operations } = recording();

    expect(await deployed(world, mine(), { watch })).toMatchObject({ kind: 'deployed', isNew: true, changed: true });

    expect([...world.account.buckets.keys()]).toEqual(['curfew-artifacts-000000000000-eu-west-1']);
    expect([...world.account.bucketSettings.values()][0]).toEqual(
      new Set(['PutPublicAccessBlock', 'PutBucketPolicy', 'PutBucketVersioning', 'PutBucketLifecycleConfiguration']),
    );
    expect(operations()).toContain('s3:PutObject');
    expect(world.account.stacks.get('curfew-mine')?.status).toBe('CREATE_COMPLETE');
    expect(resourceNames(world)).toContain('AWS::Lambda::Function curfew-mine-stop');
    expect(world.switch()).toBe(false);
    expect(await world.current()).toBe(mine());
  });

  it('a deployment that is made again has nothing to do, and does not ask CloudFormation for a change', async () => {
    const world = newAccount();
    await deployed(world, mine());
    await world.setSwitch(true);
    const { watch, changes } = recording();

    expect(await deployed(world, mine(), { watch })).toMatchObject({ kind: 'deployed', isNew: false, changed: false });

    expect(changes()).toEqual([]);
    expect(world.switch()).toBe(true);
  });

  it('a deployment of another time is an apply, without CloudFormation and without an upload', async () => {
    const world = newAccount();
    await deployed(world, mine());
    const { watch, operations, changes } = recording();

    const outcome = await deployed(world, mine(['db', 'api'], { stop: '19:00' }), { watch });

    expect(outcome).toMatchObject({ kind: 'deployed', changed: true, applied: { kind: 'applied', version: 2 } });
    expect(changes()).toEqual([]);
    expect(operations().filter((one) => one.startsWith('s3:'))).toEqual([]);
  });

  it.each([
    { what: 'more', before: ['db', 'api'], after: ['db', 'api', 'worker'], order: ['stack', 'apply'] },
    { what: 'less', before: ['db', 'api'], after: ['db'], order: ['apply', 'stack'] },
    { what: 'other things', before: ['db', 'api'], after: ['db', 'web'], order: ['stack', 'apply', 'stack'] },
  ])(
    'a deployment of $what changes rights and definition in the order in which no run lacks a right',
    async ({ before, after, order }) => {
      const world = newAccount();
      await deployed(world, mine(before));
      const { watch, operations } = recording();

      expect(await deployed(world, mine(after), { watch })).toMatchObject({ kind: 'deployed', changed: true });

      const steps = operations().flatMap((one) => {
        if (one === 'cloudformation:ExecuteChangeSet') return ['stack'];
        return one === 'control:Apply' ? ['apply'] : [];
      });
      expect(steps).toEqual(order);
      expect(await world.current()).toBe(mine(after));
    },
  );

  it('a deployment says what other environments change, too, at its creation and when only that is news, then without CloudFormation', async () => {
    const other = parseDefinition(mine(['db']).replace('environment: mine', 'environment: other'), 'other.yaml');
    const world = newAccount();
    const alsoIn = async () =>
      ((await world.control.ask({ verb: 'current', environment: 'mine' })) as { version: { alsoIn?: object } }).version
        .alsoIn;

    await deployed(world, mine(), { others: [other] });
    expect(await alsoIn()).toEqual({ db: { environment: 'other', resource: 'db' } });

    const { watch, changes } = recording();
    await deployed(world, mine(), { watch });
    expect(await alsoIn()).toBeUndefined();
    expect(changes()).toEqual([]);
  });

  it('a deployment of another release uploads its code and makes other versions', async () => {
    const world = newAccount();
    await deployed(world, mine());

    await deployed(world, mine(), { release: { ...release, codeHash: 'other' } });

    const [objects] = world.account.buckets.values();
    expect([...(objects?.keys() ?? [])]).toEqual(['curfew/1.0.0/c0de.zip', 'curfew/1.0.0/other.zip']);
    expect(world.account.stacks.get('curfew-mine')?.parameters.ArtifactKey).toBe('curfew/1.0.0/other.zip');
  });

  it('a deployment of many services sends its template by the bucket, because CloudFormation takes 51,200 bytes by itself', async () => {
    const world = newAccount();
    const services = Array.from({ length: 120 }, (_, index) => `a-service-with-a-long-name-${index}`);

    expect(await deployed(world, mine(['db', ...services]))).toMatchObject({ kind: 'deployed' });
    expect([...(world.account.buckets.values().next().value?.keys() ?? [])]).toContainEqual(
      expect.stringMatching(/^templates\/1\.0\.0\/[0-9a-f]{64}\.json$/),
    );
  });
});

describe('a deployment that fails', () => {
  const failing = { failing: () => ({ resource: 'DatabaseRestarts', reason: 'Limit of rules exceeded' }) };

  it('a deployment that fails half-way names the first cause, and the next one deletes what is left and succeeds', async () => {
    const world = newAccount();

    expect(await deployed(world, mine(), { settings: failing })).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/^DatabaseRestarts \(Events::Rule\): Limit of rules exceeded\. /),
    });

    const said: string[] = [];
    expect(await deployed(world, mine(), { said })).toMatchObject({ kind: 'deployed', isNew: true });
    expect(said.join('\n')).toMatch(/An earlier creation of curfew-mine failed/);
  });

  it('a deployment whose creation fails leaves the protected table, which the next one takes over', async () => {
    const world = newAccount();
    await deployed(world, mine(), { settings: failing });
    expect(world.account.stacks.get('curfew-mine')?.status).toBe('ROLLBACK_FAILED');

    await deployed(world, mine());

    expect(world.account.existing.get(keyOf('AWS::DynamoDB::Table', 'curfew-state-mine'))?.stack).toBe('curfew-mine');
  });

  it('a deployment whose update fails leaves everything as it was, and succeeds afterwards', async () => {
    const world = newAccount();
    await deployed(world, mine());
    const before = standing(world);
    const settings = { failing: () => ({ resource: 'stopPolicy9D217F14', reason: 'no' }) };

    expect(await deployed(world, mine(['db', 'api', 'web']), { settings })).toEqual({
      kind: 'failed',
      reason: 'stopPolicy9D217F14 (IAM::Policy): no. CloudFormation took everything back.',
    });
    expect({ ...standing(world), status: before.status }).toEqual(before);
    expect(await deployed(world, mine(['db', 'api', 'web']))).toMatchObject({ kind: 'deployed', changed: true });
  });

  it('a deployment whose roll-back got stuck is rolled back first', async () => {
    const world = newAccount();
    await deployed(world, mine(['api']));
    const settings = {
      failing: () => ({ resource: 'DatabaseRestartsMayInvoke', reason: 'no' }),
      stuck: () => 'DatabaseRestarts',
    };
    await deployed(world, mine(['api', 'db']), { settings });
    expect(world.account.stacks.get('curfew-mine')?.status).toBe('UPDATE_ROLLBACK_FAILED');

    expect(await deployed(world, mine(['api', 'db']))).toMatchObject({ kind: 'deployed', changed: true });
  });

  it('a deployment that names a topic that is not there is refused by nothing but its preflight', async () => {
    const world = newAccount(['alarms']);

    expect(await deployed(world, mine(['db'], { topics: ['alarms'] }))).toMatchObject({ kind: 'deployed' });
    expect(await deployed(world, mine(['db'], { topics: ['alarms', 'missing'] }))).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('Topic does not exist: missing'),
    });
  });
});

/** Whatever is between two of these, the account is the same. */
const isChange = ({ operation }: Call): boolean => !/:(Describe|Get|Head)/.test(operation);

const changesOf = async (world: World, yaml: string): Promise<number> => {
  const { watch, calls } = recording();
  await deployed(world, yaml, { watch });
  return calls.filter(isChange).length;
};

const changes = [
  { what: 'a first deployment', before: undefined, after: mine() },
  { what: 'more rights', before: mine(), after: mine(['db', 'api', 'web']) },
  { what: 'other rights', before: mine(), after: mine(['db', 'web']) },
  { what: 'another time', before: mine(), after: mine(['db', 'api'], { stop: '19:00' }) },
];

const prepared = async (before: string | undefined): Promise<World> => {
  const world = newAccount();
  if (before !== undefined) await deployed(world, before);
  return world;
};

describe.each(changes)('$what that ends anywhere', ({ before, after }) => {
  it('a deployment that dies after any of its changes is completed by the same command', async () => {
    const undisturbed = await prepared(before);
    const most = await changesOf(undisturbed, after);
    for (let last = 1; last <= most; last++) {
      const world = await prepared(before);
      let made = 0;
      const dies = (call: Call) => {
        made += Number(isChange(call));
        if (made === last) throw new Killed();
      };
      await expect(deployed(world, after, { watch: { after: dies } }), `change ${last}`).rejects.toThrow(Killed);

      expect(await deployed(world, after), `change ${last}`).toMatchObject({ kind: 'deployed' });
      expect(standing(world).template, `change ${last}`).toEqual(standing(undisturbed).template);
      expect(standing(world).named, `change ${last}`).toEqual(standing(undisturbed).named);
      expect(await world.current()).toBe(after);
    }
  });

  it('a deployment that is left by Ctrl-C at any moment ends by itself, and the same command goes on', async () => {
    const most = await changesOf(await prepared(before), after);
    for (let last = 0; last <= most; last++) {
      const world = await prepared(before);
      const { watch, calls } = recording();
      const hasLeft = () => calls.filter(isChange).length >= last;
      const outcome = await deployed(world, after, { watch, hasLeft });
      expect(['interrupted', 'deployed']).toContain(outcome.kind);

      expect(await deployed(world, after), `change ${last}`).toMatchObject({ kind: 'deployed' });
      expect(await world.current()).toBe(after);
    }
  });
});
