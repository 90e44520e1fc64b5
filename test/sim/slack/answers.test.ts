// How a rehearsed Slack answers: as the scenario says, then well.
import { describe, expect, it } from 'vitest';
import { virtualClock } from '#sim/clock.ts';
import { type SlackAnswer, slackAnswers } from '#sim/slack/answers.ts';

const minute = 60_000;

const told = (...answers: readonly SlackAnswer[]) => {
  const clock = virtualClock(0);
  const slack = slackAnswers(clock);
  for (const answer of answers) slack.add(answer);
  return { clock, slack, statuses: (count: number) => Array.from({ length: count }, () => slack.next().status) };
};

describe('a rehearsed Slack', () => {
  it('a rehearsed Slack answers so many times, one answer after the other, and then well', () => {
    const { statuses } = told({ status: 500, times: 2 }, { status: 429, times: 1 });

    expect(statuses(4)).toEqual([500, 500, 429, 200]);
  });

  it('a rehearsed Slack answers until a time, however often it is asked', () => {
    const { clock, statuses } = told({ status: 503, untilMs: 10 * minute });

    expect(statuses(3)).toEqual([503, 503, 503]);
    clock.advanceTo(10 * minute);
    expect(statuses(1)).toEqual([200]);
  });

  it('a rehearsed Slack forgets what a time has passed for before it was ever asked', () => {
    const { clock, statuses } = told({ status: 503, untilMs: minute }, { status: 500, times: 1 });
    clock.advanceTo(2 * minute);

    expect(statuses(2)).toEqual([500, 200]);
  });

  it('a rehearsed Slack is well as soon as everything is repaired', () => {
    const { slack, statuses } = told({ status: 500, times: 100 });
    slack.well();

    expect(statuses(1)).toEqual([200]);
  });
});
