// Whatever the rights are, the policies that they are packed into grant and deny the same, and IAM takes each of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packed, policyLimits, policySize, sharingReads } from '#access/pack.ts';
import { allow, deny, type Statement } from '#access/statement.ts';

const word = (prefix: string) => fc.integer({ min: 0, max: 30 }).map((index) => `${prefix}${index}`);
const arn = fc
  .tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 200 }))
  .map(([index, length]) => `arn:aws:ecs:us-east-1:000000000000:service/${'c'.repeat(length)}/s${index}`);
const lists = fc.array(arn, { minLength: 1, maxLength: 200 });
const conditions = fc.oneof(
  fc.constant({}),
  fc.constant({ Null: { 'ecs:task-definition': 'true' } }),
  lists.map((clusters) => ({ ArnEquals: { 'ecs:cluster': clusters } })),
  fc.constant({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['one', 'two'] } }),
);
const actions = fc.array(word('ecs:Action'), { minLength: 1, maxLength: 4 });
const statement = fc
  .tuple(fc.boolean(), actions, lists, conditions)
  .map(([allowed, ...rest]) => (allowed ? allow(...rest) : deny(...rest)));

/** Every single grant: what may be done to what, on which condition, where one of several values is enough. */
const grants = (statements: readonly Statement[]): Set<string> =>
  new Set(
    statements.flatMap(({ effect, actions: all, resources, conditions: given }) => {
      const values = given.ArnEquals?.['ecs:cluster'];
      const each = Array.isArray(values) ? values.map((one) => ({ ArnEquals: { 'ecs:cluster': one } })) : [given];
      return all.flatMap((action) =>
        resources.flatMap((resource) => each.map((condition) => JSON.stringify([effect, action, resource, condition]))),
      );
    }),
  );

describe('the policies of a role', () => {
  it('the policies of a role grant and deny what its rights do, each of a size that IAM takes', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), (rights) => {
        const policies = packed(rights);

        if (!policies) throw new Error('no single name is too long for a policy');
        expect(policySize(policies.inline)).toBeLessThanOrEqual(policyLimits.inlineCharactersMax);
        for (const policy of policies.managed)
          expect(policySize(policy)).toBeLessThanOrEqual(policyLimits.managedCharactersMax);
        expect(grants([...policies.inline, ...policies.managed.flat()])).toEqual(grants(rights));
      }),
      { numRuns: 60 },
    );
  });

  it('the policies of a role have one list of names for what is read and changed, under a condition that no read can miss', () => {
    const names = ['arn:aws:ecs:::service/a/one', 'arn:aws:ecs:::service/a/two'];
    const change = { Null: { 'ecs:task-definition': 'true' } };
    const rights = [allow(['ecs:DescribeServices'], names), allow(['ecs:UpdateService'], names.toReversed(), change)];

    expect(packed(rights)?.inline).toEqual([allow(['ecs:DescribeServices', 'ecs:UpdateService'], names, change)]);
    expect(sharingReads).toEqual(['ecs:DescribeServices']);
  });

  it('the policies of a role keep a list for reads alone where a change is of other names', () => {
    const rights = [
      allow(['ecs:DescribeServices'], ['arn:aws:ecs:::service/a/one', 'arn:aws:ecs:::service/a/two']),
      allow(['ecs:UpdateService'], ['arn:aws:ecs:::service/a/one']),
    ];

    expect(packed(rights)?.inline).toHaveLength(2);
  });

  it('the policies of a role are cut as rarely as its length allows: what fits inline is one policy', () => {
    const names = Array.from(
      { length: 100 },
      (_, index) => `arn:aws:ecs:us-east-1:000000000000:service/atlas/service-${index}`,
    );

    expect(
      packed([allow(['ecs:DescribeServices'], names), allow(['sns:Publish'], ['arn:aws:sns:::topic'])]),
    ).toMatchObject({
      inline: [{ actions: ['sns:Publish'] }, { actions: ['ecs:DescribeServices'] }],
      managed: [],
    });
  });
});
