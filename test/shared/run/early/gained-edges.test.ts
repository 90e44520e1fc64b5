// How much sooner an environment was up by early starts, and the words for it.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#core/outcome.ts';
import type { EarlyStart } from '#core/report.ts';
import { earlyReasons, earlyText, gainedSeconds } from '#run/early/gained.ts';
import { named } from '#test/support/definitions.ts';

type Seconds = { readonly from?: number; readonly to?: number; readonly served?: number };

const early = (more: Partial<EarlyStart> = {}): EarlyStart => ({ on: ['db'], gainedSeconds: 100, ...more });

const outcome = (name: string, { from, to, served }: Seconds, began?: EarlyStart): Outcome => ({
  ...{ resource: named(name), kind: 'ecs-service', stage: 1, outcome: 'done', reason: 'up' },
  ...(from === undefined ? {} : { startedAt: from * 1_000 }),
  ...(to === undefined ? {} : { endedAt: to * 1_000 }),
  ...(served === undefined ? {} : { servedAt: served * 1_000 }),
  ...(began ? { early: began } : {}),
});

const db = outcome('db', { from: 0, to: 300 });
const cache = outcome('cache', { from: 0, to: 100 });
const app = outcome('app', { from: 200, to: 330 }, early());

const graph = (edges: Readonly<Record<string, readonly string[]>>) =>
  new Map(Object.entries(edges).map(([name, after]) => [named(name), after.map(named)]));
const afterDb = graph({ app: ['db', 'cache'], web: ['app'] });

describe('what early starts gained', () => {
  it.each<[string, number, readonly Outcome[]]>([
    ['nothing where nothing began early', 0, [db, outcome('app', { from: 300, to: 430 })]],
    ['the time between its start and the end of what it depends on', 100, [db, cache, app]],
    ['the same in any order', 100, [app, cache, db]],
    [
      'less what it only waited for others',
      70,
      [db, outcome('app', { from: 200, to: 300 }, early({ upBeforeSeconds: 30 }))],
    ],
    [
      'nothing where it only waited for others',
      0,
      [db, outcome('app', { from: 200, to: 300 }, early({ upBeforeSeconds: 120 }))],
    ],
    ['all that depends on it is sooner, too', 100, [db, app, outcome('web', { from: 330, to: 400 })]],
    [
      'up to when what it depends on serves',
      50,
      [outcome('db', { from: 0, to: 300, served: 250 }), outcome('app', { from: 200, to: 330 }, early())],
    ],
    [
      'what serves sooner serves others sooner',
      100,
      [db, outcome('app', { from: 200, to: 330, served: 320 }, early()), outcome('web', { from: 320, to: 400 })],
    ],
    ['nothing where another resource takes longer', 0, [db, app, outcome('other', { from: 0, to: 1_000 })]],
    ['what was not touched keeps nobody', 0, [outcome('db', {}), app]],
    ['what was up at once keeps nobody', 0, [outcome('db', { to: 0 }), app]],
    ['nothing where nothing ended', 0, [outcome('app', { from: 200 }, early())]],
  ])('early starts gain %s', (_, expected, outcomes) => {
    expect(gainedSeconds(outcomes, afterDb)).toBe(expected);
  });
});

describe('the words for an early start', () => {
  it.each<[readonly string[], EarlyStart | undefined]>([
    [[], undefined],
    [['began 89 s before db was ready'], early({ gainedSeconds: 89.4 })],
    [['began 2 min before db was ready'], early({ gainedSeconds: 90 })],
    [['began 5 s before db, cache were all ready'], early({ on: ['db', 'cache'], gainedSeconds: 5 })],
    [['began 2 min before db was ready', 'up 10 s before that'], early({ upBeforeSeconds: 10 })],
    [
      ['began 2 min before db was ready', 'its first tasks failed: the next start waits longer'],
      early({ inVain: true }),
    ],
    [['up without db'], early({ lost: 'db', inVain: true })],
  ])('the reasons of an early start are %j', (expected, began) => {
    expect(earlyReasons(began ? { early: began } : {})).toEqual(expected);
  });

  const up = (name: string) => outcome(name, {}, early({ upBeforeSeconds: 1 }));
  const vain = (name: string) => outcome(name, {}, early({ inVain: true }));

  it.each<[string | undefined, readonly Outcome[], number]>([
    [undefined, [db], 60],
    [undefined, [], 0],
    [undefined, [db, app], 0],
    ['ready 2 min sooner by early starts', [db, app], 100],
    ['ready 1 s sooner by early starts', [db, app], 1],
    ['app up before its dependencies', [db, up('app')], 0],
    ['app, web up before their dependencies', [app, up('app'), up('web')], 0],
    ['app, web started too early: the next start waits longer', [app, vain('app'), vain('web')], 0],
    [
      'ready 5 s sooner by early starts; web up before its dependencies; app started too early: the next start waits longer',
      [vain('app'), up('web')],
      5,
    ],
  ])('a report says of early starts: %s', (expected, outcomes, gained) => {
    expect(earlyText(outcomes, gained)).toBe(expected);
  });
});
