// What services refuse, as far as it was learned: MSK's connectivity, containers without images or values, an archive that is not
// there, and what cannot be deleted. Each rule answers with why, or with nothing.
import { gunzipSync } from 'node:zlib';
import { functionNamesOf, namesOf } from '#core/deployed.ts';
import { shown } from '#infra/platform/preflight/template.ts';
import { type Account, type DeployedResource, keyOf } from './account.ts';

type Properties = Readonly<Record<string, unknown>>;
type Made = Omit<DeployedResource, 'deletionPolicy' | 'dependsOn'>;
/** What a reference in the template stands for. */
export type Resolve = (value: unknown) => string;
type Rule = (
  account: Account,
  made: Made,
  resolve: Resolve,
  siblings: ReadonlyMap<string, DeployedResource>,
) => string | undefined;

const brokersOf = (properties: Properties) =>
  properties.BrokerNodeGroupInfo as Properties & { InstanceType: string; ConnectivityInfo?: Properties };

const publicOf = (properties: Properties): string =>
  (brokersOf(properties).ConnectivityInfo?.PublicAccess as { Type?: string } | undefined)?.Type ?? 'DISABLED';
const vpcOf = (properties: Properties): string =>
  String(JSON.stringify(brokersOf(properties).ConnectivityInfo?.VpcConnectivity ?? {}).includes('"Enabled":true'));
const restOf = (properties: Properties): string => {
  const { ConnectivityInfo: _, ...brokers } = brokersOf(properties);
  return JSON.stringify({ ...properties, BrokerNodeGroupInfo: brokers });
};

const smallBrokers: Rule = (_, { properties }) =>
  brokersOf(properties).InstanceType === 'kafka.t3.small' &&
  brokersOf(properties).ConnectivityInfo?.VpcConnectivity !== undefined
    ? 'this size of brokers does not support multi-VPC connectivity'
    : undefined;

const newCluster: Rule = (...all) => {
  const [, { properties }] = all;
  return publicOf(properties) !== 'DISABLED' || vpcOf(properties) !== 'false'
    ? 'connectivity cannot be changed while a cluster is created'
    : smallBrokers(...all);
};

const newTopic: Rule = (account, { properties }, resolve) => {
  const cluster = /cluster\/([^/]+)\//.exec(resolve(properties.ClusterArn))?.[1] ?? '';
  const found = account.resources.get(keyOf('AWS::MSK::Cluster', cluster));
  if (!found) return `no cluster ${cluster}`;
  const brokers = [...(account.stacks.get(found.stack)?.resources.values() ?? [])].find(
    ({ type }) => type === 'AWS::MSK::Cluster',
  );
  return Number(properties.ReplicationFactor) > Number(brokers?.properties.NumberOfBrokerNodes)
    ? 'more copies than brokers'
    : undefined;
};

type Container = {
  readonly Name: string;
  readonly Essential: boolean;
  readonly Image: unknown;
  readonly Secrets?: readonly { readonly Name: string }[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
};

const wrongWith = (
  account: Account,
  { Name, Essential, Image, Secrets = [], Environment = [] }: Container,
  resolve: Resolve,
) => {
  const [, image] = /\.dkr\.ecr\.[^/]*\/(.+)$/.exec(resolve(Image)) ?? [];
  if (image !== undefined && !account.images.has(image)) return `CannotPullContainerError: ${image}`;
  const secret = Environment.find(({ Name: key }) => key === 'SECRET_NAME');
  if (!secret) return undefined;
  const document = account.secrets.get(resolve(secret.Value)) ?? {};
  const absent = Secrets.find(({ Name: key }) => document[key] === undefined);
  if (absent) return `${Name}: the secret has no key ${absent.Name}`;
  const placeholder = Secrets.find(({ Name: key }) => document[key] === 'FILL_IN');
  return placeholder && Essential ? `${Name} died: ${placeholder.Name} is a placeholder` : undefined;
};

const service: Rule = (account, { properties }, resolve, siblings) => {
  const task = siblings.get((properties.TaskDefinition as { Ref: string }).Ref);
  const containers = (task?.properties.ContainerDefinitions ?? []) as readonly Container[];
  const [wrong] = containers.flatMap((one) => wrongWith(account, one, resolve) ?? []);
  return wrong && `the deployment circuit breaker ended it: ${wrong}`;
};

const plugin: Rule = (account, { properties }, resolve) => {
  const { S3Location } = properties.Location as { S3Location: { BucketArn: unknown; FileKey: string } };
  const bucket = resolve(S3Location.BucketArn).split(':::').at(-1) ?? '';
  return account.buckets.get(bucket)?.has(S3Location.FileKey) ? undefined : `no archive in ${bucket}`;
};

const listener: Rule = (account, { properties }, resolve) => {
  const [certificate] = (properties.Certificates ?? []) as { CertificateArn: unknown }[];
  const status = certificate && account.certificates.get(resolve(certificate.CertificateArn));
  return certificate && status !== 'ISSUED' ? 'the certificate is not issued' : undefined;
};

/** `control` stores what the stack delivers and makes its schedules; it fails where something of that is not there yet. */
const delivered: Rule = (account, { properties }) => {
  const { Environment: environment, Definition } = properties as { Environment: string; Definition: string };
  const { stateTable, scheduleGroup, schedulerRole } = namesOf(environment);
  const needed = [
    keyOf('AWS::DynamoDB::Table', stateTable),
    keyOf('AWS::Scheduler::ScheduleGroup', scheduleGroup),
    keyOf('AWS::IAM::Role', schedulerRole),
    keyOf('AWS::Lambda::Function', functionNamesOf(environment, 'control').function),
  ];
  const absent = needed.find((key) => !account.resources.has(key));
  if (absent) return `control failed: there is no ${absent}`;
  const text = gunzipSync(Buffer.from(Definition, 'base64')).toString('utf8');
  account.definitions.set(environment, text);
  return undefined;
};

export const whenCreated: Readonly<Record<string, Rule>> = {
  'AWS::MSK::Cluster': newCluster,
  'AWS::MSK::Topic': newTopic,
  'AWS::ECS::Service': service,
  'AWS::KafkaConnect::CustomPlugin': plugin,
  'AWS::ElasticLoadBalancingV2::Listener': listener,
  'Custom::CurfewDefinition': delivered,
};

type Change = (before: Properties, ...rule: Parameters<Rule>) => string | undefined;

/** MSK takes one kind of change per update. */
const changedCluster: Change = (before, account, made, resolve, siblings) => {
  const { properties: after } = made;
  const changes = [publicOf, vpcOf, restOf].filter((of) => of(before) !== of(after));
  if (changes.length > 1) return 'more than one kind of update at a time';
  return smallBrokers(account, made, resolve, siblings);
};

export const whenChanged: Readonly<Record<string, Change>> = {
  'AWS::MSK::Cluster': changedCluster,
  'AWS::ECS::Service': (_, ...rule) => service(...rule),
  'Custom::CurfewDefinition': (_, ...rule) => delivered(...rule),
};

const attributeOf = ({ properties }: DeployedResource, key: string): unknown =>
  ((properties.LoadBalancerAttributes ?? []) as { Key: string; Value: unknown }[]).find(({ Key }) => Key === key)
    ?.Value;

/** Why something cannot be deleted. */
export const undeletable = (account: Account, one: DeployedResource): string | undefined => {
  switch (one.type) {
    case 'AWS::RDS::DBInstance':
      return one.properties.DeletionProtection ? 'it is protected' : undefined;
    case 'AWS::DynamoDB::Table':
      return one.properties.DeletionProtectionEnabled ? 'it is protected' : undefined;
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
      return attributeOf(one, 'deletion_protection.enabled') === 'true' ? 'it is protected' : undefined;
    case 'AWS::S3::Bucket':
      return (account.buckets.get(one.name)?.size ?? 0) > 0 ? 'the bucket is not empty' : undefined;
    case 'AWS::MSK::Configuration':
      return account.resources.has(keyOf('AWS::MSK::Cluster', one.name)) ? 'a cluster uses it' : undefined;
    case 'Custom::CurfewDefinition': {
      const { function: control } = functionNamesOf(String(one.properties.Environment), 'control');
      return account.resources.has(keyOf('AWS::Lambda::Function', control)) ? undefined : 'nobody answers any more';
    }
    case 'AWS::ECR::Repository':
      return [...account.images].some((image) => image.startsWith(one.name)) && !one.properties.EmptyOnDelete
        ? 'the repository is not empty'
        : undefined;
    default:
      return undefined;
  }
};

/** What making or deleting something does besides. */
export const created = (account: Account, one: Made, resolve: Resolve): void => {
  if (one.type === 'AWS::S3::Bucket') account.buckets.set(one.name, new Set());
  if (one.type === 'AWS::SSM::Parameter') account.parameters.set(one.name, resolve(one.properties.Value));
  if (one.type === 'AWS::SecretsManager::Secret') account.secrets.set(one.name, firstValue(one.properties));
  if (one.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer') {
    // It tries whether it may write its logs.
    const bucket = attributeOf({ ...one, deletionPolicy: '', dependsOn: [] }, 'access_logs.s3.bucket');
    account.buckets.get(resolve(bucket))?.add('ELBAccessLogTestFile');
  }
};

const firstValue = ({ SecretString, GenerateSecretString }: Properties): Readonly<Record<string, string>> => {
  if (typeof SecretString === 'string') return JSON.parse(SecretString);
  const { SecretStringTemplate, GenerateStringKey } = GenerateSecretString as Record<string, string>;
  return {
    ...JSON.parse(SecretStringTemplate ?? '{}'),
    [GenerateStringKey ?? 'password']: 'generated'.padEnd(32, 'x'),
  };
};

export const deleted = (
  account: Account,
  one: DeployedResource,
  siblings: ReadonlyMap<string, DeployedResource>,
): void => {
  if (one.type === 'AWS::SSM::Parameter') account.parameters.delete(one.name);
  if (one.type === 'AWS::SecretsManager::Secret') account.secrets.delete(one.name);
  if (one.type === 'AWS::S3::Bucket') account.buckets.delete(one.name);
  if (one.type === 'AWS::ECR::Repository')
    for (const image of [...account.images].filter((name) => name.startsWith(one.name))) account.images.delete(image);
  // CDK's function empties the bucket before the bucket is deleted.
  if (one.type === 'Custom::S3AutoDeleteObjects')
    account.buckets.get(siblings.get(shown(one.properties.BucketName).slice(2, -1))?.name ?? '')?.clear();
};
