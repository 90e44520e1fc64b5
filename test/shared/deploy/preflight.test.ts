// What a preflight finds, each with a remedy, before anything is made.
import { describe, expect, it } from 'vitest';
import { keyOf } from '#sim/account/account.ts';
import { manyServices } from '#test/shared/access/many-services.ts';
import { deployed, mine, newAccount, preflightOf, type World } from '#test/support/deployment.ts';

const errorsOf = async (world: World, yaml = mine()): Promise<string[]> =>
  (await preflightOf(world, yaml)).findings
    .filter(({ severity }) => severity === 'error')
    .map(({ what, remedy }) => `${what}: ${remedy}`);

describe('a preflight', () => {
  it('a preflight of an account that has everything finds no error', async () => {
    expect(await errorsOf(newAccount())).toEqual([]);
  });

  it('a preflight asks Lambda whether the region has durable functions, and believes its no', async () => {
    const world = newAccount();
    world.account.hasDurableFunctions = false;

    expect(await errorsOf(world)).toEqual([expect.stringMatching(/^Lambda has no durable functions in eu-west-1/)]);
  });

  it('a preflight does not warn about a region that is on no list where Lambda knows durable functions', async () => {
    const { findings } = await preflightOf(newAccount(), mine().replace('eu-west-1', 'eu-south-1'));

    expect(findings.filter(({ what }) => what.includes('durable'))).toEqual([]);
  });

  it.each([
    {
      what: 'topics that are not there',
      found: /^the topic missing does not exist: aws sns create-topic --name missing/,
      yaml: mine(['db'], { topics: ['missing'] }),
      of: () => {},
    },
    {
      what: 'too few roles left',
      found: /^the account has 0 of 6 roles, and 7 are needed/,
      yaml: mine(),
      of: ({ account }: World) => void Object.assign(account.quotas, { roles: 6 }),
    },
    {
      what: 'functions of another stack',
      found: /^curfew-mine-stop exists already, made by the stack mine-operations/,
      yaml: mine(),
      of: ({ account }: World) => {
        const one = { type: 'AWS::Lambda::Function', name: 'curfew-mine-stop', stack: 'mine-operations' };
        account.existing.set(keyOf(one.type, one.name), { ...one, isProtected: false });
      },
    },
    {
      what: 'functions that nobody knows of',
      found: /^curfew-mine-stop exists already, made by no stack: delete it/,
      yaml: mine(),
      of: ({ account }: World) => {
        const one = { type: 'AWS::Lambda::Function', name: 'curfew-mine-stop', isProtected: false };
        account.existing.set(keyOf(one.type, one.name), one);
      },
    },
    {
      what: 'another account',
      found: /^these credentials are of account 000000000000, and the definition is of 111111111111/,
      yaml: mine().replace('region:', 'account: "111111111111"\nregion:'),
      of: () => {},
    },
  ])('a preflight finds $what, and what to do', async ({ found, yaml, of }) => {
    const world = newAccount();
    of(world);

    expect(await errorsOf(world, yaml)).toEqual([expect.stringMatching(found)]);
  });

  it('a preflight finds more policies than the account allows a role', async () => {
    const world = newAccount();
    world.account.quotas.policiesPerRole = 0;
    const names = manyServices(300).resources.map(({ name }) => String(name));

    expect(await errorsOf(world, mine(names))).toEqual([
      expect.stringMatching(/^a role would have \d managed polic(y|ies), and the account allows 0: .*access: cluster/),
    ]);
  });

  it('a preflight of a deployed environment does not ask for room that it has', async () => {
    const world = newAccount();
    await deployed(world, mine());
    world.account.quotas.roles = 7;

    expect(await errorsOf(world)).toEqual([]);
  });

  it('a preflight says of a missing secret that the deployment asks for it', async () => {
    const { missingSecrets, findings } = await preflightOf(newAccount(), mine());

    expect(missingSecrets).toEqual(['mine/slack-webhook']);
    expect(findings).toContainEqual(expect.objectContaining({ severity: 'note' }));
  });
});
