// What must not change by accident: logical ids of what holds data, and names that definitions and people know.
import { describe, expect, it } from 'vitest';
import { foundationNames, planeNames, securityGroups, workloads } from '#infra/platform/core-names.ts';
import { awsNameOf } from '#kinds/resource.ts';
import { lostIdentities } from '#test/infra/checks/identities.ts';
import { keptInTheWay, namesOfNobody } from '#test/infra/checks/templates.ts';
import { configOf, definitionOf } from '#test/infra/fixtures/environments.ts';
import { deployedAs, environments } from '#test/infra/synthesised.ts';

describe.each(environments)('in $environment', ({ environment, stackNames, stack }) => {
  it('what holds data in an environment keeps its identity', () => {
    expect(lostIdentities(deployedAs(environment))).toEqual([]);
  });

  it('nothing of an environment is kept from a creation that failed, and no name of the account is without an owner', () => {
    const { core } = configOf(environment);

    expect(keptInTheWay(deployedAs(environment))).toEqual([]);
    expect(core.kind === 'here' && namesOfNobody(deployedAs(environment), core.naming.prefix)).toEqual([]);
  });

  it('the definition names resources as they are deployed', () => {
    const { core } = configOf(environment);
    if (core.kind === 'elsewhere') throw new Error('not deployed from here');
    const plane = planeNames(core.naming);
    const foundation = foundationNames(core.naming.prefix);
    const services = new Set(workloads.map((workload) => `${plane.cluster}/${plane.service(workload)}`));
    const known: readonly string[] = [
      plane.database('dashboard'),
      plane.database('camunda'),
      plane.cache,
      foundation.kafka,
      ...services,
    ];

    const named = definitionOf(environment)
      .resources.filter(({ kind }) => kind !== 'msk-connector')
      .map(awsNameOf);
    expect(named.sort()).toEqual([...known].sort());
  });

  it('a connector that the definition does not call optional is deployed under its name, and so is one that runs', () => {
    const defined = definitionOf(environment).resources.filter((one) => one.kind === 'msk-connector');
    const deployed = stackNames
      .flatMap((name) => stack(name).all('AWS::KafkaConnect::Connector'))
      .map(({ properties }) => properties.ConnectorName);

    expect(defined.filter((one) => !one.optional && !deployed.includes(one.connector))).toEqual([]);
    expect(deployed.filter((name) => !defined.some(({ connector }) => connector === name))).toEqual([]);
  });
});

it('names of resources fit into what AWS takes', () => {
  for (const { environment } of environments) {
    const { core } = configOf(environment);
    if (core.kind === 'elsewhere') continue;
    const plane = planeNames(core.naming);
    for (const workload of workloads) expect(plane.targetGroup(workload).length).toBeLessThanOrEqual(32);
    expect(plane.loadBalancer.length).toBeLessThanOrEqual(32);
    expect(plane.cache.length).toBeLessThanOrEqual(40);
    expect(new Set(securityGroups.map(foundationNames(core.naming.prefix).securityGroup)).size).toBe(
      securityGroups.length,
    );
  }
});

it('the stacks of prod are protected from being deleted, and no others', () => {
  const isProtected = (environment: string) =>
    new Set(
      deployedAs(environment).stackNames.map((name) => {
        const one = deployedAs(environment).stage.node.findChild(name);
        return 'terminationProtection' in one && one.terminationProtection;
      }),
    );

  expect(isProtected('prod')).toEqual(new Set([true]));
  expect(isProtected('staging')).toEqual(new Set([false]));
  expect(isProtected('staging2')).toEqual(new Set([false]));
});
