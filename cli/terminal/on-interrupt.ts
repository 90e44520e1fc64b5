type Signals = readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[];

/**
 * Ctrl-C, or another signal, does this instead of ending the process; a second one ends it. Answers with what takes it back. Not `process.once`:
 * what shows the cursor again ends the process itself when it finds nobody else listening.
 */
export const onInterrupt = (act: () => void, signals: Signals = ['SIGINT']): (() => void) => {
  const takeBack = (): void => {
    for (const signal of signals) process.off(signal, listener);
  };
  const listener = (): void => {
    queueMicrotask(takeBack);
    act();
  };
  for (const signal of signals) process.on(signal, listener);
  return takeBack;
};
