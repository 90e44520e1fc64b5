// A look while one API is slow.
import { describe, expect, it } from 'vitest';
import type { Services } from '#kinds/adapter.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { limits } from '#run/limits.ts';
import { begin } from '#run/loop/progress.ts';
import { readDue } from '#run/loop/read-due.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { pauseOf, virtualClock } from '#sim/clock.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';

const db = database('db');
const app = service('app');
const definition = definitionOf([db, app]);

const unsettled = (kind: 'db' | 'app', status: string): Reading =>
  kind === 'db'
    ? {
        state: 'seen',
        observation: { kind: 'rds-instance', status, engine: 'postgres', replicas: [] },
      }
    : { state: 'absent' };

const look = async (dbAnswersAfterSeconds: number, appReading: (reads: number) => Reading, canPause = true) => {
  const clock = virtualClock(0);
  const reads = { db: 0, app: 0 };
  const slow = async (resources: readonly Resource[]) => {
    reads.db++;
    await clock.sleepUntil(clock.nowMs() + dbAnswersAfterSeconds * 1_000);
    return new Map(resources.map(({ name }) => [name, unsettled('db', 'available')]));
  };
  const quick = async (resources: readonly Resource[]) =>
    new Map(resources.map(({ name }) => [name, appReading(++reads.app)]));
  const services = { 'rds-instance': { observe: slow }, 'ecs-service': { observe: quick } } as unknown as Services;
  const runtime = {
    now: () => new Date(clock.nowMs()),
    random: () => 0,
    newId: () => 'id',
    ...(canPause ? { pause: (ms: number) => pauseOf(clock, ms) } : {}),
  };
  const plan = planOperation('stop', definition, new Map(), []);
  const progress = begin(
    { ...plan, items: plan.items.map((item) => ({ ...item, after: [] })) },
    definition.resources,
    0,
  );
  let found: Awaited<ReturnType<typeof readDue>> | undefined;
  void readDue(progress, progress.known, 0, { services, runtime }).then((known) => {
    found = known;
  });
  await clock.run(() => found !== undefined);
  return { known: found, seconds: clock.nowMs() / 1_000, reads };
};

const draining: Reading = { state: 'unreadable', code: 'Throttling', message: 'later', retryable: true };

describe('a look while one kind is slow', () => {
  it('a look while one kind is slow takes what others have found to be done, and leaves the slow kind to the next look', async () => {
    const { known, seconds } = await look(60, () => ({ state: 'absent' }));

    expect(seconds).toBeLessThanOrEqual(limits.lookGraceSeconds);
    expect(known?.nexts).toHaveProperty('app');
    expect(known?.nexts).not.toHaveProperty('db');
  });

  it.each<[takes: string, dbSeconds: number, endsAt: number, names: string[]]>([
    [
      'what comes a moment before its patience ends',
      limits.lookGraceSeconds - 1,
      limits.lookGraceSeconds - 1,
      ['app', 'db'],
    ],
    ['not what comes a moment after', limits.lookGraceSeconds + 1, limits.lookGraceSeconds, ['app']],
  ])('a look while one kind is slow and something is to be done takes %s', async (_, dbSeconds, endsAt, names) => {
    const { known, seconds } = await look(dbSeconds, () => ({ state: 'absent' }));

    expect(seconds).toBe(endsAt);
    expect(Object.keys(known?.nexts ?? {}).toSorted()).toEqual(names);
  });

  it('a look while one kind is slow waits for all of them where nothing can wait', async () => {
    const { known, seconds } = await look(60, () => ({ state: 'absent' }), false);

    expect(seconds).toBe(60);
    expect(Object.keys(known?.nexts ?? {}).toSorted()).toEqual(['app', 'db']);
  });

  it('a look while one kind is slow waits for it when nothing else is to be done', async () => {
    const { known, seconds } = await look(60, () => draining);

    expect(seconds).toBe(60);
    expect(known?.nexts.db).toMatchObject({ kind: 'act' });
  });

  it('a look while one kind is slow reads the others again meanwhile, and ends as soon as they lead to something', async () => {
    const { seconds, reads } = await look(60, (count) => (count < 4 ? draining : { state: 'absent' }));

    expect(reads).toEqual({ db: 1, app: 4 });
    expect(seconds).toBeLessThan(30);
  });

  it('a look while one kind is slow counts a kind that never answers as unreadable for now', async () => {
    const { known, seconds } = await look(100_000, () => draining);

    expect(seconds).toBeLessThanOrEqual(limits.lookSecondsMax + limits.pollSecondsMin);
    expect(known?.nexts.db).toMatchObject({ kind: 'wait', reason: 'cannot be read now: NO_ANSWER' });
  });

  it('a look while one kind is slow waits for nobody when all answer at once', async () => {
    expect(await look(0, () => ({ state: 'absent' }))).toMatchObject({ seconds: 0, reads: { db: 1, app: 1 } });
  });
});
