// The network of each foundation, by meaning.
import { describe, expect, it } from 'vitest';
import { type DeployedStack, deployedAs } from '#test/infra/synthesised.ts';
import { stagingWith } from './foundation-variant.ts';

const foundations = [
  { environment: 'staging', prefix: 'poc-atlas-dev', logDays: 1 },
  { environment: 'prod', prefix: 'atlas-prod', logDays: 7 },
];

/** `from -> to:port`, by the names of the groups without what they have in common. */
const rulesIn = ({ all }: DeployedStack, prefix: string): string[] => {
  const named = new Map(
    all('AWS::EC2::SecurityGroup').map(({ id, properties }) => [
      id,
      String(properties.GroupName).replace(`${prefix}-`, ''),
    ]),
  );
  const nameOf = (value: unknown) => named.get((value as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0] ?? '');
  const between = all('AWS::EC2::SecurityGroupIngress').map(
    ({ properties: rule }) => `${nameOf(rule.SourceSecurityGroupId)} -> ${nameOf(rule.GroupId)}:${rule.FromPort}`,
  );
  const inline = all('AWS::EC2::SecurityGroup').flatMap(({ id, properties }) =>
    ((properties.SecurityGroupIngress ?? []) as Record<string, unknown>[]).map(
      (rule) => `${rule.CidrIp} -> ${named.get(id)}:${rule.FromPort}`,
    ),
  );
  return [...between, ...inline].sort();
};

describe.each(foundations)('the network of $environment', ({ environment, prefix, logDays }) => {
  const network = deployedAs(environment).stack('network');
  const { all, only, template } = network;
  it('the network of an environment spans two zones with a public and a private subnet in each', () => {
    const subnets = all('AWS::EC2::Subnet').map(({ properties }) => ({
      zone: properties.AvailabilityZone,
      access: JSON.stringify(properties.Tags).includes('"Value":"Public"') ? 'public' : 'private',
      handsOutAddresses: properties.MapPublicIpOnLaunch,
    }));

    expect(subnets).toEqual(
      ['public', 'private'].flatMap((access) =>
        ['us-east-1a', 'us-east-1b'].map((zone) => ({ zone, access, handsOutAddresses: false })),
      ),
    );
  });

  it('the network of an environment leads each private subnet out by the NAT gateway of its own zone', () => {
    const gateways = all('AWS::EC2::NatGateway');
    const zoneOf = (subnet: unknown) =>
      all('AWS::EC2::Subnet').find(({ id }) => id === (subnet as { Ref: string }).Ref)?.properties.AvailabilityZone;
    const zoneOfGateway = new Map(gateways.map(({ id, properties }) => [id, zoneOf(properties.SubnetId)]));
    const routes = all('AWS::EC2::Route').filter(({ properties }) => properties.NatGatewayId !== undefined);
    const zoneOfTable = new Map(
      all('AWS::EC2::SubnetRouteTableAssociation').map(({ properties }) => [
        (properties.RouteTableId as { Ref: string }).Ref,
        zoneOf(properties.SubnetId),
      ]),
    );

    expect([...zoneOfGateway.values()].sort()).toEqual(['us-east-1a', 'us-east-1b']);
    expect(routes).toHaveLength(2);
    for (const { properties } of routes)
      expect(zoneOfGateway.get((properties.NatGatewayId as { Ref: string }).Ref)).toBe(
        zoneOfTable.get((properties.RouteTableId as { Ref: string }).Ref),
      );
  });

  it('the network of an environment reaches S3 from the private route tables without NAT', () => {
    const { properties } = only('AWS::EC2::VPCEndpoint');
    const natted = all('AWS::EC2::Route').flatMap(({ properties: route }) =>
      route.NatGatewayId === undefined ? [] : [route.RouteTableId],
    );

    expect(JSON.stringify(properties.ServiceName)).toContain('.s3');
    expect(properties.VpcEndpointType).toBe('Gateway');
    expect(properties.RouteTableIds).toEqual(natted);
  });

  it('the network of an environment writes down what was turned away, for as long as its logs are kept', () => {
    const logs = only('AWS::Logs::LogGroup', { LogGroupName: `/vpc/flow-logs/${prefix}` });

    expect(logs.properties.RetentionInDays).toBe(logDays);
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      TrafficType: 'REJECT',
      LogDestinationType: 'cloud-watch-logs',
      LogGroupName: { Ref: logs.id },
    });
  });

  it('the network of an environment lets in who is meant to come in, and nobody else', () => {
    const kafkaClients = environment === 'staging' ? ['203.0.113.0/24 -> msk-sg:9198'] : [];

    expect(rulesIn(network, prefix)).toEqual(
      [
        '0.0.0.0/0 -> alb-sg:80',
        '0.0.0.0/0 -> alb-sg:443',
        'alb-sg -> ecs-sg:8080',
        'alb-sg -> dashboard-backend-sg:3000',
        'dashboard-backend-sg -> scoring-sg:8083',
        'scoring-sg -> camunda-sg:8080',
        'ecs-sg -> valkey-sg:6379',
        'dashboard-backend-sg -> valkey-sg:6379',
        'scoring-sg -> valkey-sg:6379',
        'camunda-sg -> valkey-sg:6379',
        'dashboard-backend-sg -> dashboard-db-sg:5432',
        'camunda-sg -> camunda-db-sg:5432',
        'ecs-sg -> msk-sg:9098',
        'msk-connect-sg -> msk-sg:9098',
        ...kafkaClients,
      ].sort(),
    );
  });

  it('the network lets everybody out', () => {
    for (const { properties } of all('AWS::EC2::SecurityGroup'))
      expect(properties.SecurityGroupEgress).toMatchObject([{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }]);
    expect(all('AWS::EC2::SecurityGroupEgress')).toEqual([]);
  });
});

it('the network of an environment lets in to databases and Kafka the addresses that the configuration adds', () => {
  const { stack } = stagingWith(({ network, kafka }) => ({
    network: { ...network, albCidrs: ['192.0.2.0/24'], databaseCidrs: ['198.51.100.0/24'] },
    kafka: {
      ...kafka,
      connectivity: { phase: 'public-access', clientCidrs: ['203.0.113.7/32'] },
    },
  }));
  const fromAddresses = rulesIn(stack('network'), 'poc-atlas-dev').filter((rule) => /^\d/.test(rule));

  expect(fromAddresses).toEqual([
    '192.0.2.0/24 -> alb-sg:443',
    '192.0.2.0/24 -> alb-sg:80',
    '198.51.100.0/24 -> camunda-db-sg:5432',
    '198.51.100.0/24 -> dashboard-db-sg:5432',
    '203.0.113.7/32 -> msk-sg:9198',
  ]);
});

it('the network of an environment lets nobody in to Kafka from outside while the cluster is created', () => {
  const { stack } = stagingWith(({ kafka }) => ({
    kafka: { ...kafka, connectivity: { phase: 'creating' } },
  }));

  expect(rulesIn(stack('network'), 'poc-atlas-dev').filter((rule) => rule.endsWith(':9198'))).toEqual([]);
});
