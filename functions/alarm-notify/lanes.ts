// Work in lanes: one after the other within a lane, no lane waits for another.

export type InLane = <T>(key: string, task: () => Promise<T>) => Promise<T>;

/** For one invocation. A task that throws does not stop the next one. */
export const lanes = (): InLane => {
  const last = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(task);
    last.set(
      key,
      mine.catch(() => {}),
    );
    return mine;
  };
};
