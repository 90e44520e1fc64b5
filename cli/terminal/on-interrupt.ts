/**
 * Ctrl-C does this instead of ending the process; a second one ends it. Answers with what takes it back. Not `process.once`:
 * what shows the cursor again ends the process itself when it finds nobody else listening.
 */
export const onInterrupt = (act: () => void): (() => void) => {
  const takeBack = (): void => void process.off('SIGINT', listener);
  const listener = (): void => {
    queueMicrotask(takeBack);
    act();
  };
  process.on('SIGINT', listener);
  return takeBack;
};
