// One partition's log as far as a cleanup can see it: where it begins and ends, and how many bytes its segments take.

type Segment = { readonly base: bigint; end: bigint; bytes: bigint };

export type FakePartition = {
  readonly index: number;
  /** -1: nobody leads it. */
  leader: number;
  readonly replicas: readonly number[];
  inSync: readonly number[];
  start: bigint;
  /** Where an open transaction begins; what is from there on is not stable. */
  openFrom?: bigint;
  /** The last one is active: it is never freed. */
  segments: Segment[];
};

export const emptyPartition = (index: number, replicas: readonly number[]): FakePartition => ({
  index,
  leader: replicas[0] ?? -1,
  replicas,
  inSync: replicas,
  start: 0n,
  segments: [{ base: 0n, end: 0n, bytes: 0n }],
});

export const endOf = ({ segments }: FakePartition): bigint => segments.at(-1)?.end ?? 0n;

export const stableEndOf = (partition: FakePartition): bigint => partition.openFrom ?? endOf(partition);

export const bytesOf = ({ segments }: FakePartition): bigint => segments.reduce((sum, { bytes }) => sum + bytes, 0n);

/** Records go to the active segment, which is closed when it is full. */
export const append = (partition: FakePartition, records: number, bytesEach: number, segmentBytes: bigint): void => {
  for (let count = 0; count < records; count += 1) {
    let active = partition.segments.at(-1);
    if (!active || active.bytes + BigInt(bytesEach) > segmentBytes) {
      const base = endOf(partition);
      active = { base, end: base, bytes: 0n };
      partition.segments.push(active);
    }
    active.end += 1n;
    active.bytes += BigInt(bytesEach);
  }
};

/** What the retention task does minutes later: closed segments that lie below the start are gone (facts/kafka.md 4.1). */
export const freeClosedSegments = (partition: FakePartition): void => {
  partition.segments = partition.segments.filter(
    ({ end }, index) => index === partition.segments.length - 1 || end > partition.start,
  );
};
