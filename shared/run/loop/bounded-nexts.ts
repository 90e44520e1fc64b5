// What a look decided, in as many bytes as a checkpoint takes: it is the state of the poll loop. Pure. Where there is no room
// reasons are shorter, and of changes as many are kept as fit, which are more than one round makes: the others wait for the next look.
import { bytesOf, bytesOfTextMax, shortened } from '#core/bytes.ts';
import type { Next } from '#kinds/next.ts';

type Nexts = Readonly<Record<string, Next>>;
type Act = Extract<Next, { kind: 'act' }>;

/** Below the 256 KB of a checkpoint, with room for what came of the changes of the round. */
const bytesMax = 190_000;
/** For the changes of a round beside everything that is waited for: a run that has no room for any would never end. */
const bytesForChanges = 30_000;
/** Of thousands at once even a word of each is too much. */
const shorterReasons = [60, 20, 0] as const;

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

type Named = readonly (readonly [name: string, next: Next])[];

const withReasons = (nexts: Nexts, most: number): Named =>
  Object.entries(nexts).map(([name, next]) => [name, { ...next, reason: shortened(next.reason, most) }]);

const asWaits = (all: Named): [string, Next][] =>
  all.map(([name, next]) => [name, next.kind === 'act' ? { kind: 'wait', reason: next.reason } : next]);

/** `isDue`: whether a change may be made now, rather than retried later. */
export const boundedNexts = (nexts: Nexts, isDue: (name: string, next: Act) => boolean): Nexts => {
  if (isFarBelow(nexts) || bytesOf(nexts) <= bytesMax) return nexts;
  let short = withReasons(nexts, shorterReasons[0]);
  for (const most of shorterReasons.slice(1)) {
    if (bytesOf(Object.fromEntries(asWaits(short))) <= bytesMax - bytesForChanges) break;
    short = withReasons(nexts, most);
  }
  const waiting = asWaits(short);
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
