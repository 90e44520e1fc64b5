// The monthly costs and the end of an investigation, as people get them.
import { expect, it } from 'vitest';
import { receivedFrom } from '#notify/recognition/received.ts';
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { onRoute, place } from '#notify/routing/present.ts';
import { definitionFor, ownBody } from '#test/support/notify-bench.ts';

const presented = (message: { readonly environment: string }, body = ownBody(message)) => {
  const received = receivedFrom({ messageId: 'm', body });
  const definition = definitionFor('prod');
  const placed = place(recogniseNotification(received), received, { known: [definition], fallback: definition });
  return {
    source: placed.notification.source,
    severity: placed.notification.severity,
    ...onRoute(placed, placed.route),
  };
};

const costs = {
  ...{ kind: 'curfew-costs', version: 1, environment: 'prod', month: '2026-11', currency: 'USD' },
  lines: [{ services: [{ service: 'Amazon RDS', usd: 300 }] }],
  unplanned: { services: [{ service: 'AmazonCloudWatch', usd: 150 }] },
  totals: { planned: 400, actual: 450 },
  changed: [{ sentence: 'RDS: $20.00 more than in the month before, usage changed' }],
  savedBySchedule: { usd: 60 },
  alwaysOn: [{ what: 'nat', usdPerMonth: 32.85 }, { what: 'x' }],
  conclusion: null,
};

it('the costs of a month are one message: against the plan, by service, what changed and what is always on', () => {
  const { source, severity, message } = presented(costs);
  const text = JSON.stringify(message);

  expect({ source, severity }).toEqual({ source: 'curfew', severity: 'warning' });
  expect(String(message.text)).toContain('prod cost $450.00 in 2026-11, $50.00 above its plan of $400.00');
  for (const part of ['Amazon RDS $300.00, AmazonCloudWatch $150.00', 'usage changed', 'nat $32.85', '$60.00'])
    expect(text).toContain(part);
});

it('without a plan the costs of a month are only said, and a currency that is none breaks nothing', () => {
  const { severity, message } = presented({ ...costs, lines: [], currency: '<!channel>' } as typeof costs);

  expect(severity).toBe('info');
  expect(String(message.text)).not.toContain('plan');
  expect(JSON.stringify(message)).not.toContain('<!channel>');
});

const investigation = {
  ...{
    kind: 'curfew-investigation',
    version: 1,
    environment: 'prod',
    at: '2026-11-20T23:30:00Z',
    alarm: 'orders-errors',
  },
  ...{ since: '2026-11-20T23:20:00Z', outcome: 'completed', agentSpace: 's', task: 't' },
  ...{ summary: 'A deployment <!here> broke it.', url: 'https://sa-east-1.console.aws.amazon.com/aidevops/home' },
};

it('the end of an investigation is one message with summary and link, of a source of its own', () => {
  const { source, message } = presented(investigation);
  const text = JSON.stringify(message);

  expect(source).toBe('investigation');
  expect(String(message.text)).toContain('orders-errors');
  expect(text).toContain('A deployment &lt;!here&gt; broke it.');
  expect(text).toContain('<https://sa-east-1.console.aws.amazon.com/aidevops/home|investigation>');
});

it('an investigation that another topic carries is no word of Curfew', () => {
  const forged = ownBody(investigation).replace('curfew-operators-prod', 'team-alarms');
  expect(presented(investigation, forged).source).not.toBe('investigation');
});
