// Every shape that AWS delivers, as it delivers it, with the message it becomes stored beside.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { slackBody } from '#notify/rendering/message.ts';
import { expectPostable } from './arbitrary.ts';
import { presentedEvent } from './presented.ts';

const folder = 'test/fixtures/notifications';
const names = readdirSync(folder)
  .filter((file) => !file.endsWith('.rendered.json'))
  .map((file) => file.replace('.json', ''));

const eventOf = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));

const only = (name: string) => {
  const [first, ...others] = presentedEvent(eventOf(name));
  if (!first || others.length > 0) throw new Error(`${name} is not one message`);
  return first;
};

/** What each shape is recognised as: by one recogniser, and by the right one. */
const kinds: Readonly<Record<string, string>> = {
  'alarm-contributor-eventbridge': 'metric-alarm',
  'alarm-direct-lambda': 'metric-alarm',
  'alarm-eventbridge': 'metric-alarm',
  'alarm-eventbridge-ok': 'metric-alarm',
  'anomaly-alarm': 'metric-alarm',
  'aurora-seven-day-restart': 'rds-event',
  'budget-action': 'budget-action',
  'budget-actual': 'budget',
  'budget-forecasted': 'budget',
  'budget-joined-lines': 'budget',
  'budget-usage': 'budget',
  'budget-utilization': 'budget',
  change: 'change',
  'composite-alarm': 'composite-alarm',
  'composite-alarm-eventbridge': 'composite-alarm',
  'composite-alarm-set-by-hand': 'composite-alarm',
  'contributor-alarm': 'metric-alarm',
  'cost-anomaly': 'cost-anomaly',
  'cost-anomaly-eventbridge': 'cost-anomaly',
  'curfew-notice': 'notice',
  'curfew-report-done': 'report',
  'curfew-report-partial': 'report',
  'curfew-savings': 'savings',
  'data-quality-incident': 'change',
  'data-quality-incident-over': 'change',
  'dead-letter': 'dead-letter',
  'dead-letter-of-a-request': 'dead-letter',
  'dms-failure': 'rds-event',
  'ecs-deployment-failed': 'ecs-event',
  'ecs-service-action': 'ecs-event',
  'ecs-task-stopped': 'ecs-event',
  'ecs-task-without-group': 'ecs-event',
  'elasticache-create-failed': 'elasticache-event',
  'elasticache-failover': 'elasticache-event',
  'elasticache-node-replacement': 'elasticache-event',
  'event-other': 'event',
  'event-transformed-lines': 'text',
  'event-transformed-object': 'text',
  'event-transformed-text': 'text',
  'guardduty-critical-without-service': 'guardduty-finding',
  'guardduty-finding': 'guardduty-finding',
  'health-issue': 'health-event',
  'health-issue-over': 'health-event',
  'health-scheduled-change': 'health-event',
  'json-unknown': 'text',
  'lambda-failure': 'lambda-failure',
  'log-alarm': 'log-alarm',
  'metric-alarm': 'metric-alarm',
  'metric-alarm-china': 'metric-alarm',
  'metric-alarm-hostile-name': 'metric-alarm',
  'metric-alarm-insufficient-data': 'metric-alarm',
  'metric-alarm-ok': 'metric-alarm',
  'metric-math-alarm': 'metric-alarm',
  'msk-api-call': 'event',
  'rds-seven-day-restart': 'rds-event',
  'rds-stopped': 'rds-event',
  'rds-storage-full': 'rds-event',
  'subscription-confirmation': 'text',
  text: 'text',
  'text-with-secrets': 'text',
};

describe('a message as AWS delivers it', () => {
  test.each(names)('the message %s as AWS delivers it becomes what is stored beside it', async (name) => {
    const { route, message, notification } = only(name);

    expect(notification.detail.kind).toBe(kinds[name]);
    expectPostable(message);
    const rendered = [{ route: route.route, payload: slackBody(message) }];
    await expect(`${JSON.stringify(rendered, null, 2)}\n`).toMatchFileSnapshot(
      `../../../${folder}/${name}.rendered.json`,
    );
  });

  it('a message as AWS delivers it is there for every shape that is listed', () => {
    expect(names.toSorted()).toEqual(Object.keys(kinds).toSorted());
  });

  it.each(names)(
    'the message %s as AWS delivers it shows no secret, no signature, and no link that acts for its reader',
    (name) => {
      const shown = JSON.stringify(only(name));

      expect(shown).not.toMatch(/hunter2|s3cr3t|tok_live|correct horse|EXAMPLEKEY|IOSFODNN7|RVhBTVBMRS|eyJhbGci|XXXX/);
      expect(shown).not.toMatch(/Action=(?:Unsubscribe|ConfirmSubscription)|SigningCert|2336412f37fb/);
    },
  );
});
