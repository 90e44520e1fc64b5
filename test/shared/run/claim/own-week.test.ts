// What is said of the deliveries of own weeks, to the minute, and what a run of everything leaves as it is.
import { describe, expect, it } from 'vitest';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import { judgeOwnTime, judgeWhole, leftAwake, type PartJudgement } from '#run/claim/judge-part.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';

const local = (text: string): number => Date.parse(`2026-11-${text}:00-03:00`);
const week = (from: string, until: string) => ({ awakeOn: [{ days: ['sat' as const], from, until }] });
const definition = definitionOf([
  database('db'),
  service('first', { dependsOn: ['db'], ...week('10:00', '14:00') }),
  service('second', { dependsOn: ['db'], ...week('11:00', '16:00') }),
  database('log'),
]);
const off: Definition = { ...definition, schedule: { ...definition.schedule, enabled: false } };

const held = (hold: 'up' | 'down', until = local('22T21:00')): Override => ({
  ...{ id: 'h', hold, from: local('20T21:00'), until, by: 'ana', why: 'demo' },
});
/** By a person on Monday, after the start of the schedule. */
const asked = (action: 'start' | 'stop', only?: readonly string[]) =>
  ({
    ...{ environment: 'staging', run: 'r1', action, requestedBy: 'ana', outcome: 'done', reason: '' },
    resources: (action === 'start' ? ['db', 'first'] : ['first']).map((resource) => ({ resource })),
    ...{ startedAt: '2026-11-23T12:00:00Z', endedAt: '2026-11-23T12:10:00Z', ...(only ? { only } : {}) },
  }) as unknown as Report;

type Given = {
  readonly late?: number;
  readonly seconds?: number;
  readonly overrides?: readonly Override[];
  readonly enabled?: boolean;
  readonly of?: Definition;
};
const own = (action: 'start' | 'stop', only: readonly string[], time: string, given: Given = {}): PartJudgement => {
  const { late = 0, seconds = 0, overrides = [], enabled = true, of = definition } = given;
  const ms = local(time) + seconds * 1_000;
  const request = { environment: 'staging', requestedBy: 'schedule', supersede: false, dryRun: false, only };
  const circumstances = { enabled, overrides, reports: [], nowMs: ms + late * 60_000 };
  return judgeOwnTime(action, { ...request, scheduledTime: new Date(ms).toISOString() }, of, circumstances);
};

const both = ['first', 'second'];
const no = (outcome: 'stale' | 'skipped', reason: string, more: object = {}) =>
  ({ admitted: false, outcome, reason, ...more }) as PartJudgement;
const notThen = (who: string, what: string, at: string) =>
  no('stale', `${who}: nothing in \`awakeOn\` ${what} at 2026-11-${at}-03:00; nothing was changed`);
const quiet = { quiet: true };

describe('a delivery of an own week', () => {
  it.each<[string, PartJudgement, Parameters<typeof own>]>([
    [
      'too late',
      no('stale', 'delivered 91 min late, tolerance is 90 min; nothing was changed'),
      ['start', both, '21T10:00', { late: 91 }],
    ],
    [
      'without a schedule',
      no('skipped', 'the schedule of staging is off in its definition'),
      ['start', both, '21T10:00', { of: off }],
    ],
    [
      'that is paused',
      no('skipped', 'scheduled work of staging is paused by /curfew/staging/enabled'),
      ['start', both, '21T10:00', { enabled: false }],
    ],
    ['a minute after it began', notThen('first, second', 'begins', '21T10:01:00'), ['start', both, '21T10:01']],
    [
      'a second before it begins',
      notThen('first', 'begins', '21T09:59:59'),
      ['start', ['first'], '21T09:59', { seconds: 59 }],
    ],
    [
      'within the minute in which it begins',
      { admitted: true, only: ['first'] },
      ['start', ['first'], '21T10:00', { seconds: 42 }],
    ],
    ['a minute after it ended', notThen('first, second', 'ends', '21T14:01:00'), ['stop', both, '21T14:01']],
    ['that starts what ends then', notThen('first', 'begins', '21T14:00:00'), ['start', ['first'], '21T14:00']],
    ['that stops what begins then', notThen('first', 'ends', '21T10:00:00'), ['stop', ['first'], '21T10:00']],
    ['when another one begins', notThen('first', 'begins', '21T11:00:00'), ['start', ['first'], '21T11:00']],
    ['of what has no week', notThen('log', 'begins', '21T10:00:00'), ['start', ['log'], '21T10:00']],
    ['for two of which one begins', { admitted: true, only: both }, ['start', both, '21T11:00']],
    [
      'while it is held down',
      no('skipped', 'held down by ana: demo; nothing was changed'),
      ['start', both, '21T11:00', { overrides: [held('down')] }],
    ],
    [
      'while it is up anyway',
      no('skipped', 'first, second: up with its environment', quiet),
      ['start', both, '21T11:00', { overrides: [held('up')] }],
    ],
    [
      'that ends while it is held up',
      no('skipped', 'first, second: held up by ana: demo', quiet),
      ['stop', both, '21T14:00', { overrides: [held('up')] }],
    ],
    ['that ends for both', { admitted: true, only: ['db'] }, ['stop', both, '21T16:00']],
  ])('a delivery of an own week %s', (_, expected, delivery) => {
    expect(own(...delivery)).toStrictEqual(expected);
  });
});

describe('a run of everything', () => {
  const at = (time: string, overrides: readonly Override[] = [], reports: readonly Report[] = []) => ({
    ...{ enabled: true, overrides, reports, nowMs: local(time) },
  });
  const [untilTwo, untilFour] = ['14', '16'].map((hour) => `stays awake until 2026-11-21T${hour}:00:00-03:00`);
  const awake = [
    { names: ['first', 'db'], reason: `first ${untilTwo}` },
    { names: ['second', 'db'], reason: `second ${untilFour}` },
  ];

  it.each<[string, PartJudgement, Parameters<typeof judgeWhole>]>([
    [
      'a stop leaves up what is awake by its own week',
      {
        admitted: true,
        leaves: [
          { names: ['db', 'second'], reason: `second ${untilFour}` },
          { names: ['first'], reason: `first ${untilTwo}` },
        ],
      },
      ['stop', {}, definition, at('21T12:00')],
    ],
    ['a stop leaves nothing up on a Friday', { admitted: true }, ['stop', {}, definition, at('20T20:00')]],
    ['a start leaves nothing down', { admitted: true }, ['start', {}, definition, at('23T08:00')]],
    [
      'a start leaves nothing down of what is held up',
      { admitted: true },
      ['start', {}, definition, at('21T12:00', [held('up')])],
    ],
    [
      'a start leaves down what a person stopped since',
      { admitted: true, only: ['second', 'log'] },
      ['start', {}, definition, at('23T09:30', [], [asked('stop', ['first'])])],
    ],
    [
      'a stop leaves up what a person started since',
      { admitted: true, leaves: [{ names: ['db', 'first'], reason: 'start by ana' }] },
      [
        'stop',
        {},
        definition,
        at('23T09:30', [], [asked('start', ['first']), { ...asked('stop'), startedAt: '2026-11-23T11:30:00Z' }]),
      ],
    ],
  ])('%s', (_, expected, asked) => {
    expect(judgeWhole(...asked)).toStrictEqual(expected);
  });

  it.each<[string, object[], Parameters<typeof leftAwake>]>([
    ['what is awake', awake, [definition, at('21T12:00')]],
    ['also while it is held up', awake, [definition, at('21T12:00', [held('up')])]],
    ['nothing while it is held down', [], [definition, at('21T12:00', [held('down')])]],
    ['again when that has ended', awake, [definition, at('21T12:00', [held('down', local('21T12:00'))])]],
    ['nothing where nothing has a week', [], [definitionOf([database('db')]), at('21T12:00')]],
  ])('a stop by a person leaves up %s', (_, expected, asked) => {
    expect(leftAwake(...asked)).toStrictEqual(expected);
  });
});
