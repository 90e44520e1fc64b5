// The policies of an environment with many services as CloudFormation gets them: IAM takes each, and together they are its rights.
import { describe, expect, it } from 'vitest';
import { policyLimits, sharingReads } from '#access/pack.ts';
import { idleKeysOf } from '#test/infra/checks/policies.ts';
import { functionNames, roleOf } from '#test/infra/statements.ts';
import { type Deployed, deployedFrom, type Found, statementsOf, text } from '#test/infra/synthesised.ts';
import { manyServices } from '#test/shared/access/many-services.ts';

const deployedWith = (count: number, more: Parameters<typeof manyServices>[1] = {}): Deployed =>
  deployedFrom(manyServices(count, more));

/** A document with the longest that a deployment puts into it, as IAM counts it: without white space. */
const sizeOf = ({ properties }: Found): number => {
  const resolved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolved);
    if (typeof value !== 'object' || value === null) return value;
    if ('Ref' in value || 'Fn::Join' in value)
      return text(value)
        .replace(/\$\{AWS::AccountId\}/, '000000000000')
        .replace(/\$\{AWS::Partition\}/, 'aws-us-gov');
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one)]));
  };
  return JSON.stringify(resolved(properties.PolicyDocument)).replaceAll(/\s/g, '').length;
};

const policiesOf = (deployed: Deployed, name: (typeof functionNames)[number]) => {
  const all = deployed.policiesOf(roleOf(deployed, name));
  return {
    inline: all.filter(({ properties }) => 'PolicyName' in properties),
    managed: all.filter(({ properties }) => !('PolicyName' in properties)),
  };
};

const servicesIn = (all: readonly Found[], action: string): string[] =>
  all
    .flatMap(statementsOf)
    .filter(({ actions }) => actions.includes(action))
    .flatMap(({ resources }) => resources)
    .filter((arn) => arn.includes(':service/'));

const regions = ['us-east-1', 'us-gov-west-1'];
const counts = [1, 70, 72, 385];
const cases = [
  ...regions.flatMap((region) => counts.map((count) => ({ region, count }))),
  { region: 'us-east-1', count: 770 },
];

describe.each(cases)('the policies of $count services in $region', ({ region, count }) => {
  const deployed = deployedWith(count, { region });

  it.each(functionNames)('the policies of many services are of sizes that IAM takes: %s', (name) => {
    const { inline, managed } = policiesOf(deployed, name);

    expect(inline.reduce((sum, one) => sum + sizeOf(one), 0)).toBeLessThanOrEqual(policyLimits.inlineCharactersMax);
    expect(managed.length).toBeLessThanOrEqual(policyLimits.managedPoliciesMax);
    expect(managed.filter((one) => sizeOf(one) > policyLimits.managedCharactersMax)).toEqual([]);
  });

  it('the policies of many services name every service once, for reads and changes together', () => {
    for (const name of functionNames) {
      const { inline, managed } = policiesOf(deployed, name);
      const read = servicesIn([...inline, ...managed], 'ecs:DescribeServices');

      expect(new Set(read).size).toBe(count);
      expect(read).toHaveLength(count);
      expect(servicesIn([...inline, ...managed], 'ecs:UpdateService')).toEqual(name === 'reconcile' ? [] : read);
    }
  });

  it('the policies of many services are there before the function that needs them', () => {
    const functions = deployed.all('AWS::Lambda::Function', { FunctionName: `curfew-many-stop` });
    const { inline, managed } = policiesOf(deployed, 'stop');

    expect(functions[0]?.attributes.DependsOn).toEqual(
      expect.arrayContaining([...inline, ...managed].map(({ id }) => id)),
    );
  });
});

describe('more services than IAM takes', () => {
  it('more services than IAM takes are not synthesised, and the reason is the one of validate', () => {
    expect(() => deployedWith(850)).toThrow(
      /too much for IAM.*; split it into two environments; or say `access: cluster`/,
    );
  });

  it('more services than IAM takes by name are one name of their cluster', () => {
    const { inline, managed } = policiesOf(deployedWith(850, { access: { services: 'cluster' } }), 'stop');

    expect(managed).toEqual([]);
    expect(servicesIn(inline, 'ecs:UpdateService')).toEqual([expect.stringMatching(/:service\/atlas-staging\/\*$/)]);
  });
});

describe('a read that shares the list of a change', () => {
  it.each(sharingReads)('%s carries none of the keys that the condition of the change asks for', async (read) => {
    const [statement] = deployedWith(1)
      .allowedTo()
      .filter(({ actions }) => actions.includes(read) && actions.length > 1);
    const operators = Object.keys(statement?.condition as object);

    // Of a key that is not there, these hold.
    expect(operators.filter((operator) => operator !== 'Null' && !operator.endsWith('IfExists'))).toEqual([]);
    expect(await idleKeysOf(read, statement?.condition)).toEqual(
      Object.values(statement?.condition as object).flatMap((keys) => Object.keys(keys)),
    );
  });
});
