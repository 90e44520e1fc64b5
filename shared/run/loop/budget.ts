// How a run of a large environment stays within what the engine takes: it looks less often, and lets changes gather, so that a round
// makes many of them. Pure. Of an environment of a few hundred resources nothing of this is felt.
import type { Next } from '#kinds/next.ts';
import { limits } from '../limits.ts';
import { operationsLeft, type Progress, type Snapshot } from './progress.ts';

/** Around a name and a reason, and of what is to be done. */
const bytesAround = 60;
const bytesOfEffect = 100;

/** What a look takes in a checkpoint, roughly and cheaply: it is asked at every look. */
export const bytesAbout = (nexts: Readonly<Record<string, Next>>): number => {
  let bytes = 0;
  for (const name in nexts) {
    const next = nexts[name] as Next;
    const effects = next.kind === 'act' ? next.effects.length * bytesOfEffect : 0;
    bytes += bytesAround + name.length + next.reason.length + effects;
  }
  return bytes;
};

/** The last look of a round is stored with the wait and with the round as well. */
const copiesOfLast = 2;

/** What the looks of this round have written, if this is its last. */
export const bytesOfRound = ({ polls }: Pick<Progress, 'polls'>, look: Pick<Snapshot, 'polls' | 'nexts'>): number =>
  (look.polls - polls + copiesOfLast) * bytesAbout(look.nexts);

/** Polls as pace counts them: those that were made, or more where bytes are scarcer than polls. */
export const pollsSpent = (progress: Progress, look: Snapshot): number => {
  const each = bytesAbout(look.nexts);
  if (each === 0) return look.polls;
  const left = limits.looksBytesMax - progress.bytes - bytesOfRound(progress, look);
  return Math.max(look.polls, limits.pollsMax - Math.floor(left / each));
};

/** Brackets, a rest, a look, and its changes in a few steps. */
const operationsPerRound = 10;

/**
 * Seconds that changes gather before the next round looks. What is left of time and of operations sets it, as it sets the pace of
 * polls. None where the engine has a step for every change, nor where the round could not make all that was due.
 */
export const restSeconds = (progress: Progress, look: Snapshot, changes: number): number => {
  if (progress.perStep === 1 || changes >= limits.changesPerRoundMax || progress.flights.size === 0) return 0;
  const bytesLeft = limits.looksBytesMax - progress.bytes;
  const roundsLeft = Math.min(
    operationsLeft(progress, look) / operationsPerRound,
    bytesLeft / ((copiesOfLast + 2) * Math.max(1, bytesAbout(look.nexts))),
  );
  const secondsLeft = limits.runSecondsMax - (look.at - progress.startedAt) / 1_000;
  const wanted = secondsLeft / Math.max(1, 4 * Math.max(1, roundsLeft) - 3);
  return Math.ceil(Math.min(limits.pollSecondsMax, Math.max(limits.pollSecondsMin, wanted)));
};
