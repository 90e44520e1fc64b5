// The services of each environment, by meaning.
import { describe, expect, it } from 'vitest';
import { planeNames, type Workload, workloads } from '#infra/platform/core-names.ts';
import { prioritiesTwice } from '#test/infra/checks/templates.ts';
import { configOf, coreOf, definitionOf } from '#test/infra/fixtures/environments.ts';
import {
  type DeployedStack,
  deployedAs,
  deployedFrom,
  environments,
  type Found,
  text,
} from '#test/infra/synthesised.ts';

const planes = environments.map(({ environment, stack }) => {
  const core = coreOf(environment);
  return { environment, core, names: planeNames(core.naming), stack: stack('workloads'), data: stack('data') };
});

type Container = {
  readonly Name: string;
  readonly Essential: boolean;
  readonly Image: unknown;
  readonly Command?: readonly string[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: unknown }[];
};

const serviceOf = (stack: DeployedStack, name: string): Found => stack.only('AWS::ECS::Service', { ServiceName: name });
const taskOf = (stack: DeployedStack, family: string): Found =>
  stack.only('AWS::ECS::TaskDefinition', { Family: family });
const containersOf = (task: Found) => task.properties.ContainerDefinitions as readonly Container[];
const roleIn = (stack: DeployedStack, task: Found): Found => {
  const { TaskRoleArn } = task.properties as { TaskRoleArn: { 'Fn::GetAtt': [string] } };
  const found = stack.all('AWS::IAM::Role').find(({ id }) => id === TaskRoleArn['Fn::GetAtt'][0]);
  if (!found) throw new Error('no role');
  return found;
};

describe.each(planes)('the services of $environment', ({ core, names, stack }) => {
  it.each(workloads)('%s is deployed, and its count has one owner', (workload) => {
    const { properties } = serviceOf(stack, names.service(workload));
    const count = core.workloads.taskCounts[workload];

    expect(properties.DesiredCount).toBe(count.owner === 'template' ? count.desired : undefined);
    expect(properties).toMatchObject({
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  it.each(workloads)('%s writes into a log group of its own that does not grow for ever', (workload) => {
    const { properties } = stack.only('AWS::Logs::LogGroup', { LogGroupName: names.serviceLogs(workload) });

    expect(properties.RetentionInDays).toBe(names.plane.startsWith('atlas-prod') ? 7 : 1);
  });

  it('the services of an environment reach each other by name: camunda and scoring serve, the dashboard backend only asks', () => {
    const connectOf = (workload: Workload) =>
      serviceOf(stack, names.service(workload)).properties.ServiceConnectConfiguration;
    const alias = (name: string, port: number) => ({
      Enabled: true,
      Namespace: names.serviceNamespace,
      Services: [{ PortName: name, ClientAliases: [{ DnsName: name, Port: port }] }],
    });

    expect(connectOf('scoring')).toMatchObject(alias('scoring', 8083));
    expect(connectOf('camunda')).toMatchObject(alias('camunda', 8080));
    expect(connectOf('dashboard-backend')).toMatchObject({ Enabled: true, Namespace: names.serviceNamespace });
    expect(connectOf('dashboard-backend')).not.toHaveProperty('Services');
    for (const workload of ['scoring', 'camunda', 'dashboard-backend'] as const)
      expect(connectOf(workload)).toMatchObject({
        LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-stream-prefix': 'service-connect' } },
      });
    expect(connectOf('events-ingestion')).toBeUndefined();
  });

  it('the services of an environment wear the security groups that let them reach what they need', () => {
    const groupsOf = (workload: Workload) => {
      const { NetworkConfiguration } = serviceOf(stack, names.service(workload)).properties as {
        NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: unknown[] } };
      };
      return NetworkConfiguration.AwsvpcConfiguration.SecurityGroups.map((group) =>
        JSON.stringify(group)
          .replaceAll(/[^A-Za-z]/g, '')
          .toLowerCase(),
      );
    };

    // Kafka and the cache let `ecs` in; the load balancer reaches the dashboard backend by a group of its own.
    expect(groupsOf('dashboard-backend')).toEqual([
      expect.stringMatching(/securitygroupsecs|networkecssecuritygroup/),
      expect.stringMatching(/dashboardbackend/),
    ]);
    expect(groupsOf('scoring')).toHaveLength(2);
    expect(groupsOf('clickhouse-agent')).toEqual([expect.stringMatching(/clickhouseagent/)]);
  });

  it('the services of an environment run with New Relic beside events ingestion, which goes on without it', () => {
    const containers = containersOf(taskOf(stack, names.service('events-ingestion')));

    expect(containers.map(({ Name, Essential }) => [Name, Essential])).toEqual([
      ['events-ingestion', true],
      ['newrelic-infra', false],
    ]);
  });

  it('the services of an environment are well by what Curfew can see: the load balancer, or a check of their own', () => {
    const behind = stack
      .all('AWS::ECS::Service')
      .filter(({ properties }) => ((properties.LoadBalancers ?? []) as unknown[]).length > 0);
    const [camunda] = containersOf(taskOf(stack, names.service('camunda')));
    const [agent] = containersOf(taskOf(stack, names.service('clickhouse-agent')));

    expect(behind).toHaveLength(3);
    expect(camunda).toMatchObject({
      HealthCheck: { Command: ['CMD-SHELL', expect.stringContaining('/engine-rest/engine')] },
    });
    expect(agent).toMatchObject({ HealthCheck: { Command: ['CMD-SHELL', expect.stringContaining('/-/healthy')] } });
  });

  it('the services of an environment show an operator on which environment they are', () => {
    const [kafkaUi] = containersOf(taskOf(stack, names.service('kafka-ui')));

    expect(kafkaUi?.Environment).toContainEqual({ Name: 'KAFKA_CLUSTERS_0_NAME', Value: names.plane });
    expect(kafkaUi?.Environment).toContainEqual({ Name: 'AUTH_TYPE', Value: 'LOGIN_FORM' });
  });
});

describe.each(planes)('what the services of $environment may do', ({ core, names, stack }) => {
  const { topics } = core.topics;
  const kafkaOf = (workload: Workload) =>
    stack
      .allowedTo(roleIn(stack, taskOf(stack, names.service(workload))))
      .flatMap(({ actions, resources }) =>
        actions.flatMap((action) =>
          action.startsWith('kafka-cluster:')
            ? resources.map((one) => `${action.slice('kafka-cluster:'.length)} ${one.split(':').at(-1)}`)
            : [],
        ),
      )
      .sort();
  const cluster = names.plane.startsWith('atlas-prod') ? 'atlas-prod-msk' : 'poc-atlas-dev-msk';

  it('scoring may produce its scores, and consume nothing', () => {
    expect(kafkaOf('scoring')).toEqual(
      [
        `Connect cluster/${cluster}/*`,
        `WriteDataIdempotently cluster/${cluster}/*`,
        `DescribeTopic topic/${cluster}/*/${topics.scores.name}`,
        `WriteData topic/${cluster}/*/${topics.scores.name}`,
        `DescribeTopic topic/${cluster}/*/${topics.scoringFailed.name}`,
        `WriteData topic/${cluster}/*/${topics.scoringFailed.name}`,
      ].sort(),
    );
  });

  it('events ingestion may write its two topics', () => {
    expect(kafkaOf('events-ingestion').filter((right) => right.startsWith('WriteData '))).toEqual([
      `WriteData topic/${cluster}/*/${topics.eventsFailed.name}`,
      `WriteData topic/${cluster}/*/${topics.events.name}`,
    ]);
  });

  it('the dashboard backend may use the topics and groups of its environment, by their whole names', () => {
    const named = kafkaOf('dashboard-backend').flatMap(
      (right) => /(?:topic|group)\/[^/]+\/\*\/(.*)$/.exec(right)?.[1] ?? [],
    );

    expect(new Set(named)).toEqual(
      new Set([...Object.values(topics).map(({ name }) => name), ...core.topics.dashboardGroups]),
    );
    expect(named.filter((name) => name.includes('*'))).toEqual([]);
  });

  it('Kafka UI may look at everything and change nothing', () => {
    expect(kafkaOf('kafka-ui').filter((right) => /^(Write|Alter|Create|Delete)/.test(right))).toEqual([]);
    expect(kafkaOf('kafka-ui')).toContain(`ReadData topic/${cluster}/*/*`);
  });

  it('Camunda and the agent are kept away from Kafka', () => {
    expect([...kafkaOf('camunda'), ...kafkaOf('clickhouse-agent')]).toEqual([]);
  });
});

describe.each(planes)('the edge of $environment', ({ environment, core, names, stack }) => {
  it('the edge sends everyone from HTTP to HTTPS', () => {
    const { properties } = stack.only('AWS::ElasticLoadBalancingV2::Listener', { Port: 80 });

    expect(properties.DefaultActions).toMatchObject([
      { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
    ]);
  });

  it('the edge of an environment forwards by host name, each rule at a priority of its own, and everything else to events ingestion', () => {
    const rules = stack.all('AWS::ElasticLoadBalancingV2::ListenerRule').map(({ properties }) => properties);
    const groupOf = (workload: Workload) =>
      stack.only('AWS::ElasticLoadBalancingV2::TargetGroup', { Name: names.targetGroup(workload) }).id;
    const to = (workload: Workload) => [{ Type: 'forward', TargetGroupArn: { Ref: groupOf(workload) } }];

    const { hosts, kafkaUiCidrs } = core.workloads;
    const host = (workload: 'events-ingestion' | 'dashboard-backend' | 'kafka-ui') => ({
      Field: 'host-header',
      HostHeaderConfig: { Values: [hosts[workload]] },
    });
    const fromOperators = { Field: 'source-ip', SourceIpConfig: { Values: kafkaUiCidrs } };

    expect(
      rules
        .toSorted((one, other) => Number(one.Priority) - Number(other.Priority))
        .map(({ Conditions, Actions }) => [Conditions, Actions]),
    ).toEqual([
      [[host('events-ingestion')], to('events-ingestion')],
      [[host('dashboard-backend')], to('dashboard-backend')],
      [[host('kafka-ui'), fromOperators], to('kafka-ui')],
      // And nobody else: without this rule the request would fall through to events ingestion.
      [
        [host('kafka-ui')],
        [
          expect.objectContaining({
            Type: 'fixed-response',
            FixedResponseConfig: expect.objectContaining({ StatusCode: '403' }),
          }),
        ],
      ],
    ]);
    expect(prioritiesTwice(deployedAs(environment))).toEqual([]);
    const https = stack.only('AWS::ElasticLoadBalancingV2::Listener', { Port: 443 }).properties;
    expect(https).toMatchObject({ Protocol: 'HTTPS', DefaultActions: to('events-ingestion') });
  });

  it('the edge of an environment opens no door by itself: who may come in is said by the foundation', () => {
    expect(stack.all('AWS::EC2::SecurityGroup')).toEqual([]);
    expect(stack.all('AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  it('the edge of an environment shows a certificate that people of the account wrote down, and logs who came', () => {
    const parameters = Object.values(stack.template.toJSON().Parameters as Record<string, { Default: string }>);
    const { properties } = stack.only('AWS::ElasticLoadBalancingV2::LoadBalancer', { Name: names.loadBalancer });

    expect(parameters.map(({ Default }) => Default)).toContain(`/platform/${environment}/edge/certificate-arn`);
    expect(properties.LoadBalancerAttributes).toContainEqual({ Key: 'access_logs.s3.enabled', Value: 'true' });
    expect(names.loadBalancer.length).toBeLessThanOrEqual(32);
  });

  it('the edge of an environment has target groups whose names AWS takes', () => {
    for (const { properties } of stack.all('AWS::ElasticLoadBalancingV2::TargetGroup'))
      expect(String(properties.Name)).toMatch(/^[A-Za-z0-9](?!.*--)[A-Za-z0-9-]{0,30}[A-Za-z0-9]$/);
  });
});

it('the environments have host names that are no one else’s', () => {
  const hosts = planes.flatMap(({ core }) => Object.values(core.workloads.hosts));

  expect(new Set(hosts).size).toBe(hosts.length);
});

it.each(planes)(
  'the workloads stack pulls images of $environment by a version in the code, or by what the deployment says',
  ({ stack }) => {
    const images = stack
      .all('AWS::ECS::TaskDefinition')
      .flatMap((task) => containersOf(task).map(({ Image }) => text(Image)));

    expect(images.length).toBeGreaterThan(6);
    expect(images.filter((image) => !/(:[\w.-]+|\$\{\w+Image\})$/.test(image) || image.endsWith(':latest'))).toEqual(
      [],
    );
    expect(images.filter((image) => image.endsWith('Image}'))).toHaveLength(3);
  },
);

it('Kafka UI is not opened to all addresses', () => {
  const core = coreOf('staging');
  const open = { ...core, workloads: { ...core.workloads, kafkaUiCidrs: ['10.0.0.0/8', '0.0.0.0/0'] as const } };

  expect(() => deployedFrom(definitionOf('staging'), { ...configOf('staging'), core: open })).toThrow(
    'kafkaUiCidrs: a range of all addresses opens Kafka UI to the internet',
  );
});
