// Which moments of a night are shown, and how far apart in virtual time: a night takes a few seconds to watch, however
// long it is and however long its runs take. Pure.

/** Real time per frame. */
export const frameMs = 16;

const framesPerIdleNight = 25;
const runStepMs = 5_000;
const idleStepMs = 15 * 60_000;

type Watched = {
  readonly shownAt: number;
  /** When the run in progress began; nothing between runs. */
  readonly runStartedAt: number | undefined;
  readonly nightMs: number;
};

/** During a run every few seconds, the further apart the longer it takes; between runs a sweep through the hours. */
const stepOf = ({ shownAt, runStartedAt, nightMs }: Watched): number =>
  runStartedAt === undefined
    ? Math.max(idleStepMs, nightMs / framesPerIdleNight)
    : Math.max(runStepMs, (shownAt - runStartedAt) / 40);

/** The moments to draw before the clock jumps to `next`. */
export const momentsBefore = (next: number, watched: Watched): number[] => {
  const step = Math.ceil(stepOf(watched));
  const count = Math.floor((next - watched.shownAt) / step);
  const moments = Array.from({ length: count }, (_, index) => watched.shownAt + (index + 1) * step);
  // A run that waits for its next look would draw the same again and again.
  return watched.runStartedAt === undefined ? moments : moments.slice(-1);
};
