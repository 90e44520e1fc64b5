import { describe, expect, it } from 'vitest';
import type { Notice } from '#core/notice.ts';
import { recogniseNotice } from '#notify/sources/curfew-notice/recognise.ts';
import { operatorTopic, presented } from '#test/shared/notify/presented.ts';

const notice: Notice = {
  kind: 'curfew-notice',
  version: 1,
  environment: 'staging',
  at: '2026-11-20T08:20:00-03:00',
  notice: 'not-up',
  text: 'staging should be up but is not: camunda-db',
  resources: [{ resource: 'camunda-db', reason: 'starting' }],
};

const rendered = (facts: Partial<Notice> = {}) =>
  presented({ id: 'm', topicArn: operatorTopic, body: JSON.stringify({ ...notice, ...facts }) });

describe('what reconcile says', () => {
  it('a notice of reconcile is one message about its environment, with every resource and why', () => {
    const { notification, message } = rendered();

    expect(notification.environment).toBe('staging');
    expect(message.text).toBe('⚠️ staging should be up but is not: camunda-db');
    expect(JSON.stringify(message.attachments)).toContain('• `camunda-db`: starting');
  });

  it.each(['late', 'not-up', 'drift', 'alarms', 'orphaned'] as const)(
    'a notice of reconcile is known when it is about `%s`',
    (kind) => {
      expect(recogniseNotice({ ...notice, notice: kind })).toBeDefined();
      expect(rendered({ notice: kind }).message.text).toContain('staging should be up');
    },
  );

  it('a notice of reconcile mentions nobody, whatever a resource is called', () => {
    const { message } = rendered({ text: '<!channel> &', resources: [{ resource: '<@U1>', reason: '`<!here>`' }] });

    expect(JSON.stringify(message)).not.toMatch(/<!channel|<!here|<@U1/);
  });

  it('a notice of reconcile stays within the limits with hundreds of resources', () => {
    const resources = Array.from({ length: 400 }, (_, index) => ({
      resource: `service-${index}`,
      reason: 'x'.repeat(500),
    }));

    expect(JSON.stringify(rendered({ resources }).message).length).toBeLessThan(12_000);
  });

  it.each([[{ version: 2 }], [{ notice: 'other' }], [{ resources: 'none' }]])(
    'a notice of reconcile is not recognised with %j, and goes out as it came',
    (facts) => {
      expect(recogniseNotice({ ...notice, ...facts })).toBeUndefined();
    },
  );
});
