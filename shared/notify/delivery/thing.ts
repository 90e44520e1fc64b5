// What is known of one thing at one destination, and in which order it is spoken of there: an issue is opened before it is
// commented on, an incident is triggered before it is resolved, whichever message a queue shows first. Pure.
import type { Known } from './delivery.ts';

type Waiting = { readonly id: string; readonly atMs: number; readonly seenMs: number };

export type Thing = {
  /** Messages that came and have not been delivered. */
  readonly waiting: readonly Waiting[];
  /** The last ones that were delivered. */
  readonly done: readonly string[];
  /** Whose turn it is, until then. */
  readonly turn?: { readonly id: string; readonly untilMs: number };
  readonly known?: Known;
};

type Turn = { readonly kind: 'go' | 'wait' | 'done'; readonly known: Known | undefined };

/** A message that the queue has not shown for so long was given up. */
const forgottenMs = 60 * 60_000;
/** Past the end of any invocation that could still be at it. */
const turnMs = 40_000;
const doneMax = 20;

const nothing: Thing = { waiting: [], done: [] };

/** Joins the messages about this thing that wait; the earliest goes first, and one at a time. */
export const takeThing = (
  thing: Thing | undefined,
  { id, atMs }: Pick<Waiting, 'id' | 'atMs'>,
  nowMs: number,
): { readonly state: Thing; readonly decision: Turn } => {
  const known = thing ?? nothing;
  if (known.done.includes(id)) return { state: known, decision: { kind: 'done', known: known.known } };
  const others = known.waiting.filter((one) => one.id !== id && nowMs - one.seenMs < forgottenMs);
  const waiting = [...others, { id, atMs, seenMs: nowMs }];
  const taken = known.turn !== undefined && known.turn.id !== id && known.turn.untilMs > nowMs;
  if (taken || others.some((one) => one.atMs < atMs))
    return { state: { ...known, waiting }, decision: { kind: 'wait', known: known.known } };
  const turn = { id, untilMs: nowMs + turnMs };
  return { state: { ...known, waiting, turn }, decision: { kind: 'go', known: known.known } };
};

/** Kept although nothing is delivered yet. */
export const rememberOfThing = (
  thing: Thing | undefined,
  known: Known,
): { readonly state: Thing; readonly decision: undefined } => ({
  state: { ...(thing ?? nothing), known },
  decision: undefined,
});

const withoutTurn = ({ turn, ...thing }: Thing, id: string): Thing =>
  turn === undefined || turn.id === id ? thing : { ...thing, turn };

/** It was delivered: never again, and the next one that waits may go. */
export const finishThing = (
  thing: Thing | undefined,
  id: string,
  known: Known | undefined,
): { readonly state: Thing; readonly decision: undefined } => {
  const before = withoutTurn(thing ?? nothing, id);
  return {
    state: {
      ...before,
      waiting: before.waiting.filter((one) => one.id !== id),
      done: [...before.done.filter((one) => one !== id), id].slice(-doneMax),
      ...(known === undefined ? {} : { known }),
    },
    decision: undefined,
  };
};

/** It was not delivered; it keeps its place in the order. */
export const releaseThing = (
  thing: Thing | undefined,
  id: string,
): { readonly state: Thing; readonly decision: undefined } => ({
  state: withoutTurn(thing ?? nothing, id),
  decision: undefined,
});
