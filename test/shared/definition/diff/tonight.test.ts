import { expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { checkText } from '#definition/check-text.ts';
import { tonight } from '#definition/diff/tonight.ts';
import { mine } from '#test/shared/access/change-kinds.ts';

const at = (time: string) => Date.parse(time);
const definitionOf = (text: string) => checkText(text, 'mine.yaml').definition;
const said = (now: string, edit: readonly [string, string], from = mine) =>
  tonight({ before: definitionOf(from), after: definitionOf(from.replace(...edit)), nowMs: at(now) });

it.each([
  [
    'an earlier stop that is to come',
    '2026-11-30T16:50:00+01:00',
    ['20:00', '19:00'],
    ["tonight's stop comes at 19:00, in 2 h 10 min"],
  ],
  [
    'an earlier stop that is over already',
    '2026-11-30T19:30:00+01:00',
    ['20:00', '19:00'],
    ['19:00 was 30 minutes ago: the stop follows within 15 minutes'],
  ],
  [
    'a stop that is over for longer than the tolerance',
    '2026-11-30T19:45:00+01:00',
    ['20:00', '17:00'],
    ['the stop of 17:00 was 2 h 45 min ago, longer than the tolerance: nothing follows by itself, stop it by hand'],
  ],
  [
    'a later stop after the earlier one has come',
    '2026-11-30T20:10:00+01:00',
    ['20:00', '21:00'],
    [
      'the start of 08:00 was 12 h 10 min ago, longer than the tolerance: nothing follows by itself, start it by hand',
      "tonight's stop comes at 21:00, in 50 minutes",
    ],
  ],
  [
    'a later start',
    '2026-11-30T20:10:00+01:00',
    ['08:00', '09:00'],
    ["tomorrow's start comes at 09:00, in 12 h 50 min"],
  ],
  [
    'a holiday',
    '2026-11-30T20:10:00+01:00',
    ['2026-12-25', '2026-12-01'],
    ["Wednesday's start comes at 08:00, in 1 d 11 h"],
  ],
  [
    'a pause',
    '2026-11-30T16:50:00+01:00',
    ['enabled: true', 'enabled: false'],
    ['nothing starts or stops by itself any more; by hand it still works'],
  ],
  [
    'no stop any more',
    '2026-11-30T16:50:00+01:00',
    ['  stop: { days: every day, at: "20:00" }\n', ''],
    ['no stop is scheduled any more'],
  ],
  [
    'another zone',
    '2026-11-30T16:50:00+01:00',
    ['Europe/Berlin', 'Europe/Lisbon'],
    ["tonight's stop comes at 20:00, in 4 h 10 min", "tomorrow's start comes at 08:00, in 16 h 10 min"],
  ],
  ['a dependency', '2026-11-30T16:50:00+01:00', ['dependsOn: [api]', 'dependsOn: []'], []],
] as const)('a diff says what tonight brings: %s', (_what, now, edit, sentences) => {
  expect(said(now, edit)).toEqual(sentences);
});

it('a diff says nothing of a stop that a hold keeps from coming', () => {
  const hold = {
    id: 'a',
    hold: 'up',
    from: at('2026-11-30T18:00:00+01:00'),
    until: at('2026-11-30T23:00:00+01:00'),
    by: 'ana',
    why: 'release',
  } as const;
  const versions = {
    before: definitionOf(mine),
    after: definitionOf(mine.replace('20:00', '19:00')),
    nowMs: at('2026-11-30T19:30:00+01:00'),
  };

  expect(tonight(versions, { overrides: [hold], reports: [] })).toEqual([
    "tomorrow's stop comes at 19:00, in 23 h 30 min",
  ]);
});

it.each([
  [
    'a hold of the other state',
    'up',
    '2026-11-30T23:00:00+01:00',
    /^tonight's stop would come at 19:00, but a hold keeps it up until 23:00$/,
  ],
  ['a hold until another day', 'up', '2026-12-01T06:00:00+01:00', /but a hold keeps it up until 2026-12-01 06:00$/],
  ['a hold that ends before', 'up', '2026-11-30T18:30:00+01:00', /^tonight's stop comes at 19:00, in 2 h$/],
  ['a hold of the same state', 'down', '2026-11-30T23:00:00+01:00', /^tonight's stop comes at 19:00, in 2 h$/],
] as const)('a diff says of a slot that is to come whether a hold skips it: %s', (_what, hold, until, sentence) => {
  const from = at('2026-11-30T16:00:00+01:00');
  const inputs = { overrides: [{ id: 'a', hold, from, until: at(until), by: 'ana', why: 'release' }], reports: [] };
  const after = definitionOf(mine.replace('20:00', '19:00'));
  const versions = { before: definitionOf(mine), after, nowMs: at('2026-11-30T17:00:00+01:00') };

  expect(tonight(versions, inputs)).toEqual([expect.stringMatching(sentence)]);
});

it.each([
  [15, ["tomorrow's start begins at 07:38 to be ready by 08:00, in 11 h 28 min"]],
  [
    70,
    [
      "tomorrow's start begins at 07:00 to be ready by 08:00, in 10 h 50 min",
      expect.stringMatching(
        /^a start takes up to 1 h 28 min, .*; set `notBefore` to 06:32 or earlier, or `readyBy` later$/,
      ),
    ],
  ],
])(
  'a diff says when a start begins that is to be ready by its time, after starts of %i minutes',
  (minutes, sentences) => {
    const start = { action: 'start', outcome: 'done', seconds: minutes * 60, endedAt: '2026-11-30T08:00:00+01:00' };
    const resources = [{ resource: 'db', outcome: 'done', seconds: minutes * 60 }];
    const after = definitionOf(mine.replace('at: "08:00"', 'readyBy: "08:00", notBefore: "07:00"'));
    const versions = { before: definitionOf(mine), after, nowMs: at('2026-11-30T20:10:00+01:00') };

    expect(tonight(versions, { overrides: [], reports: [{ ...start, resources } as unknown as Report] })).toEqual(
      sentences,
    );
  },
);
