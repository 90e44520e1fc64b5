// A service is deployed by a parameter of its own, and alone. And what its container is told.
import { describe, expect, it } from 'vitest';
import { planeNames, type Workload, workloads } from '#infra/platform/core-names.ts';
import { configOf, coreOf, definitionOf } from '#test/infra/fixtures/environments.ts';
import { deployedAs, deployedFrom } from '#test/infra/synthesised.ts';

describe('a service is deployed alone', () => {
  const { stack } = deployedAs('prod');
  const template = stack('workloads').template.toJSON() as {
    Parameters: Record<string, { Default?: string; Type: string }>;
    Conditions: Record<string, unknown>;
    Resources: Record<string, { Type: string; Condition?: string }>;
  };
  /** Logical ids begin with the construct that they are in. */
  const partsOf = (workload: Workload) =>
    Object.entries(template.Resources).flatMap(([id, one]) =>
      id.startsWith(workload.replaceAll('-', '')) ? [one] : [],
    );

  it.each(workloads)('%s is made only once its release is said, whole or not at all', (workload) => {
    const conditions = new Set(partsOf(workload).map(({ Condition }) => Condition));

    expect(partsOf(workload).length).toBeGreaterThan(3);
    expect([...conditions]).toEqual([expect.stringMatching(/IsReleased$/)]);
    expect(Object.keys(template.Conditions)).toContain([...conditions][0]);
  });

  it('and is deployed by nothing that is not said', () => {
    const defaults = Object.entries(template.Parameters).filter(([, { Type }]) => Type === 'String');

    expect(Object.fromEntries(defaults.map(([name, { Default }]) => [name, Default]))).toEqual({
      EventsIngestionImage: 'none',
      DashboardBackendImage: 'none',
      KafkaUiRuns: 'no',
      ScoringImage: 'none',
      CamundaRuns: 'no',
      ClickhouseAgentRuns: 'no',
    });
  });

  it('and waits for no other: each of them may be missing', () => {
    const services = stack('workloads').all('AWS::ECS::Service');
    const ids = services.map(({ id }) => id);

    for (const { attributes } of services)
      expect(((attributes.DependsOn ?? []) as string[]).filter((one) => ids.includes(one))).toEqual([]);
  });
});

describe('Camunda', () => {
  const camundaIn = (lifecycle: 'creating' | 'established') => {
    const core = coreOf('prod');
    const { stack } = deployedFrom(definitionOf('prod'), { ...configOf('prod'), core: { ...core, lifecycle } });
    const names = planeNames(core.naming);
    const { properties } = stack('workloads').only('AWS::ECS::TaskDefinition', { Family: names.service('camunda') });
    const [container] = properties.ContainerDefinitions as Record<string, unknown>[];
    return {
      container,
      service: stack('workloads').only('AWS::ECS::Service', { ServiceName: names.service('camunda') }),
    };
  };
  const { container, service } = camundaIn('established');

  it('runs the engine and its REST API, without web applications, examples or a user of the demo', () => {
    expect(container).toMatchObject({
      Image: expect.stringMatching(/:run-\d/),
      Command: ['./camunda.sh', '--production', '--rest'],
      Environment: expect.arrayContaining([{ Name: 'CAMUNDA_BPM_RUN_EXAMPLE_ENABLED', Value: 'false' }]),
    });
  });

  it('tries a connection before it uses it: its database is away every night', () => {
    expect(container?.Environment).toContainEqual({
      Name: 'SPRING_DATASOURCE_HIKARI_CONNECTION_TEST_QUERY',
      Value: 'SELECT 1',
    });
  });

  it('runs once while it makes its tables, and as often as configured from then on', () => {
    expect(camundaIn('creating').service.properties.DesiredCount).toBe(1);
    expect(service.properties.DesiredCount).toBe(2);
  });
});

it.each(['staging', 'staging2', 'prod'])(
  'the outputs of %s say where everything is that people look for',
  (environment) => {
    const { stackNames, stack } = deployedAs(environment);
    const outputs = stackNames.flatMap((name) => Object.keys(stack(name).template.findOutputs('*')));

    expect(outputs).toEqual(
      expect.arrayContaining([
        'BootstrapBrokersTls',
        // There is no public endpoint in prod.
        ...(environment === 'prod' ? [] : ['BootstrapBrokersPublicTls']),
        'CachePrimaryEndpoint',
        'CacheReaderEndpoint',
        'LoadBalancerDnsName',
        'ClickhouseAgentService',
        'ClickhouseAgentSecret',
        'DashboardName',
        'NewRelicDashboards',
      ]),
    );
  },
);
