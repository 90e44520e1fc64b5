import { expect, it } from 'vitest';
import type { Expectation } from '#core/expectation.ts';
import type { Override } from '#core/override.ts';
import { type Make, now } from './state-store-samples.ts';

export const exceptions = (make: Make) => {
  const override = (id: string, more: Partial<Override> = {}): Override => ({
    id,
    hold: 'up',
    from: now,
    until: now + 60_000,
    by: 'ana',
    why: 'release',
    ...more,
  });

  it('a state store keeps overrides, changes them by their id, and lists none of another environment', async () => {
    const store = await make();
    await store.saveOverride('staging', override('a'));
    await store.saveOverride('staging', override('b', { hold: 'down' }));
    await store.saveOverride('staging2', override('c'));
    await store.saveOverride('staging', override('a', { until: now + 1 }));
    expect(await store.overrides('staging')).toEqual([
      override('a', { until: now + 1 }),
      override('b', { hold: 'down' }),
    ]);
  });

  it('a state store keeps silences, changes them by their id, and lists none of another environment', async () => {
    const store = await make();
    const silence = (id: string, until = now + 60_000) => ({
      id,
      pattern: '*-cpu',
      from: now,
      until,
      by: 'ana',
      why: 'test',
    });
    await store.saveSilence('staging', silence('a'));
    await store.saveSilence('staging', silence('b'));
    await store.saveSilence('staging2', silence('c'));
    await store.saveSilence('staging', silence('a', now + 1));

    expect(await store.silences('staging')).toEqual([silence('a', now + 1), silence('b')]);
  });

  it('a state store knows what was said, per environment', async () => {
    const store = await make();
    expect(await store.wasNoted('staging', 'late@1')).toBe(false);
    await store.note('staging', 'late@1', now);
    await store.note('staging', 'late@1', now);
    expect(await store.wasNoted('staging', 'late@1')).toBe(true);
    expect(await store.wasNoted('staging', 'late@2')).toBe(false);
    expect(await store.wasNoted('staging2', 'late@1')).toBe(false);
  });

  it('a state store knows when it was said last', async () => {
    const store = await make();
    expect(await store.notedAt('staging', 'hindered')).toBeUndefined();
    await store.note('staging', 'hindered', now);
    await store.note('staging', 'hindered', now + 1_000);
    expect(await store.notedAt('staging', 'hindered')).toBe(now + 1_000);
  });

  it('a state store keeps keys apart that are longer than a table takes', async () => {
    const store = await make();
    const key = `drift@1@${'a-service-with-a-name, '.repeat(70)}`;
    await store.note('staging', `${key}one`, now);
    expect(await store.wasNoted('staging', `${key}one`)).toBe(true);
    expect(await store.wasNoted('staging', `${key}two`)).toBe(false);
  });
};

export const expectations = (make: Make) => {
  const expectation = (run: string, more: Partial<Expectation> = {}): Expectation => ({
    run,
    reason: 'stopped by the schedule',
    from: '2026-11-20T23:00:00Z',
    until: '2026-11-21T11:30:00Z',
    alarms: ['scoring-running-tasks'],
    identities: ['poc-atlas-dev/poc-atlas-dev-scoring'],
    ...more,
  });
  const alarm = (id: string, what = 'scoring-running-tasks') => ({ id, what, at: '2026-11-21T01:00:00Z' });

  it('a state store keeps one expectation per run, in the order in which they begin, and none of another environment', async () => {
    const store = await make();
    await store.expect('staging', expectation('stop-2', { from: '2026-11-21T23:00:00Z' }));
    await store.expect('staging', expectation('stop-1'));
    await store.expect('staging2', expectation('stop-3'));
    await store.expect('staging', expectation('stop-1', { until: '2026-11-21T09:00:00Z' }));
    expect(await store.expectations('staging')).toEqual([
      expectation('stop-1', { until: '2026-11-21T09:00:00Z' }),
      expectation('stop-2', { from: '2026-11-21T23:00:00Z' }),
    ]);
  });

  it('a state store counts what was expected by name, the same delivery once', async () => {
    const store = await make();
    for (const id of ['a', 'b', 'a']) await store.countExpected('staging', 'stop-1', alarm(id));
    await store.countExpected('staging', 'stop-1', alarm('c', 'camunda-cpu'));
    await store.countExpected('staging', 'stop-2', alarm('d'));
    await store.countExpected('staging2', 'stop-1', alarm('e'));
    expect(await store.expected('staging', 'stop-1')).toEqual([
      { what: 'camunda-cpu', times: 1 },
      { what: 'scoring-running-tasks', times: 2 },
    ]);
    expect(await store.expected('staging', 'stop-3')).toEqual([]);
  });
};
