// What the preflight asks, asked by AWS's own command line: it has the credentials, the region and the profiles of the person who
// deploys.
import { execFile } from 'node:child_process';
import type { Look } from '#infra/platform/preflight/look.ts';
import type { StackTemplate } from '#infra/platform/preflight/template.ts';

/** Runs `aws`; what it printed, or why it refused. */
export type Run = (args: readonly string[]) => Promise<{ readonly stdout: string } | { readonly refused: string }>;

export const runAws: Run = (args) =>
  new Promise((resolve, reject) => {
    execFile('aws', [...args, '--output', 'json'], { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return resolve({ stdout });
      if (error.code === 'ENOENT') return reject(new Error('the command `aws` is not installed'));
      return resolve({ refused: stderr.trim() });
    });
  });

const absent =
  /NotFound|NotExist|does not exist|DoesNotExist|\(404\)|ResourceNotFoundException|ParameterNotFound|NoSuch/;

/** Answers with nothing where AWS says that there is nothing. Every other refusal ends the look: unknown is not missing. */
const asked =
  (run: Run) =>
  async (args: readonly string[]): Promise<Record<string, unknown> | undefined> => {
    const answer = await run(args);
    if ('stdout' in answer) return answer.stdout.trim() === '' ? {} : JSON.parse(answer.stdout);
    if (absent.test(answer.refused)) return undefined;
    throw new Error(`aws ${args.join(' ')}: ${answer.refused}`);
  };

/** Types whose identifier in Cloud Control is the name itself. */
const byName: ReadonlySet<string> = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::DynamoDB::Table',
  'AWS::ECR::Repository',
  'AWS::ECS::Cluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBParameterGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::SSM::Parameter',
]);

type Named = { readonly ClusterName?: string };

export const lookByCli = (run: Run): Look => {
  const ask = asked(run);
  return {
    account: async () => String((await ask(['sts', 'get-caller-identity']))?.Account),
    parameter: async (name) => {
      const found = await ask(['ssm', 'get-parameter', '--name', name]);
      return found && String((found.Parameter as { Value: string }).Value);
    },
    secret: async (name) => {
      const about = await ask(['secretsmanager', 'describe-secret', '--secret-id', name]);
      if (about === undefined) return undefined;
      if (about.DeletedDate !== undefined) return 'deleted';
      const value = await ask(['secretsmanager', 'get-secret-value', '--secret-id', name]);
      return JSON.parse(String(value?.SecretString ?? '{}'));
    },
    hasImage: async (repository, reference) => {
      const id = reference.startsWith('@') ? `imageDigest=${reference.slice(1)}` : `imageTag=${reference.slice(1)}`;
      return (await ask(['ecr', 'describe-images', '--repository-name', repository, '--image-ids', id])) !== undefined;
    },
    certificateStatus: async (arn) => {
      const found = await ask(['acm', 'describe-certificate', '--certificate-arn', arn]);
      return found && String((found.Certificate as { Status: string }).Status);
    },
    hasObject: async (bucket, key) =>
      (await ask(['s3api', 'head-object', '--bucket', bucket, '--key', key])) !== undefined,
    stack: async (name) => {
      const found = await ask(['cloudformation', 'describe-stacks', '--stack-name', name]);
      const [stack] = (found?.Stacks ?? []) as {
        StackStatus: string;
        Parameters?: { ParameterKey: string; ParameterValue: string }[];
      }[];
      if (!stack) return undefined;
      const given = (stack.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]);
      return { status: stack.StackStatus, parameters: Object.fromEntries(given) };
    },
    template: async (name) => {
      const body = (await ask(['cloudformation', 'get-template', '--stack-name', name]))?.TemplateBody;
      // Of a stack whose first change set was never carried out there is a name and no template.
      return typeof body === 'object' && body !== null && 'Resources' in body ? (body as StackTemplate) : undefined;
    },
    exists: async (type, name) => {
      if (type === 'AWS::MSK::Cluster') {
        const found = await ask(['kafka', 'list-clusters-v2', '--cluster-name-filter', name]);
        return ((found?.ClusterInfoList ?? []) as Named[]).some(({ ClusterName }) => ClusterName === name);
      }
      if (!byName.has(type)) return undefined;
      return (await ask(['cloudcontrol', 'get-resource', '--type-name', type, '--identifier', name])) !== undefined;
    },
  };
};
