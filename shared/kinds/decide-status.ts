// The decision about a kind that is described as a value: status in, the next thing to do out.
import type { Action } from '#core/action.ts';
import type { Standing } from './decision.ts';
import type { Next } from './next.ts';
import { columnOf } from './status-columns.ts';
import type { Facts, StatusKind, StatusObservation } from './status-kind.ts';

/** What a decision asks of a kind; `vendor`: whose API it is, where not AWS's. */
type ByStatus = Pick<StatusKind, 'statuses' | 'gone' | 'cannotStop' | 'warns' | 'hints'> & { readonly vendor?: string };

const upStatus = ({ statuses }: ByStatus): string => statuses.up[0] ?? 'up';
const downStatus = ({ statuses }: ByStatus): string => statuses.down[0] ?? 'down';

const broken = (status: string): Extract<Next, { kind: 'fail' }> => ({
  kind: 'fail',
  reason: `status ${status} needs manual action; nothing was changed`,
  code: status,
});

const change = (to: Action, { handle, status }: StatusObservation, goal: string): Next => ({
  kind: 'act',
  effects: [{ do: to, ...(handle === undefined ? {} : { handle }) }],
  reason: `${status}, should be ${goal}`,
});

/** Up by its own word; what it is made of may lag behind. */
const serving = ({ status, lagging = [] }: StatusObservation, isBusy: boolean): Next =>
  lagging.length > 0
    ? { kind: 'wait', reason: `${status}, but ${lagging.join(', ')}` }
    : { kind: 'ready', reason: isBusy ? `usable while ${status}` : status };

const onItsWay = ({ hints }: ByStatus, { status }: StatusObservation): string =>
  hints?.[status] === undefined ? status : `${status}; ${hints[status]}`;

const start = (kind: ByStatus, seen: StatusObservation): Next => {
  switch (columnOf(kind, seen.status)) {
    case 'up':
      return serving(seen, false);
    case 'busy':
      return serving(seen, true);
    case 'down':
      return change('start', seen, upStatus(kind));
    case 'broken':
      return broken(seen.status);
    case 'moving':
      return { kind: 'wait', reason: onItsWay(kind, seen) };
  }
};

const stop = (kind: ByStatus, seen: StatusObservation, fields: Facts): Next => {
  const column = columnOf(kind, seen.status);
  // What is down already need not be stopped, even where AWS would refuse it.
  const never = column === 'down' ? undefined : kind.cannotStop?.({ ...seen.facts, status: seen.status }, fields);
  if (never) return { kind: 'refuse', reason: never.reason, code: never.code };
  switch (column) {
    case 'up': {
      const warning = kind.warns?.(seen.facts, fields);
      return { ...change('stop', seen, downStatus(kind)), ...(warning === undefined ? {} : { warning }) };
    }
    case 'down':
      return { kind: 'ready', reason: seen.status };
    case 'broken':
      return kind.gone?.includes(seen.status) ? { ...broken(seen.status), isGone: true } : broken(seen.status);
    case 'busy':
    case 'moving':
      return {
        kind: 'wait',
        reason: `${onItsWay(kind, seen)}; ${kind.vendor ?? 'AWS'} accepts a stop only when ${upStatus(kind)}`,
      };
  }
};

/** `fields`: what the definition says of it. */
export const decideByStatus = (kind: ByStatus, action: Action, seen: StatusObservation, fields: Facts = {}): Next =>
  action === 'start' ? start(kind, seen) : stop(kind, seen, fields);

/** For what is remembered of it. */
export const standingOfStatus = (kind: ByStatus, { status }: StatusObservation): Standing => {
  const column = columnOf(kind, status);
  if (column === 'up' || column === 'busy') return 'up';
  return column === 'down' ? 'down' : 'other';
};
