// How long something takes in real time. Not part of any decision: for people who wait.

/** Starts now; answers with the seconds since. */
export const secondsSince = (): (() => number) => {
  const begun = performance.now();
  return () => (performance.now() - begun) / 1_000;
};
