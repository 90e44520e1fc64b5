/** Deeper than any event, and far from where recursion ends. */
export const jsonDepthMax = 100;

/** Whether plain data is nested deeper than anything that AWS sends, which recursion over it would not survive. */
export const isDeeperThan = (value: unknown, depthMax: number): boolean => {
  const waiting = [{ value, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth > depthMax) return true;
    for (const inner of Object.values(next.value)) waiting.push({ value: inner, depth: next.depth + 1 });
  }
  return false;
};
