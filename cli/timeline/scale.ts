/** A time's place on the track, in percent with two decimals; what lies outside is at its edge. */
export type Scale = (ms: number) => number;

export const scaleOf = (from: number, to: number): Scale => {
  const length = Math.max(1, to - from);
  return (ms) => Math.round(Math.min(1, Math.max(0, (ms - from) / length)) * 10_000) / 100;
};
