// What a handful of measurements come to.

/** Of an even number of values the lower one in the middle. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The slope of y over x on logarithmic scales, by least squares: 1 if y grows as x does, 2 if with its square. */
export const exponent = (points: readonly (readonly [x: number, y: number])[]): number => {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = sum(logs.map(([x]) => x)) / logs.length;
  const meanY = sum(logs.map(([, y]) => y)) / logs.length;
  const over = sum(logs.map(([x, y]) => (x - meanX) * (y - meanY)));
  return over / sum(logs.map(([x]) => (x - meanX) ** 2));
};
