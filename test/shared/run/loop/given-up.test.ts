// What is said of a resource that a run gives up: AWS's own words and code, unless its status has been in the way since.
import { describe, expect, it } from 'vitest';
import type { Next } from '#kinds/next.ts';
import { applyResults, applySnapshot } from '#run/loop/apply-snapshot.ts';
import type { TimedResult } from '#run/loop/perform.ts';
import { begin, type Progress, type Snapshot } from '#run/loop/progress.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { database, definitionOf } from '#test/support/definitions.ts';

const db = database('db', { deadlineSeconds: { start: 600, stop: 600 } });
const definition = definitionOf([db]);
const stop: Next = { kind: 'act', effects: [{ do: 'stop-instance' }], reason: 'available, should be stopped' };
const busy: Next = { kind: 'wait', reason: 'backing-up; AWS accepts a stop only when available' };

const look = (at: number, next: Next): Snapshot => ({
  at,
  polls: 1,
  leaseHeld: true,
  nexts: { [db.name]: next },
  readAt: { 'rds-instance': at },
});
const refusal = (more: Partial<Extract<TimedResult, { code: string }>> = {}): TimedResult => ({
  ok: false,
  moved: true,
  retryable: true,
  code: 'InvalidDBInstanceState',
  message: 'stop database atlas-db: InvalidDBInstanceState: Instance atlas-db is not in available state.',
  at: 0,
  ...more,
});

const tried = (result: TimedResult): Progress => {
  const seen = look(0, stop);
  const progress = begin(planOperation('stop', definition, new Map(), []), [db], 0);
  return applyResults(applySnapshot(progress, seen), seen, new Map([[db.name, result]]));
};

const outcomeAfter = (result: TimedResult, next: Next) =>
  applySnapshot(tried(result), look(600_000, next)).outcomes.get(db.name);

describe('a resource that is given up', () => {
  it('a resource that is given up keeps what AWS said when it refused to the end, although each refusal counted as a status that moved', () => {
    expect(outcomeAfter(refusal(), stop)).toMatchObject({
      outcome: 'failed',
      errorCode: 'InvalidDBInstanceState',
      reason: expect.stringMatching(/^timed out after 600 s: .*Instance atlas-db is not in available state/),
    });
  });

  it('a resource that is given up names the status that is in the way, and what AWS said besides', () => {
    expect(outcomeAfter(refusal(), busy)).toMatchObject({
      errorCode: 'DEADLINE',
      reason: expect.stringMatching(/backing-up; .* \(AWS refused: .*is not in available state\.\)$/),
    });
  });

  it('a resource that is given up says nothing of a lease that another had for a moment', () => {
    const outcome = outcomeAfter(refusal({ code: 'SUPERSEDED', message: 'another run has taken over' }), busy);
    expect(outcome).toMatchObject({ errorCode: 'DEADLINE', reason: `timed out after 600 s: ${busy.reason}` });
  });

  it('a resource that is given up says nothing of a refusal that a change made good', () => {
    const again = applyResults(tried(refusal()), look(60_000, stop), new Map([[db.name, { ok: true, at: 60_000 }]]));
    const outcome = applySnapshot(again, look(600_000, { kind: 'wait', reason: 'stopping' })).outcomes.get(db.name);
    expect(outcome).toMatchObject({ errorCode: 'DEADLINE', reason: 'timed out after 600 s: stopping' });
  });
});

describe('a stop whose time to wait is over', () => {
  const left = (atDeadline: 'continue' | 'keep-up'): Next => ({ kind: 'wait', reason: '7 messages left', atDeadline });
  const begun = () => begin(planOperation('stop', definition, new Map(), []), [db], 0);
  const outcomeAt = (ms: number, next: Next) => applySnapshot(begun(), look(ms, next)).outcomes.get(db.name);

  it('a stop whose time to wait is over continues where the definition says so, with a warning of what is left', () => {
    const reason = '7 messages left after 10 min: the stop continues, as the definition says';

    expect(outcomeAt(600_000, left('continue'))).toMatchObject({ outcome: 'done', reason, warning: reason });
  });

  it('a stop whose time to wait is over keeps up what follows where the definition says so', () => {
    expect(outcomeAt(600_000, left('keep-up'))).toMatchObject({
      outcome: 'refused',
      errorCode: 'NOT_DRAINED',
      reason: '7 messages left after 10 min: what follows stays up, as the definition says',
    });
  });

  it('a stop whose time to wait is not over decides nothing yet', () => {
    expect(outcomeAt(599_000, left('continue'))).toBeUndefined();
  });
});
