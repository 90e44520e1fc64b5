// What a run does with its lease while it is at work: renews it, and tells where it stands.
import { describe, expect, it } from 'vitest';
import type { RunProgress } from '#core/run.ts';
import { limits } from '#run/limits.ts';
import { database } from '#test/support/definitions.ts';
import { playSmallRun, run, type World } from './small-runs.ts';

const db = database('db');

describe('the lease of a small run', () => {
  const renewalsOf = async (fails: (index: number) => unknown = () => undefined, world: Partial<World> = {}) => {
    const renewals: { run: string; untilMs: number; told: RunProgress | undefined }[] = [];
    const played = await playSmallRun({
      resources: [db],
      startSeconds: 200,
      ...world,
      state: (state) => ({
        renewLease: async (environment, of, untilMs, told) => {
          renewals.push({ run: of, untilMs, told });
          const error = fails(renewals.length - 1);
          if (error) throw error;
          return state.renewLease(environment, of, untilMs, told);
        },
      }),
    });
    return { ...played, renewals };
  };

  const secondOf = ({ untilMs }: { readonly untilMs: number }): number => untilMs / 1_000 - limits.leaseSeconds;

  it('the lease of a small run is renewed at looks alone, at fewer than every second, and about every minute at least', async () => {
    const { renewals, happened } = await renewalsOf(undefined, { startSeconds: 1_000 });
    const looks = happened.flatMap(([at, what]) => (what === 'read db' ? [at] : []));
    const renewed = renewals.map(secondOf);
    const gaps = renewed.slice(1).map((at, index) => at - (renewed[index] ?? 0));

    expect(renewed.filter((at) => !looks.includes(at))).toEqual([]);
    expect(renewed.length).toBeLessThan(looks.length / 2);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(limits.progressSeconds + limits.pollSecondsMax);
    expect(new Set(renewals.map((one) => one.run))).toEqual(new Set([run]));
  });

  it('the lease of a small run is confirmed at each look that leads to something: a change, or the end', async () => {
    const { renewals, happened } = await renewalsOf();
    const renewed = renewals.map(secondOf);
    const changes = happened.flatMap(([at, what]) => (what === 'start-instance db' ? [at] : []));
    const end = happened.findLast(([, what]) => what === 'read db')?.[0] ?? 0;

    expect(changes.length).toBeGreaterThan(0);
    for (const at of [...changes, end])
      expect(
        renewed.some((ms) => ms <= at && at - ms < limits.leaseProofSeconds),
        `${at}`,
      ).toBe(true);
  });

  it('the lease of a small run that was lost while nothing happened ends it before anything is settled', async () => {
    const { result, happened } = await playSmallRun({
      resources: [db],
      startSeconds: 200,
      state: (state) => ({
        renewLease: async (environment, of, untilMs, told) =>
          untilMs / 1_000 - limits.leaseSeconds < 150 && state.renewLease(environment, of, untilMs, told),
      }),
    });

    expect(result.end).toBe('superseded');
    expect(result.outcomes).toMatchObject([{ outcome: 'failed', errorCode: 'SUPERSEDED' }]);
    expect(happened.length).toBeGreaterThan(3);
  });

  it('the lease of a small run tells where it stands at the first look of a round, on news, and once a minute', async () => {
    const { renewals } = await renewalsOf();
    const told = renewals.flatMap((one) => (one.told ? [one.told] : []));
    const moving = { resource: 'db', kind: 'rds-instance', stage: 1, state: 'moving' };

    expect(told[0]).toEqual({ startedAt: 0, at: 0, resources: [{ ...moving, since: 0 }] });
    expect(told.map(({ at, resources }) => [at / 1_000, resources[0]?.reason])).toEqual([
      [0, undefined],
      [5, 'stopped, should be available'],
      [10, 'starting'],
      [70, 'starting'],
      [130, 'starting'],
      [190, 'starting'],
    ]);
  });

  it('the lease of a small run that cannot be renewed is a warning, said once, and no reason to stop', async () => {
    const error = new Error('the table does not answer');
    const { result } = await renewalsOf((index) => (index === 1 || index === 3 ? error : undefined));

    expect(result.end).toBe('complete');
    expect(result.warnings).toEqual(['the lease could not be renewed: the table does not answer']);
    expect((await renewalsOf((index) => (index === 0 ? 'a text' : undefined))).result.warnings).toEqual([
      'the lease could not be renewed: a text',
    ]);
  });

  it('the lease of a small run tells again what could not be written', async () => {
    const { renewals } = await renewalsOf((index) => (index === 2 ? new Error('no') : undefined));

    expect(renewals.slice(0, 6).map((one) => [secondOf(one), one.told?.resources[0]?.reason])).toEqual([
      [0, undefined],
      [5, 'stopped, should be available'],
      [10, 'starting'],
      [15, 'starting'],
      [75, 'starting'],
      [136, 'starting'],
    ]);
  });

  it('the lease of a small run that is lost after it could not be renewed leaves that warning, too', async () => {
    let renewals = 0;
    const { result } = await playSmallRun({
      resources: [db],
      state: () => ({
        renewLease: async () => {
          if (++renewals === 1) throw new Error('no answer');
          return false;
        },
      }),
    });

    expect([result.end, result.warnings]).toEqual(['superseded', ['the lease could not be renewed: no answer']]);
  });

  it('the lease of a small run is asked for again by a change that comes late, and that is made at once', async () => {
    const all = Array.from({ length: 6 }, (_, index) => database(`db-${index}`));
    const { happened } = await playSmallRun({
      resources: all,
      act: ({ name }, _, tick) => (name === 'db-0' ? tick(limits.leaseProofSeconds + 1) : undefined),
    });

    expect(happened.find(([, what]) => what === 'start-instance db-5')?.[0]).toBe(limits.leaseProofSeconds + 1);
  });
});
