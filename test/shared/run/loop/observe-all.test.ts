// Reading resources of several kinds, of which one is slow or has a bug.
import { describe, expect, it } from 'vitest';
import type { Services } from '#kinds/adapter.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { observeAll } from '#run/loop/observe-all.ts';
import { database, service } from '#test/support/definitions.ts';

const db = database('db');
const web = service('web');
const absent: Reading = { state: 'absent' };

const reading = async (slow: Promise<unknown> | undefined, hasBudget = true, resources = [db, web]) => {
  const pauses: number[] = [];
  let ended = 0;
  const asked: unknown[] = [];
  const observe = async (all: readonly Resource[], towards: unknown) => {
    asked.push(towards);
    return new Map(all.map(({ name }) => [name, absent]));
  };
  const late = async (all: readonly Resource[], towards: unknown) => {
    await slow;
    return observe(all, towards);
  };
  const services = { 'rds-instance': { observe: late }, 'ecs-service': { observe } } as unknown as Services;
  const pause = (ms: number) => {
    pauses.push(ms);
    return { over: Promise.resolve(), end: () => void ended++ };
  };
  const budget = hasBudget ? { seconds: 15, runtime: { pause } } : undefined;
  const found = await observeAll(resources, services, 'stop', budget as never);
  return { found: Object.fromEntries(found), pauses, ended, asked };
};

describe('reading resources of several kinds', () => {
  it('reading resources of several kinds waits for all of them without a limit', async () => {
    expect(await reading(undefined, false)).toEqual({
      ...{ found: { db: absent, web: absent }, pauses: [], ended: 0, asked: ['stop', 'stop'] },
    });
  });

  it('reading resources of several kinds leaves out the kind that does not answer in time, and no other', async () => {
    const { found, pauses, ended } = await reading(new Promise(() => {}));

    expect(found.db).toEqual({
      state: 'unreadable',
      code: 'NO_ANSWER',
      message: 'AWS has not answered within 15 s',
      retryable: true,
    });
    expect(Object.keys(found).toSorted()).toEqual(['db', 'web']);
    expect([pauses, ended]).toEqual([[15_000, 15_000], 2]);
  });

  it('reading resources of several kinds does not take what has answered for unreadable because a kind after it is slow', async () => {
    const { found } = await reading(new Promise(() => {}), true, [web, db]);

    expect(found.web).toEqual(absent);
    expect(found.db).toMatchObject({ state: 'unreadable', code: 'NO_ANSWER' });
  });

  it('reading resources of several kinds goes on where one has a bug, and says so', async () => {
    const { found } = await reading(Promise.reject(new TypeError('oops')), false);

    expect(found).toEqual({
      db: { state: 'unreadable', code: 'INTERNAL', message: expect.stringContaining('oops'), retryable: false },
      web: absent,
    });
  });

  it('reading resources of several kinds does without a limit where nothing can wait', async () => {
    const services = { 'ecs-service': { observe: async () => new Map([[web.name, absent]]) } } as unknown as Services;

    expect([...(await observeAll([web], services, 'stop', { seconds: 1, runtime: {} }))]).toEqual([['web', absent]]);
  });
});
