// An expectation in as many items as its names need: DynamoDB takes 400 KB of an item, and the alarms of a region may be thousands with
// names of 255 characters. Pure.
import { bytesOf } from '#core/bytes.ts';
import type { Expectation } from '#core/expectation.ts';

const bytesMax = 300_000;

/** The first says how many there are; what an earlier write left behind beyond them counts for nothing. */
type Part = Expectation & { readonly parts?: number; readonly part?: number };

type Name = readonly [list: 'alarms' | 'identities', name: string];

const chunked = (names: readonly Name[]): Name[][] => {
  const chunks: Name[][] = [[]];
  let bytes = 0;
  for (const one of names) {
    const own = bytesOf(one[1]) + 1;
    if (bytes + own > bytesMax) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(one);
    bytes += own;
  }
  return chunks;
};

const named = (chunk: readonly Name[], list: Name[0]): string[] =>
  chunk.flatMap(([of, name]) => (of === list ? [name] : []));

/** In the order in which they are to be written: the first of them last, as with it the others begin to count. */
export const partsOfExpectation = (expectation: Expectation): Part[] => {
  const names: Name[] = [
    ...expectation.alarms.map((name): Name => ['alarms', name]),
    ...expectation.identities.map((name): Name => ['identities', name]),
  ];
  const chunks = chunked(names);
  const parts = chunks.map(
    (chunk, part): Part => ({
      ...expectation,
      alarms: named(chunk, 'alarms'),
      identities: named(chunk, 'identities'),
      ...(part > 0 ? { part } : chunks.length > 1 ? { parts: chunks.length } : {}),
    }),
  );
  return parts.toReversed();
};

/** Of everything that is stored, in the order in which they begin. */
export const wholeExpectations = (stored: readonly Part[]): Expectation[] =>
  whole(stored).sort((left, right) => Date.parse(left.from) - Date.parse(right.from));

const whole = (stored: readonly Part[]): Expectation[] =>
  stored.flatMap(({ parts = 1, part, ...first }) => {
    if (part !== undefined) return [];
    if (parts === 1) return [first];
    const others = stored
      .filter((one) => one.run === first.run && one.part !== undefined && one.part < parts)
      .toSorted((a, b) => (a.part ?? 0) - (b.part ?? 0));
    const all = [first, ...others];
    return [
      {
        ...first,
        alarms: all.flatMap(({ alarms }) => alarms),
        identities: all.flatMap(({ identities }) => identities),
      },
    ];
  });
