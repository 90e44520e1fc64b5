import { describe, expect, it } from 'vitest';
import { hold, release } from '#run/overrides/hold.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const now = Date.parse('2026-11-20T19:00:00-03:00');
const hour = 3_600_000;
const request = { hold: 'up', until: now + hour, by: 'ana', why: 'release' } as const;

const desk = () => {
  let nowMs = now;
  let ids = 0;
  const state = memoryStateStore();
  const runtime = { now: () => new Date(nowMs), random: () => 0, newId: () => `id${++ids}` };
  const later = (ms: number): void => {
    nowMs += ms;
  };
  return { ports: { state, runtime }, state, later };
};

describe('holding an environment', () => {
  it('keeps who holds it, why and until when', async () => {
    const { ports, state } = desk();
    const override = await hold('staging', request, ports);

    expect(await state.overrides('staging')).toEqual([override]);
    expect(override).toMatchObject({ hold: 'up', from: now, until: now + hour, by: 'ana', why: 'release' });
  });

  it.each([
    ['has passed', { until: now }, 'that time has passed'],
    ['is no time', { until: Number.NaN }, 'not a time'],
    ['is more than a month ahead', { until: now + 32 * 24 * hour }, 'change the schedule instead'],
    ['has no owner', { by: ' ' }, 'needs an owner'],
    ['has no reason', { why: '' }, 'needs a reason'],
    ['has a reason of 501 characters', { why: 'x'.repeat(501) }, 'longer than 500 characters'],
    ['has an owner of 129 characters', { by: 'x'.repeat(129) }, 'longer than 128 characters'],
    ['has a reason that moves the cursor', { why: 'ok\u001b[2J' }, 'cannot be seen (U+001B)'],
    ['has a reason of two lines', { why: 'ok\nheld by root' }, 'cannot be seen (U+000A)'],
    ['has an owner written backwards', { by: '\u202eana' }, 'cannot be seen (U+202E)'],
  ])('holding an environment is refused when it %s, and nothing is written', async (_, facts, reason) => {
    const { ports, state } = desk();

    await expect(hold('staging', { ...request, ...facts }, ports)).rejects.toThrow(reason);
    expect(await state.overrides('staging')).toEqual([]);
  });
});

describe('releasing an environment', () => {
  it('ends what is in force now and keeps that it was', async () => {
    const { ports, state, later } = desk();
    await hold('staging', request, ports);
    later(hour / 2);

    expect(await release('staging', ports)).toMatchObject([{ until: now + hour / 2 }]);
    expect(await state.overrides('staging')).toMatchObject([{ by: 'ana', until: now + hour / 2 }]);
  });

  it('changes nothing where nothing is in force', async () => {
    const { ports, state, later } = desk();
    const override = await hold('staging', request, ports);
    later(2 * hour);

    expect(await release('staging', ports)).toEqual([]);
    expect(await state.overrides('staging')).toEqual([override]);
  });
});
