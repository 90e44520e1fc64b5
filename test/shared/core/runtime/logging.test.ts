import { expect, it } from 'vitest';
import { durableLogger } from '#core/runtime/logging.ts';
import { durableHandler } from '#run/engine/durable.ts';
import { virtualClock } from '#sim/clock.ts';
import { runOnJournal } from '#test/support/journal-engine.ts';
import { quickSuspensions } from '#test/support/quick-suspensions.ts';

quickSuspensions();

it('the log says each thing once although the handler is replayed, and names the execution', async () => {
  const lines: { message: string; fields: Record<string, unknown> }[] = [];
  const write = (message: unknown, ...[fields]: readonly unknown[]): void => {
    lines.push({ message: String(message), fields: fields as Record<string, unknown> });
  };
  const logger = durableLogger({ debug: write, info: write, warn: write, error: write });
  const clock = virtualClock(1_800_000_000_000);

  const { status, invocations } = await runOnJournal(
    (client) =>
      durableHandler(
        async (_event, workflow) => {
          workflow.log.info('before', { resource: 'camunda-db' });
          await workflow.waitUntil(
            'poll',
            0,
            async (polls) => polls + 1,
            (polls) => (polls === 4 ? { done: true } : { done: false, afterSeconds: 30 }),
          );
          workflow.log.warn('after');
        },
        { client, logger },
      ),
    {},
    { nowMs: clock.nowMs, advanceTo: clock.advanceTo },
  );

  expect(status).toBe('SUCCEEDED');
  expect(invocations).toBeGreaterThan(2);
  expect(lines.map(({ message }) => message)).toEqual(['before', 'after']);
  expect(lines[0]?.fields).toMatchObject({
    resource: 'camunda-db',
    executionArn: expect.stringContaining('durable-execution'),
  });
});
