import { describe, expect, it } from 'vitest';
import type { Outcome } from '#core/outcome.ts';
import type { EarlyStart } from '#core/report.ts';
import { earlyReasons, earlyText, gainedSeconds } from '#run/early/gained.ts';
import { named } from '#test/support/definitions.ts';

const early = (on: string, more: Partial<EarlyStart> = {}): EarlyStart => ({ on: [on], gainedSeconds: 60, ...more });

const took = (resource: string, from: number, to: number, more: Partial<Outcome> = {}): Outcome =>
  ({
    ...{ resource: named(resource), kind: 'ecs-service', stage: 1, reason: 'up', outcome: 'done' },
    ...{ startedAt: from * 1_000, endedAt: to * 1_000 },
    ...more,
  }) as Outcome;

const after = new Map([
  [named('db'), []],
  [named('app'), [named('db')]],
  [named('web'), [named('app')]],
]);

const db = took('db', 0, 300);

describe('what a start gained', () => {
  it.each<[string, number, readonly Outcome[]]>([
    ['nothing without an early start', 0, [db, took('app', 300, 400), took('web', 400, 500)]],
    ['as much as it began sooner', 60, [db, took('app', 240, 340, { early: early('db') })]],
    ['for all that depends on it, too', 60, [db, took('app', 240, 340, { early: early('db') }), took('web', 340, 440)]],
    [
      'only what it took itself, where it was up before its dependency',
      40,
      [db, took('app', 240, 300, { early: early('db', { upBeforeSeconds: 20 }) })],
    ],
    [
      'nothing where something else took longer',
      0,
      [db, took('app', 240, 340, { early: early('db') }), took('other', 0, 900)],
    ],
    ['nothing of what was never touched', 0, [db, took('app', 0, 0, { early: early('db', { lost: 'db' }) })]],
    [
      'only until its dependency served, where that was before it was done',
      10,
      [took('db', 0, 300, { servedAt: 250_000 }), took('app', 240, 340, { early: early('db') })],
    ],
  ])('is %s', (_, seconds, outcomes) => {
    expect(gainedSeconds(outcomes, after)).toBe(seconds);
  });

  it('is said of the whole, with what was up before its dependencies and what began too early', () => {
    const vain = took('app', 240, 500, { early: early('db', { inVain: true }) });
    const before = took('web', 240, 300, { early: early('db', { upBeforeSeconds: 20 }) });

    expect(earlyText([db], 60)).toBeUndefined();
    expect(earlyText([db, took('app', 240, 340, { early: early('db') })], 120)).toBe(
      'ready 2 min sooner by early starts',
    );
    expect(earlyText([db, vain, before], 0)).toBe(
      'web up before its dependencies; app started too early: the next start waits longer',
    );
  });

  it.each<[readonly string[], EarlyStart | undefined]>([
    [[], undefined],
    [['began 60 s before db was ready'], early('db')],
    [['began 60 s before db, cache were all ready'], { ...early('db'), on: ['db', 'cache'] }],
    [['began 60 s before db was ready', 'up 20 s before that'], early('db', { upBeforeSeconds: 20 })],
    [
      ['began 60 s before db was ready', 'its first tasks failed: the next start waits longer'],
      early('db', { inVain: true }),
    ],
    [['up without db'], early('db', { lost: 'db' })],
  ])('is said of one resource: %j', (reasons, one) => {
    expect(earlyReasons(one ? { early: one } : {})).toEqual(reasons);
  });
});
