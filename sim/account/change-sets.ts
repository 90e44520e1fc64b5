// What CloudFormation refuses of a change set before anything is done.
import type { Template } from '#deploy/template.ts';
import { errorOf } from '#sim/faults.ts';
import type { Account, ChangeSet, DeployedStack } from './account.ts';
import { parameterValues, unresolved } from './template-values.ts';

type Pair = { readonly ParameterKey: string; readonly ParameterValue: string };

export type Input = {
  readonly StackName: string;
  readonly ChangeSetName?: string;
  readonly ChangeSetType?: 'CREATE' | 'UPDATE';
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
  readonly Parameters?: readonly Pair[];
  readonly Capabilities?: readonly string[];
  readonly ImportExistingResources?: boolean;
  readonly RetainResources?: readonly string[];
};

export const invalid = (message: string): never => {
  throw errorOf('ValidationError', message);
};

const bodyBytesMax = 51_200;

const templateOf = (account: Account, { TemplateBody, TemplateURL }: Input): Template => {
  if (TemplateBody !== undefined) {
    if (Buffer.byteLength(TemplateBody) > bodyBytesMax)
      return invalid(
        "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
      );
    return JSON.parse(TemplateBody);
  }
  const [, bucket = '', key = ''] = /^https:\/\/([^.]+)\.s3\.[^/]+\/(.+)$/.exec(TemplateURL ?? '') ?? [];
  const content = account.buckets.get(bucket)?.get(key);
  return content ? JSON.parse(Buffer.from(content).toString()) : invalid('S3 error: The specified key does not exist.');
};

const updatable = /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE$/;

const checkStatus = ({ StackName: name, ChangeSetName, ChangeSetType }: Input, status: string | undefined): void => {
  if (ChangeSetType === 'CREATE') {
    if (status !== undefined && status !== 'REVIEW_IN_PROGRESS')
      invalid(`Stack [${name}] already exists and cannot be created again with the changeSet [${ChangeSetName}].`);
    return;
  }
  if (status === undefined) invalid(`Stack [${name}] does not exist`);
  if (!updatable.test(status ?? '')) invalid(`Stack:${name} is in ${status} state and can not be updated.`);
};

const needsNamedIam = ({ Resources }: Template): boolean =>
  Object.values(Resources).some(
    ({ Type, Properties }) => Type === 'AWS::IAM::Role' && Properties?.RoleName !== undefined,
  );

/** Throws as CloudFormation refuses; `empty` for one that would change nothing, which fails only afterwards. */
export const changeSetOf = (
  account: Account,
  input: Input,
  stack: DeployedStack | undefined,
  status: string | undefined,
): ChangeSet | 'empty' => {
  checkStatus(input, status);
  const template = templateOf(account, input);
  const broken = unresolved(template);
  if (broken.length > 0)
    invalid(
      `Template format error: Unresolved resource dependencies [${broken.join(', ')}] in the Resources block of the template`,
    );
  const { Parameters = [], Capabilities = [] } = input;
  const given = Object.fromEntries(
    Parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  const { values, missing, unknown } = parameterValues(template, given);
  if (missing.length > 0) invalid(`Parameters: [${missing.join(', ')}] must have values`);
  if (unknown.length > 0) invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  if (needsNamedIam(template) && !Capabilities.includes('CAPABILITY_NAMED_IAM'))
    throw errorOf('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_NAMED_IAM]');
  const isSame = JSON.stringify([stack?.template, stack?.parameters]) === JSON.stringify([template, values]);
  return isSame ? 'empty' : { template, values, imports: input.ImportExistingResources === true };
};
