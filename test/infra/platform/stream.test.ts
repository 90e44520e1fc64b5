// A stream: an MSK Serverless cluster from its file, by meaning.
import { readFileSync } from 'node:fs';
import { App, CfnResource, TagManager } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseStream } from '#infra/platform/stream/load-stream.ts';
import { StreamStack } from '#infra/platform/stream/stream-stack.ts';
import { brokenRulesOf } from '#test/infra/checks/nag.ts';
import { appProps, deployedStack, statementsOf } from '#test/infra/synthesised.ts';

const file = 'infra/platform/stream/example.yaml';
const text = readFileSync(file, 'utf8');
const stack = new StreamStack(new App(appProps), parseStream(text, file));
const { only, all, template } = deployedStack(stack);

const cluster = 'arn:aws:kafka:ap-south-1:ACCOUNT:cluster/crypto-stream/UUID';
const topics = (prefix: string) => `${cluster.replace(':cluster/', ':topic/')}/${prefix}`;
const groups = (name: string) => `${cluster.replace(':cluster/', ':group/')}/${name}`;
const scope = { StringEquals: { 'aws:ResourceTag/access-scope': 'team-x' } };

const policyOf = (name: string) => {
  const policy = only('AWS::IAM::ManagedPolicy', { ManagedPolicyName: name });
  return statementsOf(policy).map(({ actions, resources, condition }) => ({
    actions: [...actions].sort(),
    resources: resources.map((one) =>
      one.replace(/\$\{2 of \w+\.Arn\}/, 'UUID').replace(/\$\{AWS::AccountId\}/, 'ACCOUNT'),
    ),
    condition,
  }));
};

const groupOf = (name: string) => only('AWS::EC2::SecurityGroup', { GroupName: name });

it('the stream is a cluster with IAM authentication in the subnets of the file', () => {
  template.hasResourceProperties('AWS::MSK::ServerlessCluster', {
    ClusterName: 'crypto-stream',
    ClientAuthentication: { Sasl: { Iam: { Enabled: true } } },
    VpcConfigs: [
      {
        SubnetIds: ['subnet-0aaa1111bbb222233', 'subnet-0ccc4444ddd555566'],
        SecurityGroups: [{ 'Fn::GetAtt': [groupOf('crypto-stream-brokers-sg').id, 'GroupId'] }],
      },
    ],
    Tags: { 'access-scope': 'team-x', Project: 'CryptoData', Env: 'prod' },
  });
});

it('the stream lets collectors and consumers in on 9098, and nobody else', () => {
  const rules = all('AWS::EC2::SecurityGroupIngress').map(({ properties }) => properties);
  const idOf = (name: string) => ({ 'Fn::GetAtt': [groupOf(name).id, 'GroupId'] });

  expect(rules).toMatchObject(
    ['crypto-stream-collectors-sg', 'crypto-stream-consumers-sg'].map((name) => ({
      GroupId: idOf('crypto-stream-brokers-sg'),
      SourceSecurityGroupId: idOf(name),
      IpProtocol: 'tcp',
      FromPort: 9098,
      ToPort: 9098,
    })),
  );
  for (const { properties } of all('AWS::EC2::SecurityGroup')) {
    expect(properties.VpcId).toBe('vpc-0abc1234def567890');
    expect(Object.keys(properties)).not.toEqual(expect.arrayContaining([expect.stringContaining('gress')]));
  }
});

describe('the policies', () => {
  it('the policies of the stream let producers write to topics by prefix, and ask for the tag only of the cluster, which alone has tags', () => {
    expect(policyOf('crypto-stream-producer')).toEqual([
      {
        actions: ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'],
        resources: [cluster],
        condition: scope,
      },
      {
        actions: ['kafka-cluster:CreateTopic', 'kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
        resources: [topics('exchg.*'), topics('trades.*')],
        condition: undefined,
      },
    ]);
  });

  it('the policies of the stream let consumers read topics by prefix, in the groups that are named', () => {
    expect(policyOf('crypto-stream-consumer')).toEqual([
      { actions: ['kafka-cluster:Connect'], resources: [cluster], condition: scope },
      {
        actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
        resources: [topics('exchg.*')],
        condition: undefined,
      },
      {
        actions: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
        resources: [groups('team-quant'), groups('team-research')],
        condition: undefined,
      },
    ]);
  });

  it('the policies of the stream let collectors find the brokers', () => {
    expect(policyOf('crypto-stream-control-plane')).toEqual([
      { actions: ['kafka:DescribeCluster', 'kafka:DescribeClusterV2'], resources: [cluster], condition: undefined },
      { actions: ['kafka:GetBootstrapBrokers'], resources: ['*'], condition: undefined },
    ]);
  });
});

it('the stream gives collectors on EC2 a role with the producing policies alone, and a profile to attach', () => {
  const role = only('AWS::IAM::Role', { RoleName: 'crypto-stream-collector' });
  const idOf = (name: string) => ({ Ref: only('AWS::IAM::ManagedPolicy', { ManagedPolicyName: name }).id });

  expect(JSON.stringify(role.properties.AssumeRolePolicyDocument)).toContain('ec2.amazonaws.com');
  expect(role.properties.ManagedPolicyArns).toEqual([
    idOf('crypto-stream-producer'),
    idOf('crypto-stream-control-plane'),
  ]);
  template.hasResourceProperties('AWS::IAM::InstanceProfile', {
    InstanceProfileName: 'crypto-stream-collector',
    Roles: [{ Ref: role.id }],
  });
});

it('the stream puts every role within the boundary and into the scope', () => {
  const roles = all('AWS::IAM::Role');

  expect(roles.length).toBeGreaterThan(1);
  for (const { properties } of roles) {
    expect(JSON.stringify(properties.PermissionsBoundary)).toContain(':policy/MSK-Permission-Boundary');
    expect(properties.Tags).toEqual(expect.arrayContaining([{ Key: 'access-scope', Value: 'team-x' }]));
  }
});

it('the stream says what people need to use it', () => {
  const outputs = template.findOutputs('*');

  expect(Object.keys(outputs).sort()).toEqual([
    'BootstrapBrokersSaslIam',
    'CollectorInstanceProfileName',
    'CollectorSecurityGroupId',
    'ConsumerPolicyArn',
    'ConsumerSecurityGroupId',
    'MskBrokerSecurityGroupId',
    'MskClusterArn',
    'MskClusterUuid',
  ]);
  template.hasResourceProperties('Custom::AWS', { Create: Match.anyValue() });
  expect(outputs.BootstrapBrokersSaslIam?.Value['Fn::GetAtt'][1]).toBe('BootstrapBrokerStringSaslIam');
});

it('the stream leaves no finding of the AWS Solutions rules open, but wildcards, which the policies above spell out', () => {
  expect(brokenRulesOf(stack)).toEqual([]);
});

describe('a file is refused with its line, before anything is made of it,', () => {
  const changed = (from: RegExp, to: string) => text.replace(from, to);
  it.each([
    [
      'a prefix with `::`',
      changed(/\[exchg\., trades\.\]/, '["exchg.binance::"]'),
      'producerTopicPrefixes[0]: .*`::` write `--`',
    ],
    [
      'a prefix that is a wildcard',
      changed(/\[exchg\., trades\.\]/, '["*"]'),
      'producerTopicPrefixes[0]: .*is not a valid start of a topic name',
    ],
    [
      'a prefix of internal topics',
      changed(/\[exchg\., trades\.\]/, '[__consumer.]'),
      'has the prefix of internal Kafka topics',
    ],
    ['a prefix without an end', changed(/\[exchg\., trades\.\]/, '[trades]'), 'does not end in'],
    ['a group that is a wildcard', changed(/team-quant,/, '"team-*",'), 'consumerGroupNames[0]: '],
    ['one subnet', changed(/ {2}- subnet-0c.*\n/, ''), 'subnetIds: .*needs 2 or more'],
    ['the same subnet twice', changed(/subnet-0ccc4444ddd555566/, 'subnet-0aaa1111bbb222233'), 'contains a duplicate'],
    ['a boundary by ARN', changed(/MSK-Permission-Boundary/, 'arn:aws:iam::1:policy/x'), 'a name alone, no ARN'],
    ['a key of another tool', `${text}\nlogRetentionDays: 14\n`, 'logRetentionDays: unknown key'],
    ['a missing VPC', changed(/vpcId:.*\n/, ''), 'vpcId: is missing'],
    ['nothing', '', 'is empty'],
  ])('a file of topics is refused with its line because of %s', (_, broken, complaint) => {
    expect(broken).not.toBe(text);

    expect(() => parseStream(broken, 'stream.yaml')).toThrow(new RegExp(complaint.replace(/[[\]]/g, '\\$&')));
  });

  it('a file of topics is refused with its line unless it follows the naming convention of its comments', () => {
    const convention = 'exchg.binance.spot--orderbook.delta--BTCUSDT';

    expect(text).toContain(convention);
    expect(convention).toMatch(/^[A-Za-z0-9._-]{1,249}$/);
  });
});

it('the stream has its tags on everything that takes tags', () => {
  const taggable = stack.node
    .findAll()
    .filter((one) => CfnResource.isCfnResource(one) && TagManager.isTaggable(one)) as CfnResource[];
  const tagsOf = ({ logicalId }: CfnResource): string =>
    JSON.stringify(template.toJSON().Resources[stack.resolve(logicalId)].Properties.Tags ?? {});

  expect(new Set(taggable.map(({ cfnResourceType }) => cfnResourceType)).size).toBeGreaterThan(3);
  for (const one of taggable)
    for (const tag of ['access-scope', 'Project', 'Env'])
      expect([one.node.path, tagsOf(one)]).toEqual([one.node.path, expect.stringContaining(`"${tag}"`)]);
});
