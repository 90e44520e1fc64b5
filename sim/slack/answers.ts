// How the simulated Slack answers: so many times, or until a time; well when nothing is given.
import type { Clock } from '../clock.ts';

export type SlackAnswer = {
  readonly status: number;
  readonly retryAfterSeconds?: number;
  readonly times?: number;
  readonly untilMs?: number;
};

type Answer = Pick<SlackAnswer, 'status' | 'retryAfterSeconds'>;

export const slackAnswers = (clock: Clock) => {
  const planned: { readonly answer: Answer; readonly untilMs: number; left: number }[] = [];
  return {
    add: ({ times = Number.POSITIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY, ...answer }: SlackAnswer): void =>
      void planned.push({ answer, untilMs, left: times }),
    well: (): void => void planned.splice(0),
    next(): Answer {
      while (planned[0] && (planned[0].left === 0 || planned[0].untilMs <= clock.nowMs())) planned.shift();
      const [next] = planned;
      if (!next) return { status: 200 };
      next.left--;
      return next.answer;
    },
  };
};
