// What the preflight asks of an account, by AWS's command line, and what the capture of a password writes.
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { capturePassword } from '../../../scripts/capture/capture-password.ts';
import { lookByCli, type Run } from '../../../scripts/preflight/aws-cli.ts';
import { reportOf } from '../../../scripts/preflight/report.ts';

/** Answers by the beginning of the command; what it has no answer for is refused as AWS refuses what is not there. */
const aws = (answers: Readonly<Record<string, unknown>>, refusal = 'An error occurred (ResourceNotFoundException)') => {
  const asked: string[] = [];
  const run: Run = async (args) => {
    const command = args.join(' ');
    asked.push(command);
    const known = Object.keys(answers).find((beginning) => command.startsWith(beginning));
    return known === undefined ? { refused: refusal } : { stdout: JSON.stringify(answers[known]) };
  };
  return { look: lookByCli(run), run, asked };
};

describe('the look at an account', () => {
  it('reads a parameter, and what is not there is not there', async () => {
    const { look } = aws({ 'ssm get-parameter --name /a': { Parameter: { Value: 'x' } } });

    expect([await look.parameter('/a'), await look.parameter('/b')]).toEqual(['x', undefined]);
  });

  it('ends when AWS refuses for another reason: what nobody may see is not missing', async () => {
    const { look } = aws({}, 'An error occurred (AccessDeniedException) when calling the GetParameter operation');

    await expect(look.parameter('/a')).rejects.toThrow('AccessDeniedException');
  });

  it('tells a secret that is being deleted from one that is gone: its name is still taken', async () => {
    const { look } = aws({ 'secretsmanager describe-secret --secret-id old': { DeletedDate: '2026-11-01' } });

    expect([await look.secret('old'), await look.secret('none')]).toEqual(['deleted', undefined]);
  });

  it.each([
    [':4f2c1ab', 'imageTag=4f2c1ab'],
    [`@sha256:${'a'.repeat(64)}`, `imageDigest=sha256:${'a'.repeat(64)}`],
  ])('asks for the image %s by its tag or its digest', async (reference, id) => {
    const { look, asked } = aws({ 'ecr describe-images': { imageDetails: [{}] } });

    expect(await look.hasImage('app', reference)).toBe(true);
    expect(asked).toEqual([`ecr describe-images --repository-name app --image-ids ${id}`]);
  });

  it('knows a stack by its status and the parameters that it was deployed with', async () => {
    const stack = {
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [{ ParameterKey: 'CamundaRuns', ParameterValue: 'yes' }],
    };
    const { look } = aws({ 'cloudformation describe-stacks --stack-name staging-workloads': { Stacks: [stack] } });

    expect(await look.stack('staging-workloads')).toEqual({
      status: 'CREATE_COMPLETE',
      parameters: { CamundaRuns: 'yes' },
    });
    expect(await look.stack('staging-data')).toBeUndefined();
  });

  it('finds names that are taken: of a cluster by the list of clusters, of others by Cloud Control, and of the rest says nothing', async () => {
    const { look } = aws({
      'kafka list-clusters-v2 --cluster-name-filter a-msk': { ClusterInfoList: [{ ClusterName: 'a-msk2' }] },
      'cloudcontrol get-resource --type-name AWS::ECR::Repository --identifier app': {
        TypeName: 'AWS::ECR::Repository',
      },
    });

    expect(await look.exists('AWS::MSK::Cluster', 'a-msk')).toBe(false);
    expect(await look.exists('AWS::ECR::Repository', 'app')).toBe(true);
    expect(await look.exists('AWS::ECR::Repository', 'other')).toBe(false);
    expect(await look.exists('AWS::Budgets::Budget', 'app')).toBeUndefined();
  });
});

it('the preflight says what is missing with what to do, and what has everything', () => {
  expect(reportOf('staging/data', [])).toBe('staging/data: nothing is missing\n');
  expect(reportOf('staging/data', [{ what: 'parameter /a', remedy: 'put it' }])).toBe(
    'staging/data: 1 missing\n  parameter /a\n    put it\n',
  );
});

describe('the capture of a password', () => {
  const named = { instance: 'atlas-prod-camunda', secret: 'atlas-prod/camunda-db-master' };
  const database = (SecretStatus: string) => ({
    'rds describe-db-instances': { DBInstances: [{ MasterUserSecret: { SecretArn: 'arn:managed', SecretStatus } }] },
    'secretsmanager get-secret-value --secret-id arn:managed': {
      SecretString: JSON.stringify({ username: 'postgres', password: 'p\\"w' }),
    },
    'secretsmanager put-secret-value': {},
  });

  it('writes the password as it is, in the keys that the switch reads, and shows it to nobody', async () => {
    const { run, asked } = aws(database('active'));
    const written: { text: string; mode: number }[] = [];
    const spy: Run = async (args) => {
      const path = /file:\/\/(.*)$/.exec(args.at(-1) ?? '')?.[1];
      if (path) written.push({ text: readFileSync(path, 'utf8'), mode: statSync(path).mode & 0o077 });
      return run(args);
    };

    const said = await capturePassword(named, spy);

    expect(written).toEqual([{ text: JSON.stringify({ username: 'postgres', password: 'p\\"w' }), mode: 0 }]);
    expect(asked.at(-1)).toMatch(
      /^secretsmanager put-secret-value --secret-id atlas-prod\/camunda-db-master --secret-string file:/,
    );
    expect([said, ...asked].join('\n')).not.toContain('p\\');
  });

  it('stops while RDS changes the password, and where RDS manages none', async () => {
    await expect(capturePassword(named, aws(database('rotating')).run)).rejects.toThrow('is being changed (rotating)');
    const unmanaged = { 'rds describe-db-instances': { DBInstances: [{}] } };
    await expect(capturePassword(named, aws(unmanaged).run)).rejects.toThrow('nothing to capture');
  });
});
