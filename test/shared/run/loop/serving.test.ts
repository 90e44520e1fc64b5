// What serves its clients before it is at its goal: a shrunk cache on start. Nobody waits for the rest of it.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#core/outcome.ts';
import type { Next } from '#kinds/next.ts';
import { applyResults, applySnapshot } from '#run/loop/apply-snapshot.ts';
import { nextPoll } from '#run/loop/next-poll.ts';
import { begin, type Progress, type Snapshot } from '#run/loop/progress.ts';
import type { Plan } from '#run/plan/plan.ts';
import { criticalPath } from '#run/report/critical-path.ts';
import { cache, named, service } from '#test/support/definitions.ts';
import { lookAt } from '#test/support/looks.ts';

const sessions = cache('sessions', { whenStopped: 'shrink', deadlineSeconds: { start: 600 } });
const resources = [sessions, service('db'), service('app', { dependsOn: ['sessions', 'db'] })];
const plan: Plan = {
  environment: 'staging',
  action: 'start',
  stages: [],
  items: resources.map(({ name, kind, dependsOn }) => ({
    resource: name,
    kind,
    stage: 1,
    decision: 'act',
    reason: '',
    after: dependsOn,
  })),
  memories: [],
};

const add: Next = { kind: 'act', effects: [{ do: 'add-replicas', replicas: 1 }], reason: 'no replicas', serves: true };
const modifying: Next = { kind: 'wait', reason: 'modifying, still serving', serves: true };
const creating: Next = { kind: 'wait', reason: 'creating' };
const ready: Next = { kind: 'ready', reason: 'steady' };
const broken: Next = { kind: 'fail', reason: 'deleting', code: 'deleting' };

let polls = 0;
const look = (atSeconds: number, nexts: Record<string, Next>): Snapshot =>
  lookAt(atSeconds * 1_000, nexts, { polls: ++polls });

const names = (progress: Progress): string[] => [...progress.flights.keys()];
const outcome = (progress: Progress, name: string): Outcome | undefined => progress.outcomes.get(named(name));
const fresh = (): Progress => begin(plan, resources, 0);
const doNothing = new Map([
  [sessions.name, { ok: false, moved: false, retryable: false, code: 'NO', message: 'no', at: 0 }],
] as const);

describe('what serves on its way', () => {
  it('what serves on its way lets go whoever waits for it, as soon as the rest is there', () => {
    const first = applySnapshot(fresh(), look(5, { sessions: add, db: creating }));
    const second = applySnapshot(first, look(10, { sessions: modifying, db: ready }));

    expect(names(first)).toEqual(['sessions', 'db']);
    expect(names(second)).toEqual(['sessions', 'app']);
  });

  it('what serves on its way is noticed in the poll loop, once', () => {
    const progress = fresh();
    const seen = look(5, { sessions: modifying, db: creating });

    expect(nextPoll(progress, seen)).toEqual({ done: true });
    expect(nextPoll(applySnapshot(progress, seen), look(10, { sessions: modifying, db: creating }))).toMatchObject({
      done: false,
    });
  });

  it('what serves on its way holds everybody back again when it does not serve any more', () => {
    const first = applySnapshot(fresh(), look(5, { sessions: modifying, db: creating }));
    const second = applySnapshot(first, look(10, { sessions: creating, db: ready }));

    expect(names(second)).toEqual(['sessions']);
  });

  it('what serves on its way fails at its deadline and blocks nobody, not even those whose turn comes later', () => {
    const first = applySnapshot(fresh(), look(5, { sessions: modifying, db: creating }));
    const given = applySnapshot(first, look(600, { sessions: modifying, db: creating }));
    const later = applySnapshot(given, look(620, { db: ready }));

    expect(outcome(given, 'sessions')).toMatchObject({ outcome: 'failed', errorCode: 'DEADLINE', servedAt: 5_000 });
    expect(names(given)).toEqual(['db']);
    expect(names(later)).toEqual(['app']);
  });

  it('what serves on its way blocks nobody when its change is refused for good', () => {
    const seen = look(5, { sessions: add, db: creating });
    const refused = applyResults(applySnapshot(fresh(), seen), seen, doNothing);
    const later = applySnapshot(refused, look(10, { db: ready }));

    expect(outcome(refused, 'sessions')).toMatchObject({ outcome: 'failed', errorCode: 'NO', servedAt: 5_000 });
    expect(names(later)).toEqual(['app']);
  });

  it('what serves on its way blocks whoever waits for it when it breaks', () => {
    const first = applySnapshot(fresh(), look(5, { sessions: modifying, db: creating }));
    const second = applySnapshot(first, look(10, { sessions: broken, db: creating }));

    expect(outcome(second, 'sessions')).not.toHaveProperty('servedAt');
    expect(outcome(second, 'app')).toMatchObject({ outcome: 'blocked', blockedBy: 'sessions' });
  });
});

describe('the critical path', () => {
  const after = new Map(plan.items.map((item) => [item.resource, item.after]));
  const of = (name: string, from: number, to: number, servedAt?: number): Outcome => ({
    resource: named(name),
    kind: 'ecs-service',
    stage: 1,
    reason: '',
    outcome: 'done',
    startedAt: from * 1_000,
    endedAt: to * 1_000,
    ...(servedAt === undefined ? {} : { servedAt: servedAt * 1_000 }),
  });

  it('the critical path goes through what served only as far as others waited for it', () => {
    const outcomes = [of('sessions', 0, 900, 10), of('db', 0, 300), of('app', 300, 400)];

    expect(criticalPath(outcomes, after)).toEqual({ path: ['sessions'], seconds: 900 });
    expect(criticalPath([of('sessions', 0, 350, 10), ...outcomes.slice(1)], after)).toEqual({
      path: ['db', 'app'],
      seconds: 400,
    });
  });
});

describe('what serves on its way and began early', () => {
  const early = { on: [named('db')], atOnce: true } as const;
  const chain: Plan = {
    ...plan,
    items: plan.items.flatMap((item) => {
      if (item.resource === 'sessions') return [{ ...item, after: [named('db')], early }];
      return item.resource === 'app' ? [{ ...item, after: [named('sessions')] }] : [item];
    }),
  };

  it('what serves on its way lets go nobody when what it needs has failed', () => {
    const first = applySnapshot(begin(chain, resources, 0), look(5, { db: creating }));
    const second = applySnapshot(first, look(10, { sessions: modifying, db: broken }));
    const third = applySnapshot(second, look(15, { sessions: modifying }));

    expect(outcome(third, 'db')).toMatchObject({ outcome: 'failed' });
    expect(names(third)).toEqual(['sessions']);
    expect(outcome(third, 'app')).toBeUndefined();
  });
});
