// What services say in the detail of their events, in AWS's documented shapes: how bad it is, and which thing it names. The table is
// made of the documentation, not of the code.
import { describe, expect, it, test } from 'vitest';
import type { Severity } from '#core/notification.ts';
import { sourceOf } from '#notify/sources.ts';
import { expectPostable } from '#test/shared/notify/arbitrary.ts';
import { presented } from '#test/shared/notify/presented.ts';

const arn = (rest: string): string => `arn:aws:${rest}`;
const account = 'us-east-1:123456789012';

const of = (source: string, type: string, detail: object, resources: readonly string[] = []) =>
  presented({
    id: 'm',
    body: JSON.stringify({
      version: '0',
      id: '0d079340-135a-c8c6-95c2-41fb8f496c53',
      'detail-type': type,
      source,
      account: '123456789012',
      time: '2026-11-20T15:04:11Z',
      region: 'us-east-1',
      resources,
      detail,
    }),
  });

type Row = readonly [source: string, type: string, detail: object, severity: Severity, name: string, outcome: string];

const pipeline = { pipeline: 'deploy-web', version: 3, 'execution-id': '01234567' };
const build = { 'project-name': 'web-image', 'build-id': arn(`codebuild:${account}:build/web-image:c340`) };
const batch = { jobName: 'nightly-import', jobId: '4c7599ae', jobQueue: arn(`batch:${account}:job-queue/high`) };
const glue = { jobName: 'orders-to-lake', jobRunId: 'jr_abc', message: 'Job run failed' };
const emr = { clusterId: 'j-1YONHTCP3YZKC', name: 'spark-nightly' };
const machine = {
  executionArn: arn(`states:${account}:execution:settle:run-1`),
  stateMachineArn: arn(`states:${account}:stateMachine:settle`),
  name: 'run-1',
};
const config = (type: string, old: string) => ({
  resourceId: 'i-0123',
  configRuleName: 'encrypted-volumes',
  resourceType: 'AWS::EC2::Volume',
  newEvaluationResult: { complianceType: type, resultRecordedTime: '2026-11-20T15:04:11Z' },
  oldEvaluationResult: { complianceType: old },
  messageType: 'ComplianceChangeNotification',
});
const advisor = { 'check-name': 'Amazon EBS Snapshots', 'check-item-detail': { Region: 'us-east-1' }, uuid: 'aa12' };
const finding = (more: object, severity: string) => ({
  findings: [
    {
      SchemaVersion: '2018-10-08',
      Id: arn(`securityhub:${account}:subscription/x/finding/1`),
      Title: 'S3.1 Block public access',
      Description: 'This control checks it.',
      Severity: { Product: 0, Label: severity, Normalized: 90 },
      Workflow: { Status: 'NEW' },
      RecordState: 'ACTIVE',
      ...more,
    },
  ],
});
const scan = (counts: object) => ({
  'scan-status': 'COMPLETE',
  'repository-name': 'web',
  'finding-severity-counts': counts,
  'image-digest': 'sha256:7f5b',
  'image-tags': ['latest'],
});
const inspector = { title: 'CVE-2026-1 - openssl', status: 'ACTIVE', type: 'PACKAGE_VULNERABILITY' };
const stack = (status: string) => ({
  'stack-id': arn(`cloudformation:${account}:stack/atlas-network/f1f2`),
  'status-details': { status, 'status-reason': 'The following resource(s) failed to create: [Vpc]' },
  'client-request-token': '',
});
const beanstalk = {
  ApplicationName: 'shop',
  EnvironmentName: 'shop-prod',
  Message: 'Command failed on all instances.',
};

const rows: readonly Row[] = [
  [
    'aws.codepipeline',
    'CodePipeline Pipeline Execution State Change',
    { ...pipeline, state: 'FAILED' },
    'error',
    'deploy-web',
    'failed',
  ],
  [
    'aws.codepipeline',
    'CodePipeline Pipeline Execution State Change',
    { ...pipeline, state: 'SUCCEEDED' },
    'info',
    'deploy-web',
    'succeeded',
  ],
  [
    'aws.codepipeline',
    'CodePipeline Pipeline Execution State Change',
    { ...pipeline, state: 'SUPERSEDED' },
    'info',
    'deploy-web',
    'superseded',
  ],
  [
    'aws.codepipeline',
    'CodePipeline Action Execution State Change',
    {
      ...pipeline,
      stage: 'Prod',
      action: 'Deploy',
      state: 'FAILED',
      'execution-result': { 'external-execution-summary': 'no such bucket', 'error-code': 'JobFailed' },
    },
    'error',
    'deploy-web',
    'failed',
  ],
  [
    'aws.codebuild',
    'CodeBuild Build State Change',
    { ...build, 'build-status': 'FAILED' },
    'error',
    'web-image',
    'failed',
  ],
  [
    'aws.codebuild',
    'CodeBuild Build State Change',
    { ...build, 'build-status': 'STOPPED' },
    'warning',
    'web-image',
    'stopped',
  ],
  [
    'aws.codebuild',
    'CodeBuild Build State Change',
    { ...build, 'build-status': 'TIMED_OUT' },
    'error',
    'web-image',
    'timed out',
  ],
  [
    'aws.codebuild',
    'CodeBuild Build State Change',
    { ...build, 'build-status': 'SUCCEEDED', 'additional-information': { phases: [{ 'phase-status': 'FAILED' }] } },
    'info',
    'web-image',
    'succeeded',
  ],
  [
    'aws.codedeploy',
    'CodeDeploy Deployment State-change Notification',
    { application: 'shop', deploymentGroup: 'prod', deploymentId: 'd-1', state: 'FAILURE' },
    'error',
    'shop',
    'failure',
  ],
  [
    'aws.batch',
    'Batch Job State Change',
    { ...batch, status: 'FAILED', statusReason: 'Essential container in task exited' },
    'error',
    'nightly-import',
    'failed',
  ],
  [
    'aws.batch',
    'Batch Job State Change',
    { ...batch, status: 'SUCCEEDED', attempts: [{ container: { exitCode: 1 }, statusReason: 'failed' }] },
    'info',
    'nightly-import',
    'succeeded',
  ],
  [
    'aws.glue',
    'Glue Job State Change',
    { ...glue, severity: 'ERROR', state: 'FAILED' },
    'error',
    'orders-to-lake',
    'failed',
  ],
  [
    'aws.glue',
    'Glue Job State Change',
    { ...glue, severity: 'INFO', state: 'TIMEOUT' },
    'error',
    'orders-to-lake',
    'timeout',
  ],
  [
    'aws.glue',
    'Glue Job State Change',
    { ...glue, severity: 'INFO', state: 'SUCCEEDED', message: '' },
    'info',
    'orders-to-lake',
    'succeeded',
  ],
  [
    'aws.emr',
    'EMR Cluster State Change',
    {
      ...emr,
      severity: 'CRITICAL',
      state: 'TERMINATED_WITH_ERRORS',
      stateChangeReason: '{"code":"BOOTSTRAP_FAILURE","message":"bootstrap"}',
    },
    'critical',
    'spark-nightly',
    'terminated with errors',
  ],
  [
    'aws.emr',
    'EMR Step Status Change',
    { ...emr, severity: 'ERROR', state: 'FAILED' },
    'error',
    'spark-nightly',
    'failed',
  ],
  [
    'aws.states',
    'Step Functions Execution Status Change',
    { ...machine, status: 'FAILED', error: 'States.TaskFailed', cause: 'no rows' },
    'error',
    'settle',
    'failed',
  ],
  [
    'aws.states',
    'Step Functions Execution Status Change',
    { ...machine, status: 'TIMED_OUT' },
    'error',
    'settle',
    'timed out',
  ],
  [
    'aws.states',
    'Step Functions Execution Status Change',
    { ...machine, status: 'ABORTED' },
    'error',
    'settle',
    'aborted',
  ],
  [
    'aws.states',
    'Step Functions Execution Status Change',
    { ...machine, status: 'SUCCEEDED', error: null },
    'info',
    'settle',
    'succeeded',
  ],
  [
    'aws.ssm',
    'EC2 Command Status-change Notification',
    { 'command-id': 'e8d3', 'document-name': 'patch-hosts', status: 'Failed' },
    'error',
    'patch-hosts',
    'failed',
  ],
  [
    'aws.ssm',
    'EC2 Automation Execution Status-change Notification',
    { ExecutionId: '9', Definition: 'restart', Status: 'TimedOut' },
    'error',
    '',
    'timed out',
  ],
  [
    'aws.config',
    'Config Rules Compliance Change',
    config('NON_COMPLIANT', 'COMPLIANT'),
    'error',
    'encrypted-volumes',
    'non compliant',
  ],
  [
    'aws.config',
    'Config Rules Compliance Change',
    config('COMPLIANT', 'NON_COMPLIANT'),
    'info',
    'encrypted-volumes',
    'compliant',
  ],
  [
    'aws.trustedadvisor',
    'Trusted Advisor Check Item Refresh Notification',
    { ...advisor, status: 'ERROR' },
    'error',
    'Amazon EBS Snapshots',
    'error',
  ],
  [
    'aws.trustedadvisor',
    'Trusted Advisor Check Item Refresh Notification',
    { ...advisor, status: 'WARN' },
    'warning',
    'Amazon EBS Snapshots',
    'warn',
  ],
  [
    'aws.trustedadvisor',
    'Trusted Advisor Check Item Refresh Notification',
    { ...advisor, status: 'OK' },
    'info',
    'Amazon EBS Snapshots',
    'ok',
  ],
  [
    'aws.inspector2',
    'Inspector2 Finding',
    { ...inspector, severity: 'CRITICAL' },
    'critical',
    'CVE-2026-1 - openssl',
    '',
  ],
  ['aws.inspector2', 'Inspector2 Finding', { ...inspector, severity: 'HIGH' }, 'error', 'CVE-2026-1 - openssl', ''],
  [
    'aws.inspector2',
    'Inspector2 Finding',
    { ...inspector, severity: 'HIGH', status: 'CLOSED' },
    'info',
    'CVE-2026-1 - openssl',
    'closed',
  ],
  [
    'aws.securityhub',
    'Security Hub Findings - Imported',
    finding({}, 'CRITICAL'),
    'critical',
    'S3.1 Block public access',
    '',
  ],
  [
    'aws.securityhub',
    'Security Hub Findings - Imported',
    finding({ Compliance: { Status: 'FAILED' } }, 'HIGH'),
    'error',
    'S3.1 Block public access',
    '',
  ],
  [
    'aws.securityhub',
    'Security Hub Findings - Imported',
    finding({ Compliance: { Status: 'PASSED' } }, 'HIGH'),
    'info',
    'S3.1 Block public access',
    'passed',
  ],
  [
    'aws.securityhub',
    'Security Hub Findings - Imported',
    finding({ RecordState: 'ARCHIVED' }, 'HIGH'),
    'info',
    'S3.1 Block public access',
    'archived',
  ],
  ['aws.ecr', 'ECR Image Scan', scan({ CRITICAL: 1, MEDIUM: 9 }), 'critical', 'web', 'complete'],
  ['aws.ecr', 'ECR Image Scan', scan({ CRITICAL: 0, LOW: 2 }), 'info', 'web', 'complete'],
  ['aws.ecr', 'ECR Image Scan', { ...scan({}), 'scan-status': 'FAILED' }, 'error', 'web', 'failed'],
  [
    'aws.autoscaling',
    'EC2 Instance Launch Unsuccessful',
    { StatusCode: 'Failed', AutoScalingGroupName: 'runners', StatusMessage: 'no capacity' },
    'error',
    'runners',
    'failed',
  ],
  [
    'aws.autoscaling',
    'EC2 Instance Launch Successful',
    { StatusCode: 'InProgress', AutoScalingGroupName: 'runners' },
    'info',
    'runners',
    'in progress',
  ],
  [
    'aws.cloudformation',
    'CloudFormation Stack Status Change',
    stack('UPDATE_ROLLBACK_COMPLETE'),
    'error',
    'atlas-network',
    'update rollback complete',
  ],
  [
    'aws.cloudformation',
    'CloudFormation Stack Status Change',
    stack('CREATE_FAILED'),
    'error',
    'atlas-network',
    'create failed',
  ],
  [
    'aws.cloudformation',
    'CloudFormation Stack Status Change',
    stack('UPDATE_COMPLETE'),
    'info',
    'atlas-network',
    'update complete',
  ],
  [
    'aws.dms',
    'DMS Replication Task State Change',
    {
      eventType: 'REPLICATION_TASK_FAILED',
      type: 'REPLICATION_TASK',
      category: 'Failure',
      detailMessage: 'Replication task has failed.',
    },
    'error',
    '',
    'replication task failed',
  ],
  [
    'aws.elasticbeanstalk',
    'Elastic Beanstalk resource status change',
    { ...beanstalk, Status: 'Command execution failed', Severity: 'ERROR' },
    'error',
    'shop-prod',
    'command execution failed',
  ],
  [
    'aws.elasticbeanstalk',
    'Health status change',
    { ...beanstalk, Status: 'Environment health changed', Severity: 'WARN' },
    'warning',
    'shop-prod',
    '',
  ],
  [
    'aws.ses',
    'Email Bounced',
    { eventType: 'Bounce', bounce: { bounceType: 'Permanent' }, mail: { source: 'a@example.com' } },
    'error',
    '',
    'bounce',
  ],
  [
    'aws.ec2',
    'EBS Snapshot Notification',
    { event: 'createSnapshot', result: 'failed', cause: 'internal' },
    'error',
    '',
    'failed',
  ],
  [
    'aws.ec2',
    'EC2 Spot Instance Interruption Warning',
    { 'instance-id': 'i-0123', 'instance-action': 'terminate' },
    'warning',
    'i-0123',
    '',
  ],
  [
    'aws.ec2',
    'EC2 Instance State-change Notification',
    { 'instance-id': 'i-0123', state: 'shutting-down' },
    'info',
    'i-0123',
    'shutting-down',
  ],
  ['aws.datasync', 'DataSync Task Execution State Change', { State: 'ERROR' }, 'error', '', 'error'],
];

describe('the outcome in an event decides', () => {
  test.each(rows)(
    'an event of %s, %s, %j, has the severity of its outcome: %s',
    (source, type, detail, severity, name, outcome) => {
      const { notification, message } = of(source, type, detail);

      expect(notification).toMatchObject({ source: 'event', severity });
      if (name !== '') expect(message.text).toContain(`\`${name}\``);
      expect(message.text).toContain(outcome);
      expectPostable(message);
    },
  );

  it('the message of an event says why, in the words of the event', () => {
    const { message } = of('aws.glue', 'Glue Job State Change', { jobName: 'a', state: 'FAILED', message: 'no rows' });

    expect(JSON.stringify(message)).toContain('no rows');
  });

  it('the message of an event links to the console where the event does, and nowhere else', () => {
    const logs = (link: string) => ({
      'build-status': 'FAILED',
      'additional-information': { logs: { 'deep-link': link } },
    });
    const shown = (link: string) =>
      JSON.stringify(of('aws.codebuild', 'CodeBuild Build State Change', logs(link)).message);

    expect(shown('https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEvent')).toContain('|details>');
    expect(shown('https://evil.example/cloudwatch/home')).not.toContain('|details>');
  });

  it('the message of an event leaves a call that was refused a warning, since it says nothing of how anything is', () => {
    const detail = { eventName: 'DeleteBucket', errorCode: 'AccessDenied', errorMessage: 'no' };

    expect(of('aws.s3', 'AWS API Call via CloudTrail', detail).notification.severity).toBe('warning');
  });
});

describe('a planned downtime', () => {
  const instance = [arn(`rds:${account}:db:poc-atlas-dev-camunda`)];

  test.each([
    [true, 'aws.ec2', 'EC2 Instance State-change Notification', { state: 'stopped' }],
    [true, 'aws.ec2', 'EC2 Instance State-change Notification', { state: 'pending' }],
    [true, 'aws.kafkaconnect', 'AWS API Call via CloudTrail', { eventName: 'PauseConnector' }],
    [
      false,
      'aws.kafkaconnect',
      'AWS API Call via CloudTrail',
      { eventName: 'PauseConnector', errorCode: 'AccessDenied' },
    ],
    [false, 'aws.kafkaconnect', 'AWS API Call via CloudTrail', { eventName: 'DeleteConnector' }],
    [false, 'aws.kafka', 'AWS API Call via CloudTrail', { eventName: 'RebootBroker' }],
    [false, 'aws.ec2', 'EC2 Instance State-change Notification', { state: 'terminated' }],
    [false, 'aws.codebuild', 'CodeBuild Build State Change', { 'build-status': 'FAILED' }],
    [false, 'aws.health', 'Something of AWS Health', { state: 'stopped' }],
  ])('a planned downtime expects an event: %s, %s %s %j', (expected, source, type, detail) => {
    const { notification } = of(source, type, detail, instance);

    expect(sourceOf(notification).policy.mayBeExpected(notification)).toBe(expected);
  });
});
