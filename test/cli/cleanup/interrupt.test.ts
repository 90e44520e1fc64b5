// What Ctrl-C says in the middle of a cleanup.
import { describe, expect, it, vi } from 'vitest';
import { cleanupOf, recreating } from '#test/support/cleanups.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';
import { onInterrupt } from '../../../cli/cleanup/interrupt.ts';

const exited = new Error('the process has ended');

/** Interrupts a recreation of `orders.a` at the first call of this kind; answers with what was printed. */
const interruptAt = async (at: string): Promise<{ printed: string; run: string }> => {
  const kafka = memoryKafka();
  kafka.add('orders.a', { records: 1 });
  const { deps, plan } = cleanupOf(kafka.admin);
  const { planHash, run } = await plan(recreating());
  const printed: string[] = [];
  const error = vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw exited;
  });
  const { ports, end } = onInterrupt(deps, (id) => `curfew cleanup resume --run ${id}`);
  kafka.before = ({ method, about }) => {
    if (`${method} ${about}` === at) process.emit('SIGINT');
    return undefined;
  };
  const { execute } = cleanupOf(ports.admin, ports.store);
  await expect(execute(planHash)).rejects.toThrow(exited);
  end();
  expect(exit).toHaveBeenCalledWith(130);
  error.mockRestore();
  exit.mockRestore();
  return { printed: printed.join(''), run };
};

describe('an interrupted cleanup', () => {
  it('an interrupted cleanup prints which topics are gone and the command that repairs it', async () => {
    const { printed, run } = await interruptAt('createTopic orders.a');

    expect(printed).toMatch(/^Interrupted\. Deleted and possibly not recreated: orders\.a\n/);
    expect(printed).toContain(`Recreate them at once: npx curfew cleanup resume --run ${run}`);
  });

  it('an interrupted cleanup says that nothing is missing where nothing is', async () => {
    const { printed } = await interruptAt('createTopic orders.a-curfew-rehearsal (validate)');

    expect(printed).toMatch(/^Interrupted\. Every topic that this run deleted is recreated\.\n/);
  });
});
