// What is left alone: a gate, of any kind. It is looked at and reported, and nothing of it is ever changed.
import type { Action } from '#core/action.ts';
import { isOwed } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Resource } from '#kinds/resource.ts';

/**
 * Where only Curfew's own records would change, the resource itself is as desired; and a service at zero that Curfew never
 * stopped is where its owner set it.
 */
const isThere = (next: Next): boolean =>
  next.kind === 'ready' || (next.kind === 'act' && next.final === true) || isAtZero(next);

const isAtZero = (next: Next): boolean => next.kind === 'refuse' && next.code === 'NO_MEMORY';

/** It was not left alone yet when a stop changed it, and no start undoes that any more. */
const ours = (memory: Memory | undefined, did = 'took it down', remedy = 'start it'): string =>
  memory && isOwed(memory)
    ? `; ${memory.run} ${did} before it was left alone: ${remedy} by hand, or leave out \`leaveAlone\` until the next start`
    : '';

/** It serves, as its primary does of a cache that a stop shrank: nobody waits for the rest, which is said. */
const servingLess = (leaveAlone: string, { reason }: Next, memory: Memory | undefined): Next => {
  const said = `left alone: ${leaveAlone} (${reason}${ours(memory, 'shrank it', 'restore it')})`;
  return { kind: 'ready', reason: said, ...(memory && isOwed(memory) ? { warning: said } : {}) };
};

/**
 * What a decision becomes for a resource that is left alone, or kept up for one that is. A start waits for it: somebody who
 * keeps it to himself may yet bring it up.
 */
export const leftAlone = (action: Action, { leaveAlone, keptUp }: Resource, next: Next, memory?: Memory): Next => {
  if (leaveAlone !== undefined && action === 'stop') return { kind: 'ready', reason: `left alone: ${leaveAlone}` };
  // What somebody else has stopped is not started by a start, and only remembered here.
  const isTheirs = next.kind === 'act' && next.untouched === true;
  if (action === 'stop') return keptUp === undefined || isTheirs ? next : { kind: 'ready', reason: keptUp };
  if (leaveAlone === undefined || next.kind === 'fail') return next;
  const serves = (next.kind === 'act' || next.kind === 'wait') && next.serves === true;
  if (serves && !isThere(next)) return servingLess(leaveAlone, next, memory);
  if (isThere(next)) {
    const reason = `left alone: ${leaveAlone} (${isAtZero(next) ? 'at 0' : next.reason})`;
    // What somebody else has stopped is down all the same: what needs it is not started.
    return next.kind === 'ready' ? { ...next, reason } : { kind: 'ready', reason };
  }
  if (next.kind === 'refuse') return next;
  return { kind: 'wait', reason: `left alone: ${leaveAlone}; not up: ${next.reason}${ours(memory)}` };
};
