// What the services say to a resource that CloudFormation makes, changes or deletes.
import { policyLimits } from '#access/pack.ts';
import type { TemplateResource, Value } from '#deploy/template.ts';
import { type Account, type Existing, keyOf } from './account.ts';
import { shown } from './template-values.ts';

/** The property with a name that is taken once. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::Events::Rule': 'Name',
};

/** The longest that such a name may be (AWS, quotas of each service). */
const lettersMax: Readonly<Record<string, number>> = {
  'AWS::Lambda::Function': 64,
  'AWS::IAM::Role': 64,
  'AWS::DynamoDB::Table': 255,
  'AWS::SNS::Topic': 256,
  'AWS::SQS::Queue': 80,
  'AWS::CloudWatch::Alarm': 255,
  'AWS::Logs::LogGroup': 512,
  'AWS::Scheduler::ScheduleGroup': 64,
  'AWS::Events::Rule': 64,
};

/** Those of ours that CloudFormation can take over (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html). */
const importable = new Set(['AWS::DynamoDB::Table', 'AWS::Logs::LogGroup', 'AWS::SNS::Topic', 'AWS::SQS::Queue']);

export const nameOf = ({ Type, Properties }: TemplateResource, values: Readonly<Record<string, string>>) => {
  const property = nameProperties[Type];
  const name = property === undefined ? undefined : Properties?.[property];
  return name === undefined ? undefined : shown(name, values);
};

/** Its name may not be a reference, not even to a parameter, and it has to outlive the stack. */
export const canBeImported = (resource: TemplateResource): boolean => {
  const property = nameProperties[resource.Type];
  const isLiteral = property !== undefined && typeof resource.Properties?.[property] === 'string';
  return isLiteral && importable.has(resource.Type) && /^Retain/.test(resource.DeletionPolicy ?? '');
};

export const isProtected = ({ Properties }: TemplateResource): boolean =>
  Properties?.DeletionProtectionEnabled === true;

const lettersOf = (document: Value | undefined): number =>
  JSON.stringify(document ?? '').replaceAll(/\{"Fn::Sub":("(?:[^"\\]|\\.)*")\}/g, '$1').length;

const codeOf = ({ Properties }: TemplateResource, values: Readonly<Record<string, string>>) => {
  const { S3Bucket, S3Key } = (Properties?.Code ?? {}) as { readonly S3Bucket?: Value; readonly S3Key?: Value };
  return { bucket: shown(S3Bucket, values), key: shown(S3Key, values) };
};

/** Why it is not made; undefined where it is. */
export const whyNotCreated = (
  account: Account,
  resource: TemplateResource,
  values: Readonly<Record<string, string>>,
): string | undefined => {
  const { Type, Properties } = resource;
  const name = nameOf(resource, values);
  if (name !== undefined && name.length > (lettersMax[Type] ?? Number.POSITIVE_INFINITY))
    return `1 validation error detected: Value '${name}' failed to satisfy constraint: Member must have length less than or equal to ${lettersMax[Type]}`;
  if (name !== undefined && account.existing.has(keyOf(Type, name))) return `${name} already exists`;
  if (
    Type === 'AWS::IAM::ManagedPolicy' &&
    lettersOf(Properties?.PolicyDocument) > policyLimits.managedCharactersMax * 1.2
  )
    return 'Cannot exceed quota for PolicySize: 6144';
  if (
    Type === 'AWS::IAM::Role' &&
    [...account.existing.values()].filter(({ type }) => type === Type).length >= account.quotas.roles
  )
    return `Cannot exceed quota for RolesPerAccount: ${account.quotas.roles}`;
  if (Type === 'AWS::Lambda::Function') {
    const { bucket, key } = codeOf(resource, values);
    if (!account.buckets.get(bucket)?.has(key))
      return 'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.';
  }
  if (Type === 'AWS::SNS::Subscription') {
    const topic = /:sns:.*:([\w-]+)$/.exec(shown(Properties?.TopicArn, values))?.[1];
    if (topic !== undefined && !account.topics.has(topic)) return `Topic does not exist: ${topic}`;
  }
  return undefined;
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What cannot change without another resource in its place, which a fixed name forbids. */
export const whyNotChanged = (before: TemplateResource, after: TemplateResource): string | undefined => {
  const isDurable = (one: TemplateResource) => one.Properties?.DurableConfig;
  const isReplaced = before.Type === 'AWS::Lambda::Function' && !same(isDurable(before), isDurable(after));
  return isReplaced
    ? 'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename it and update the stack again.'
    : undefined;
};

export const whyNotDeleted = ({ name, isProtected: isGuarded }: Existing): string | undefined =>
  isGuarded ? `Resource ${name} cannot be deleted as it is currently protected against deletion` : undefined;
