// What a stop waits for: what counts as empty, what is known, and what is done about it.
import { describe, expect, it } from 'vitest';
import { atDeadlineOf, towardsDrained } from '#kinds/gates/drain.ts';
import { seenInMetric } from '#kinds/metric/adapter.ts';
import { withinRun } from '#kinds/next.ts';
import type { ResourceOf } from '#kinds/resource.ts';
import { seenInQueue } from '#kinds/sqs-queue/adapter.ts';
import { decide } from '#run/plan/decide.ts';
import { named } from '#test/support/definitions.ts';

const now = Date.parse('2026-11-20T23:00:00Z');
const minute = 60_000;

describe('a queue', () => {
  const counts = (visible: string, inFlight: string, delayed: string) => ({
    ApproximateNumberOfMessages: visible,
    ApproximateNumberOfMessagesNotVisible: inFlight,
    ApproximateNumberOfMessagesDelayed: delayed,
  });

  it.each([
    [counts('0', '0', '0'), 'empty', 'empty'],
    [counts('3', '0', '0'), 'not-empty', '3 messages left (3 visible, 0 in flight, 0 delayed)'],
    [counts('0', '2', '0'), 'not-empty', '2 messages left (0 visible, 2 in flight, 0 delayed)'],
    [counts('0', '0', '1'), 'not-empty', '1 messages left (0 visible, 0 in flight, 1 delayed)'],
    [{}, 'no-data', 'SQS does not say how many messages it has'],
    [{ ApproximateNumberOfMessages: '0' }, 'no-data', 'SQS does not say how many messages it has'],
  ])('a queue with %j is %s', (attributes, status, says) => {
    expect(seenInQueue(attributes, now)).toEqual({ kind: 'sqs-queue', status, says, asOf: now - minute });
  });
});

describe('a metric', () => {
  const lag = { metric: 'SumOffsetLag', atMost: 0 };
  const at = (minutesAgo: number): Date => new Date(now - minutesAgo * minute);

  it('a metric is what its newest value says, in whatever order CloudWatch lists them', () => {
    const seen = seenInMetric(lag, { Values: [5, 0, 9], Timestamps: [at(3), at(1), at(2)] });

    expect(seen).toEqual({ kind: 'metric', status: 'empty', says: 'SumOffsetLag is 0', asOf: now - minute });
  });

  it('a metric without data is not empty', () => {
    expect(seenInMetric(lag, {})).toMatchObject({ status: 'no-data', says: expect.stringContaining('which is not 0') });
    expect(seenInMetric(lag, { Values: [], Timestamps: [] })).toMatchObject({ status: 'no-data' });
  });

  it('a metric is empty at the value that the definition allows, and not above it', () => {
    const status = (value: number) =>
      seenInMetric({ ...lag, atMost: 10 }, { Values: [value], Timestamps: [at(1)] }).status;

    expect([status(10), status(11)]).toEqual(['empty', 'not-empty']);
  });
});

describe('the decision', () => {
  const gate = { ifNotDrained: 'keep-up' } as const;
  const empty = { status: 'empty', says: 'empty', asOf: now } as const;

  it('a start never waits for what is left', () => {
    expect(towardsDrained('start', gate, { status: 'not-empty', says: '3 left', asOf: now }).kind).toBe('ready');
  });

  it.each([
    [now, 'ready'],
    [now + 1, 'wait'],
  ])('what was empty at %d before its turn proves nothing', (since, kind) => {
    const next = withinRun(towardsDrained('stop', gate, empty), { startedAt: now, nowMs: now + minute, since });

    expect(next.kind).toBe(kind);
    if (next.kind === 'wait') expect(next.atDeadline).toBe('keep-up');
  });

  it('what cannot be read for a while ends as the definition says, too; on a start nothing waits for it', () => {
    const queue: ResourceOf<'sqs-queue'> = {
      ...{ kind: 'sqs-queue', name: named('jobs'), queue: 'jobs', ifNotDrained: 'continue' },
      ...{ dependsOn: [], deadlineSeconds: { start: 60, stop: 60 }, optional: false },
    };
    const reading = { state: 'unreadable', code: 'Throttling', message: 'slow down', retryable: true } as const;

    expect(decide('stop', queue, reading, undefined)).toMatchObject({ kind: 'wait', atDeadline: 'continue' });
    expect(atDeadlineOf('start', queue)).toEqual({});
    expect(atDeadlineOf('stop', { kind: 'rds-instance' })).toEqual({});
  });
});
