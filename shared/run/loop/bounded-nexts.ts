// What a look decided, in as many bytes as a checkpoint takes: it is the state of the poll loop. Pure. Where there is no room
// reasons are shorter, and of changes as many are kept as fit, which are more than one round makes: the others wait for the next look.
import { bytesOf, bytesOfTextMax, shortened } from '#core/bytes.ts';
import type { Next } from '#kinds/next.ts';

type Nexts = Readonly<Record<string, Next>>;
type Act = Extract<Next, { kind: 'act' }>;

/** Below the 256 KB of a checkpoint, with room for what came of the changes of the round. */
const bytesMax = 190_000;
const shortReason = 60;

/** Around the name and the reason of a wait: its other fields. */
const bytesAroundWait = 150;

/** Most of what a look finds is to be waited for, and by far small enough: that need not be written to be known. */
const isFarBelow = (nexts: Nexts): boolean => {
  let bytes = 0;
  for (const name in nexts) {
    const next = nexts[name] as Next;
    const own = next.kind === 'wait' ? bytesOfTextMax(next.reason) + bytesAroundWait : bytesOf(next);
    bytes += bytesOfTextMax(name) + own;
  }
  return bytes <= bytesMax;
};

/** `isDue`: whether a change may be made now, rather than retried later. */
export const boundedNexts = (nexts: Nexts, isDue: (name: string, next: Act) => boolean): Nexts => {
  if (isFarBelow(nexts) || bytesOf(nexts) <= bytesMax) return nexts;
  const short = Object.entries(nexts).map(
    ([name, next]) => [name, { ...next, reason: shortened(next.reason, shortReason) } as Next] as const,
  );
  const waiting = short.map(
    ([name, next]) =>
      [name, next.kind === 'act' ? ({ kind: 'wait', reason: next.reason } as const) : next] as [string, Next],
  );
  const found = new Map(waiting);
  let room = bytesMax - bytesOf(Object.fromEntries(found));
  for (const [name, next] of short) {
    if (next.kind !== 'act' || !isDue(name, next)) continue;
    room -= bytesOf(next);
    if (room < 0) break;
    found.set(name, next);
  }
  return Object.fromEntries(found);
};
