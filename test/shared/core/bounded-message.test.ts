import { expect, it } from 'vitest';
import { boundedText } from '#core/bounded-message.ts';

const resources = (count: number, failed: number) =>
  Array.from({ length: count }, (_, index) => ({
    resource: `service-${index}`,
    kind: 'ecs-service',
    outcome: index >= count - failed ? 'failed' : 'done',
    reason: 'x'.repeat(index % 2 ? 250 : 900),
  }));

it('a message that SNS takes is left as it is', () => {
  const message = { kind: 'curfew-report', resources: resources(20, 1), warnings: [] };

  expect(JSON.parse(boundedText(message))).toEqual(message);
});

it.each([900, 5_000])(
  'a message with one of %i resources is shortened to what SNS takes, and keeps what failed',
  (count) => {
    const message = {
      kind: 'curfew-report',
      outcome: 'partial',
      resources: resources(count, 3),
      warnings: ['one'],
      alarmsMuted: Array.from({ length: 20_000 }, (_, index) => `alarm-${index}`),
    };
    const text = boundedText(message);
    const told = JSON.parse(text) as typeof message;

    expect(Buffer.byteLength(text)).toBeLessThan(256 * 1_024);
    expect(told.resources.filter(({ outcome }) => outcome === 'failed')).toHaveLength(3);
    expect(told.outcome).toBe('partial');
    expect(told.warnings).toHaveLength(2);
    expect(told.warnings[1]).toMatch(/^\d+ resources are omitted because the message/);
  },
);
