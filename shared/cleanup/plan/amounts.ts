// How much a topic holds, how much emptying it can free, and who would miss what. One partition without an answer makes the whole
// unknown: never zero.
import type { Amount, Cut, GroupFacts, GroupLoss, Known, TopicFacts } from '#core/cleanup.ts';

export const totalOf = (amounts: readonly Amount[]): Amount =>
  amounts.reduce((sum, one) => (sum === 'unknown' || one === 'unknown' ? 'unknown' : sum + one), 0);

const known = <T>(map: ReadonlyMap<number, Known<T>>, partition: number): T | undefined => {
  const found = map.get(partition);
  return found?.known ? found.value : undefined;
};

const later = (left: bigint, right: bigint): bigint => (right > left ? right : left);

/** Per partition from its start to the end that was read; undefined if one of them is not known. */
export const cutsOf = ({ partitions, starts, ends }: TopicFacts): Cut[] | undefined => {
  const cuts = partitions.flatMap(({ index }) => {
    const [start, upTo] = [known(starts, index), known(ends, index)];
    return start === undefined || upTo === undefined
      ? []
      : [{ partition: index, start: String(start), upTo: String(later(start, upTo)) }];
  });
  return cuts.length === partitions.length ? cuts : undefined;
};

/** The partitions that still begin before the offset of the plan, or that cannot be read. */
export const notYetCut = (cuts: readonly Cut[], facts: TopicFacts): Cut[] => {
  const starts = new Map((cutsOf(facts) ?? []).map(({ partition, start }) => [partition, BigInt(start)]));
  return cuts.filter(({ partition, upTo }) => (starts.get(partition) ?? -1n) < BigInt(upTo));
};

/** An upper bound: offsets are also used up by transactions and by records that compaction removed. */
export const recordsOf = (cuts: readonly Cut[] | undefined): Amount =>
  cuts === undefined
    ? 'unknown'
    : Number(cuts.reduce((sum, { start, upTo }) => sum + BigInt(upTo) - BigInt(start), 0n));

const bytesPerPartition = ({
  partitions,
  bytes,
}: TopicFacts): { readonly replicas: number; readonly bytes: Amount }[] =>
  partitions.map(({ index, replicas }) => ({ replicas: replicas.length, bytes: known(bytes, index) ?? 'unknown' }));

/**
 * Brokers report the size of what lies on their disks only, so that the whole of a topic with remote storage is unknown.
 */
export const isTiered = ({ configs }: TopicFacts): boolean =>
  configs.known && configs.value.some(({ name, value }) => name === 'remote.storage.enable' && value === 'true');

export const bytesOfTopic = (facts: TopicFacts): Amount =>
  isTiered(facts) ? 'unknown' : totalOf(bytesPerPartition(facts).map(({ bytes }) => bytes));

/**
 * A truncation frees all but the segment that each replica is writing (facts/kafka.md 4.1). Without a known size of
 * segments nothing is sure to be freed.
 */
export const leastFreed = (facts: TopicFacts, segmentBytes: number | undefined): Amount => {
  if (isTiered(facts)) return 'unknown';
  return totalOf(
    bytesPerPartition(facts).map(({ replicas, bytes }) => {
      if (bytes === 'unknown') return 'unknown';
      return segmentBytes === undefined ? 0 : Math.max(0, bytes - replicas * segmentBytes);
    }),
  );
};

/** Records that are written and not yet readable, because a transaction before them is open. */
export const heldRecords = ({ partitions, starts, ends, logEnds }: TopicFacts): number =>
  partitions.reduce((sum, { index }) => {
    const [start, stable, end] = [known(starts, index), known(ends, index), known(logEnds, index)];
    if (start === undefined || stable === undefined || end === undefined) return sum;
    return sum + Number(later(0n, end - later(start, stable)));
  }, 0);

/**
 * Groups that have not read everything that would go; and, where their committed offsets go too, those that have read to the
 * end, with 0 records.
 */
export const lossesOf = (
  topic: string,
  cuts: readonly Cut[],
  groups: readonly GroupFacts[],
  losesOffsets: boolean,
): GroupLoss[] => {
  const byPartition = new Map(cuts.map((cut) => [cut.partition, cut]));
  const lost = (partition: number, committed: bigint): bigint => {
    const cut = byPartition.get(partition);
    if (!cut || committed < 0n) return 0n;
    const from = committed > BigInt(cut.start) ? committed : BigInt(cut.start);
    return from < BigInt(cut.upTo) ? BigInt(cut.upTo) - from : 0n;
  };
  return groups.flatMap(({ group, state, offsets }) => {
    const own = offsets.filter((one) => one.topic === topic);
    const records = own.reduce((sum, { partition, offset }) => sum + lost(partition, offset), 0n);
    return records > 0n || (losesOffsets && own.length > 0) ? [{ group, state, records: Number(records) }] : [];
  });
};
