import { expect, it, vi } from 'vitest';
import { onInterrupt } from '../../../cli/terminal/on-interrupt.ts';

it('the handler of Ctrl-C is there until everybody has heard the first one, and not for the second', async () => {
  const act = vi.fn();
  const listening: number[] = [];
  const other = (): void => void listening.push(process.listenerCount('SIGINT'));
  const before = process.listenerCount('SIGINT');
  const takeBack = onInterrupt(act);
  process.on('SIGINT', other);

  process.emit('SIGINT');
  await Promise.resolve();
  process.emit('SIGINT');
  process.off('SIGINT', other);
  takeBack();

  expect(listening).toEqual([before + 2, before + 1]);
  expect(act).toHaveBeenCalledTimes(1);
});
