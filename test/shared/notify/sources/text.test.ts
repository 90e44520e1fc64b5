// What nobody sends in a form of its own: prose, lines of labels, and JSON of any tool.
import { describe, expect, it, test } from 'vitest';
import type { Notification } from '#notify/sources.ts';
import { expectPostable } from '#test/shared/notify/arbitrary.ts';
import { presented } from '#test/shared/notify/presented.ts';

const ofJson = (json: object, subject?: string) =>
  presented({ id: 'm', body: JSON.stringify(json), ...(subject === undefined ? {} : { subject }) });
const ofText = (body: string, subject?: string) =>
  presented({ id: 'm', body, ...(subject === undefined ? {} : { subject }) });

type Row = readonly [json: object, facts: Partial<Notification>, headline: string];

describe('JSON that nobody knows', () => {
  test.each<Row>([
    [
      { message: 'import failed', level: 'error', service: 'billing' },
      { severity: 'error' },
      '🔴 import failed `billing`',
    ],
    [
      { title: 'Nightly import', status: 'FAILED', job: 'orders' },
      { severity: 'error' },
      '🔴 Nightly import `orders`: failed',
    ],
    [{ title: 'Nightly import', status: 'SUCCEEDED' }, { severity: 'info' }, '📨 Nightly import'],
    [{ text: 'disk is nearly full', severity: 'warning' }, { severity: 'warning' }, '⚠️ disk is nearly full'],
    [{ summary: 'node lost', severity: 'CRITICAL' }, { severity: 'critical' }, '🚨 node lost'],
    [{ what: 'export', errors: 3 }, { severity: 'error' }, '🔴 '],
    [{ what: 'export', errors: 0 }, { severity: 'info' }, '📨 '],
    [{ message: 'all is well', details: { level: 'info' } }, { severity: 'info' }, '📨 all is well'],
  ])('unknown JSON %j is read as %j', (json, facts, headline) => {
    const { notification, message } = ofJson(json);

    expect(notification).toMatchObject({ source: 'text', ...facts });
    expect(message.text).toContain(headline);
    expectPostable(message);
  });

  it('unknown JSON shows a short list of its fields, nested ones too, and all of it only if there are more', () => {
    const flat = JSON.stringify(ofJson({ title: 'a', team: 'shop', count: 3 }).message);
    const nested = JSON.stringify(ofJson({ title: 'a', team: 'shop', more: { deep: true } }).message);

    expect(flat).toContain('*team:* shop\\n*count:* 3');
    expect(flat).not.toContain('```');
    expect(nested).toContain('*team:* shop\\n*more.deep:* true');
    expect(nested).not.toContain('```');
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`field${index}`, index]));
    expect(JSON.stringify(ofJson({ title: 'a', many }).message)).toContain('```');
  });
});

describe('what services of AWS publish to SNS without an envelope', () => {
  test.each<Row>([
    [
      {
        AutoScalingGroupName: 'runners',
        Event: 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
        StatusCode: 'Failed',
        Description: 'Launching a new EC2 instance',
        Service: 'AWS Auto Scaling',
      },
      { severity: 'error' },
      '`runners`',
    ],
    [
      {
        applicationName: 'shop',
        deploymentId: 'd-1',
        deploymentGroupName: 'prod',
        eventTriggerName: 'all',
        status: 'FAILED',
        errorInformation: '{"ErrorCode":"HEALTH_CONSTRAINTS","ErrorMessage":"too many instances failed"}',
      },
      { severity: 'error' },
      '🔴 too many instances failed `shop`',
    ],
    [
      { notificationType: 'Bounce', bounce: { bounceType: 'Permanent' }, mail: { source: 'a@example.com' } },
      { severity: 'error' },
      '',
    ],
    [{ notificationType: 'Complaint', complaint: {}, mail: {} }, { severity: 'error' }, ''],
    [{ notificationType: 'Delivery', delivery: {}, mail: {} }, { severity: 'info' }, ''],
    [
      { commandId: 'e8d3', documentName: 'patch-hosts', instanceIds: ['i-0123'], status: 'Failed' },
      { severity: 'error' },
      '🔴 patch-hosts: failed',
    ],
    [
      {
        messageType: 'ComplianceChangeNotification',
        configRuleName: 'encrypted-volumes',
        newEvaluationResult: { complianceType: 'NON_COMPLIANT' },
        oldEvaluationResult: { complianceType: 'COMPLIANT' },
      },
      { severity: 'error' },
      'encrypted-volumes',
    ],
  ])(
    'the JSON %j, which a service of AWS publishes to SNS without an envelope, is read as %j',
    (json, facts, headline) => {
      const { notification, message } = ofJson(json);

      expect(notification).toMatchObject(facts);
      expect(message.text).toContain(headline);
      expectPostable(message);
    },
  );

  test.each([
    [
      'AWS CloudFormation Notification',
      "StackId='arn:aws:cloudformation:us-east-1:123456789012:stack/atlas/f1'\nTimestamp='2026-11-20T15:04:11Z'\nLogicalResourceId='Vpc'\nResourceStatus='CREATE_FAILED'\nResourceStatusReason='limit'\nStackName='atlas'\n",
      'error',
      '🔴 AWS CloudFormation Notification `atlas`: create failed',
    ],
    [
      'AWS CloudFormation Notification',
      "LogicalResourceId='Vpc'\nResourceStatus='CREATE_COMPLETE'\nResourceStatusReason=''\nStackName='atlas'\n",
      'info',
      '📨 AWS CloudFormation Notification',
    ],
    [
      'AWS Elastic Beanstalk Notification - Environment health',
      'Timestamp: Fri Nov 20 15:04:11 UTC 2026\nMessage: Environment health has transitioned from Ok to Severe. 100.0 % of the requests are failing.\n\nEnvironment: shop-prod\nApplication: shop\n',
      'error',
      '🔴 ',
    ],
    [
      'AWS Elastic Beanstalk Notification - Environment health',
      'Timestamp: Fri Nov 20 15:04:11 UTC 2026\nMessage: Environment health has transitioned from Severe to Ok.\n\nEnvironment: shop-prod\nApplication: shop\n',
      'info',
      '📨 ',
    ],
    [
      'Notification from AWS Backup',
      'An AWS Backup job failed. Resource ARN : arn:aws:rds:us-east-1:123456789012:db:a.',
      'error',
      '🔴 ',
    ],
    ['Notification from AWS Backup', 'An AWS Backup job was completed successfully.', 'info', '📨 '],
    [undefined, 'The nightly export ended with 3 errors', 'error', '🔴 '],
    [undefined, 'The nightly export ended with 0 errors', 'info', '📨 '],
    [undefined, 'A deployment of shop finished', 'info', '📨 '],
    ['[FIRING:1] HighLatency', 'Alerts Firing:\nLabels:\n - alertname = HighLatency', 'error', '🔴 '],
    ['[RESOLVED] HighLatency', 'Alerts Resolved:\nLabels:\n - alertname = HighLatency', 'info', '✅ '],
  ])(
    'the text %s: %s, which a service of AWS publishes to SNS without an envelope, is %s',
    (subject, body, severity, headline) => {
      const { notification, message } = ofText(body, subject);

      expect(notification.severity).toBe(severity);
      expect(message.text).toContain(headline);
      expectPostable(message);
    },
  );
});

describe('a webhook that comes through SNS', () => {
  const alerts = (status: string, severity: string) => ({
    receiver: 'sns',
    status,
    alerts: [
      {
        status,
        labels: { alertname: 'HighLatency', severity, instance: 'shop-1' },
        annotations: { summary: 'p99 is above 2 s' },
        startsAt: '2026-11-20T15:04:11Z',
      },
    ],
    groupLabels: { alertname: 'HighLatency' },
    commonLabels: { alertname: 'HighLatency', severity },
    commonAnnotations: { summary: 'p99 is above 2 s' },
    externalURL: 'https://alertmanager.example.com',
    version: '4',
  });

  test.each<Row>([
    [alerts('firing', 'critical'), { severity: 'critical', state: 'alarm' }, '🚨 HighLatency firing'],
    [alerts('firing', 'warning'), { severity: 'warning', state: 'alarm' }, '⚠️ HighLatency firing'],
    [alerts('firing', 'page'), { severity: 'error', state: 'alarm' }, '🔴 HighLatency firing'],
    [alerts('resolved', 'critical'), { severity: 'info', state: 'ok' }, '✅ HighLatency resolved'],
    [
      { ...alerts('firing', 'critical'), title: '[FIRING:1] HighLatency shop', state: 'alerting', orgId: 1 },
      { severity: 'critical', state: 'alarm' },
      '🚨 [FIRING:1] HighLatency shop',
    ],
    [
      {
        title: '[Triggered] CPU on shop-1',
        body: 'CPU is 97 %',
        alert_type: 'error',
        alert_transition: 'Triggered',
        priority: 'P2',
      },
      { severity: 'error', state: 'alarm' },
      '🔴 [Triggered] CPU on shop-1',
    ],
    [
      {
        title: '[Recovered] CPU on shop-1',
        body: 'CPU is 20 %',
        alert_type: 'success',
        alert_transition: 'Recovered',
        priority: 'P2',
      },
      { severity: 'info', state: 'ok' },
      '✅ [Recovered] CPU on shop-1',
    ],
    [
      {
        version: '1.0',
        source: 'custom',
        content: {
          textType: 'client-markdown',
          title: ':warning: Import failed',
          description: 'It stopped.\nSee the log.',
          nextSteps: ['Restart it'],
          keywords: ['shop'],
        },
      },
      { severity: 'error' },
      '🔴 :warning: Import failed',
    ],
  ])('a webhook that comes through SNS, %j, is read as %j', (json, facts, headline) => {
    const { notification, message } = ofJson(json);

    expect(notification).toMatchObject(facts);
    expect(message.text).toContain(headline);
    expect(JSON.stringify(message)).not.toContain('```');
    expectPostable(message);
  });

  it('a webhook that comes through SNS shows what to do next, of the custom schema of AWS Chatbot', () => {
    const { message } = ofJson({
      version: '1.0',
      source: 'custom',
      content: { description: 'a', nextSteps: ['Restart it'] },
    });

    expect(JSON.stringify(message)).toContain('Next:\\n• Restart it');
  });

  it('a webhook that comes through SNS is one thing while it fires and when it is over', () => {
    const [firing, over] = ['firing', 'resolved'].map((status) => ofJson(alerts(status, 'critical')).notification);

    expect(firing?.about).toBe(over?.about);
  });
});
