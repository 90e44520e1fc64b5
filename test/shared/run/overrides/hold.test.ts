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
  const runtime = { now: () => new Date(nowMs), random: () => 0, newId: (what: string) => `${what}${++ids}` };
  const later = (ms: number): void => {
    nowMs += ms;
  };
  return { ports: { state, runtime }, state, later };
};

describe('holding an environment', () => {
  it('holding an environment keeps who holds it, why and until when', async () => {
    const { ports, state } = desk();
    const override = await hold('staging', request, ports);

    expect(await state.overrides('staging')).toEqual([override]);
    expect(override).toEqual({
      id: '2026-11-20T22:00:00.000Z-override1',
      hold: 'up',
      from: now,
      until: now + hour,
      by: 'ana',
      why: 'release',
    });
  });

  it('holding an environment keeps owner and reason without the space around them, which does not count as text', async () => {
    const { ports } = desk();
    const spaced = { ...request, by: ` ${'x'.repeat(128)} `, why: `\n${'y'.repeat(500)}\n` };

    expect(await hold('staging', spaced, ports)).toMatchObject({ by: 'x'.repeat(128), why: 'y'.repeat(500) });
    await expect(hold('staging', { ...request, why: ' \n ' }, ports)).rejects.toThrow('needs a reason');
  });

  it('holding an environment may last 31 days, and says what is wrong with one that lasts longer', async () => {
    const { ports } = desk();
    const month = now + 31 * 24 * hour;

    expect(await hold('staging', { ...request, until: month }, ports)).toMatchObject({ until: month });
    await expect(hold('staging', { ...request, until: month + 1 }, ports)).rejects.toThrow(
      'hold up until: more than 31 days ahead; change the schedule instead',
    );
  });

  it.each([
    ['has passed', { until: now }, 'this time is in the past'],
    ['is no time', { until: Number.NaN }, 'not a time'],
    ['is more than a month ahead', { until: now + 32 * 24 * hour }, 'change the schedule instead'],
    ['has no owner', { by: ' ' }, 'needs an owner'],
    ['has no reason', { why: '' }, 'needs a reason'],
    ['has a reason of 501 characters', { why: 'x'.repeat(501) }, 'longer than 500 characters'],
    ['has an owner of 129 characters', { by: 'x'.repeat(129) }, 'longer than 128 characters'],
    ['has a reason that moves the cursor', { why: 'ok\u001b[2J' }, 'invisible character (U+001B)'],
    ['has a reason of two lines', { why: 'ok\nheld by root' }, 'invisible character (U+000A)'],
    ['has an owner written backwards', { by: '\u202eana' }, 'invisible character (U+202E)'],
  ])('holding an environment is refused when it %s, and nothing is written', async (_, facts, reason) => {
    const { ports, state } = desk();

    await expect(hold('staging', { ...request, ...facts }, ports)).rejects.toThrow(reason);
    expect(await state.overrides('staging')).toEqual([]);
  });
});

describe('releasing an environment', () => {
  it('releasing an environment ends what is in force now and keeps that it was', async () => {
    const { ports, state, later } = desk();
    await hold('staging', request, ports);
    later(hour / 2);

    expect(await release('staging', ports)).toMatchObject([{ until: now + hour / 2 }]);
    expect(await state.overrides('staging')).toMatchObject([{ by: 'ana', until: now + hour / 2 }]);
  });

  it('releasing an environment changes nothing where nothing is in force', async () => {
    const { ports, state, later } = desk();
    const override = await hold('staging', request, ports);
    later(2 * hour);

    expect(await release('staging', ports)).toEqual([]);
    expect(await state.overrides('staging')).toEqual([override]);
  });
});
