// What the expectations of nights read out of a rehearsal.
import { expect } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import type { TraceEvent } from '#sim/trace.ts';

type EventOf<T extends TraceEvent['type']> = Extract<TraceEvent, { type: T }>;
export type Night = Rehearsal & { readonly end: EventOf<'end'> };
export type Expected = {
  /** `action outcome`, in the order in which the runs ended. */
  readonly runs: readonly string[];
  readonly holds?: (night: Night) => void;
};

export const eventsOf = <T extends TraceEvent['type']>({ lines }: Rehearsal, type: T): EventOf<T>[] =>
  lines.flatMap(({ event }) => (event.type === type ? [event as EventOf<T>] : []));

export const callsOf = (night: Rehearsal, operation: string, resource?: string): EventOf<'call'>[] =>
  eventsOf(night, 'call').filter(
    (call) => call.operation === operation && (resource === undefined || call.resource === resource),
  );

export const errorsOf = (calls: readonly EventOf<'call'>[]): (string | undefined)[] => calls.map(({ error }) => error);

export const changesOf = (night: Rehearsal): EventOf<'call'>[] =>
  eventsOf(night, 'call').filter(({ mutating, operation }) => mutating && !/^(dynamodb|sns):/.test(operation));

export const reportOf = ({ reports }: Rehearsal, action: 'start' | 'stop'): Report => {
  const report = reports.findLast((one) => one.action === action);
  if (!report) throw new Error(`there is no ${action}`);
  return report;
};

export const resourceOf = (report: Report, name: string) => report.resources.find(({ resource }) => resource === name);

export const having = (report: Report, outcome: string): string[] =>
  report.resources.filter((one) => one.outcome === outcome).map(({ resource }) => resource);

export const timeOf = ({ lines }: Rehearsal, fits: (event: TraceEvent) => boolean): number =>
  lines.find(({ event }) => fits(event))?.at ?? Number.NaN;

export const postedTexts = (night: Rehearsal): { text: string; status: number }[] =>
  eventsOf(night, 'message').map(({ payload, status }) => ({
    text: String((payload as { text: string }).text),
    status,
  }));

/** The first lines of what Slack took, in order. */
export const delivered = (night: Rehearsal): string[] =>
  postedTexts(night)
    .filter(({ status }) => status === 200)
    .map(({ text }) => text);

/** What those of them with a layout say below the first line. */
export const bodiesOf = (night: Rehearsal): string[] =>
  eventsOf(night, 'message').map(({ payload }) => JSON.stringify((payload as { attachments: unknown }).attachments));

export const countsOf = (state: Rehearsal['before']) =>
  Object.entries(state).flatMap(([name, { desired, scaling }]) =>
    desired === undefined ? [] : [{ name, desired, scaling }],
  );

export const everythingIsBack = (night: Night): void => {
  expect(countsOf(night.after)).toEqual(countsOf(night.before));
  expect(Object.values(night.after).map(({ status }) => status)).toEqual(
    Object.values(night.before).map(({ status }) => status),
  );
  expect(night.end.memory).toEqual([]);
};
