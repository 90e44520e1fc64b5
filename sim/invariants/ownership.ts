import type { Report } from '#core/report.ts';
import { remembersWho } from '#kinds/ownership.ts';
import { rehearsalOf } from '../kinds.ts';
import type { TraceEvent } from '../trace.ts';
import { walk } from './history.ts';
import { memoryWrite } from './memory-writes.ts';
import { directionOf } from './moves.ts';
import { isFine, ran } from './reports.ts';
import type { Found, Invariant, Judged } from './violation.ts';

/** What is known of who took something down, from what happened and what was reported of it. */
type Owned = {
  readonly down: ReadonlySet<string>;
  readonly up: ReadonlySet<string>;
  /** Since when it is down, and whether Curfew asked for that. */
  downSince: number | undefined;
  /** When it last left that: a call shows in the trace after what it changed. */
  leftDownAt: number | undefined;
  byCurfew: boolean;
  /** Nothing happened to it since a start brought it up, or since Curfew came. */
  wasUp: boolean;
  /** A stop found it down and somebody else had done that; `unsure` where that is not known here. */
  theirs: 'yes' | 'no' | 'unsure';
};

/** What a person did a moment before a run looked the run may not have seen. */
const settledMs = 120_000;
/** As many reports as a run reads: with more it does not know whether it ever had to do with a resource. */
const reportsMax = 8;

const begin = ({ scenario, before }: Judged): Map<string, Owned> =>
  new Map(
    scenario.definition.resources.flatMap((resource): [string, Owned][] => {
      if (!remembersWho(resource.kind) || resource.leaveAlone !== undefined || resource.startAlways) return [];
      const { up, down } = rehearsalOf(resource.kind).standing;
      const owned: Owned = {
        down: new Set(down),
        up: new Set(up),
        downSince: undefined,
        leftDownAt: undefined,
        byCurfew: false,
        wasUp: true,
        theirs: 'no',
      };
      const { status = '' } = before[resource.name] ?? {};
      return [[resource.name, owned.down.has(status) ? { ...owned, downSince: Number.NEGATIVE_INFINITY } : owned]];
    }),
  );

const changed = (owned: Owned, to: string, at: number): void => {
  if (owned.down.has(to)) owned.downSince ??= at;
  else if (owned.downSince !== undefined) {
    owned.downSince = undefined;
    owned.leftDownAt = at;
  }
  if (!owned.up.has(to)) return;
  owned.byCurfew = false;
  // Started in the night it stays theirs; started by day it does not.
  if (owned.theirs === 'yes') owned.theirs = 'unsure';
};

const afterStop = (owned: Owned, { startedAt, warnings }: Report, isSure: boolean): void => {
  const tookOver = warnings.some((warning) => warning.startsWith('took over the lease'));
  if (owned.downSince !== undefined && !owned.byCurfew) {
    const wasDownBefore = owned.downSince < Date.parse(startedAt) - settledMs;
    const isProved = owned.wasUp && isSure && wasDownBefore && !tookOver;
    if (owned.theirs !== 'yes') owned.theirs = isProved ? 'yes' : 'unsure';
  }
  owned.wasUp = false;
};

const aboutReport = (owners: Map<string, Owned>, report: Report, at: number, isSure: boolean): Found[] =>
  report.resources.flatMap((one) => {
    const owned = owners.get(one.resource);
    if (!owned) return [];
    if (report.action === 'stop') {
      afterStop(owned, report, isSure && isFine(one));
      return [];
    }
    if (one.staysDown) {
      const detail = `${report.run} left ${one.resource} down, but Curfew had stopped it`;
      return owned.byCurfew && owned.theirs === 'no' ? [{ at, resource: one.resource, detail }] : [];
    }
    owned.wasUp = isFine(one);
    if (isFine(one)) owned.theirs = 'no';
    return [];
  });

const aboutCall = (owners: Map<string, Owned>, event: Extract<TraceEvent, { type: 'call' }>, at: number): Found[] => {
  const owned = owners.get(event.resource ?? '');
  const direction = directionOf(event);
  if (!owned || !direction) return [];
  if (direction === 'stop') {
    owned.byCurfew = true;
    return [];
  }
  const wasDown = owned.downSince !== undefined || owned.leftDownAt === at;
  if (owned.theirs !== 'yes' || !wasDown || event.function !== 'start') return [];
  return [
    {
      at,
      resource: event.resource ?? '',
      detail: `${event.run} started ${event.resource}, which somebody else had stopped`,
    },
  ];
};

/**
 * A stop looks and remembers minutes before it reports, and somebody may start it in between: then it stays theirs for the night. That
 * it is theirs is believed only of what somebody else had down at that moment.
 */
const aboutMemory = (owners: Map<string, Owned>, event: TraceEvent, at: number): void => {
  const write = memoryWrite(event);
  const owned = write?.downBy === 'somebody' ? owners.get(write.name) : undefined;
  if (!owned || owned.byCurfew || owned.theirs === 'yes') return;
  const wasDown = owned.downSince !== undefined || at - (owned.leftDownAt ?? Number.NEGATIVE_INFINITY) <= settledMs;
  if (wasDown) owned.theirs = 'unsure';
};

/** What people had stopped before a stop stays down at the next start; what Curfew stopped does not. */
export const ownership: Invariant = {
  name: 'ownership',
  judge(rehearsal) {
    const owners = begin(rehearsal);
    const found: Found[] = [];
    const troubled = new Set<string>();
    let reports = 0;
    walk(rehearsal, ({ at, event }) => {
      if (event.type === 'state') {
        const owned = owners.get(event.resource);
        if (owned) changed(owned, event.to, at);
      }
      if (event.type === 'call') {
        if (event.error !== undefined && event.operation === 'dynamodb:Query') troubled.add(event.run ?? '');
        found.push(...aboutCall(owners, event, at));
        aboutMemory(owners, event, at);
      }
      if (event.type !== 'report') return;
      reports++;
      if (ran(event)) found.push(...aboutReport(owners, event, at, reports <= reportsMax && !troubled.has(event.run)));
    });
    return found;
  },
};
