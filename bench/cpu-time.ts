// CPU seconds of this process: unlike the wall clock, it does not continue while others have the machine.

export const cpuSecondsOf = async <T>(work: () => Promise<T> | T): Promise<{ value: T; seconds: number }> => {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds: (user + system) / 1e6 };
};
