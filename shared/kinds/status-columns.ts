// What follows from the description of a status kind: what a status means, and what is called for it. Pure.
import type { StatusColumn, StatusKind } from './status-kind.ts';

export const columnOf = ({ statuses }: Pick<StatusKind, 'statuses'>, status: string): StatusColumn =>
  (Object.keys(statuses) as StatusColumn[]).find((column) => statuses[column]?.includes(status)) ?? 'moving';

/** Every operation that functions call for it, once. */
export const callsOf = ({
  calls: { reads, each = [], start, stop, afterStop },
}: Pick<StatusKind, 'calls'>): string[] => [
  ...new Set([...reads, ...each, start, stop, ...(afterStop === undefined ? [] : [afterStop])]),
];
