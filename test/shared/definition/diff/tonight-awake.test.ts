import { describe, expect, it } from 'vitest';
import { changesBetween } from '#access/changes.ts';
import { contentOf, mine } from '#test/shared/access/change-kinds.ts';

const at = (time: string) => Date.parse(time);
/** A Friday. */
const evening = '2026-11-27T21:00:00+01:00';
const withWeek = (awakeOn: string) =>
  awakeOn === '' ? mine : mine.replace('dependsOn: [api]', `dependsOn: [api], awakeOn: ${awakeOn}`);

type Given = { readonly before?: string; readonly after: string; readonly now?: string; readonly held?: 'up' | 'down' };

const said = ({ before = '', after, now = evening, held }: Given) => {
  const hold = {
    ...{ id: 'a', from: at('2026-11-27T18:00:00+01:00'), until: at('2026-11-28T06:00:00+01:00') },
    ...{ hold: held ?? 'up', by: 'ana', why: 'release' },
  };
  const inputs = { overrides: held ? [hold] : [], reports: [] };
  return changesBetween({
    before: contentOf(withWeek(before)),
    after: contentOf(withWeek(after)),
    ...{ nowMs: at(now), inputs },
  });
};

const name = /^ {2}([\w-]+): \{[^\n]*dependsOn: \[api\]/m.exec(mine)?.[1];

describe('a diff says what the week of a resource brings', () => {
  it.each([
    [
      'a window to come',
      '',
      '{ days: sat, from: "10:00", until: "14:00" }',
      ['awake from 2026-11-28 10:00 to 2026-11-28 14:00, in 13 h'],
    ],
    ['a window later today', '', '{ days: fri, from: "22:00", until: "23:00" }', ['awake from 22:00 to 23:00, in 1 h']],
    [
      'a window that is open already, and the next one',
      '',
      '{ days: fri, from: "20:00", until: "23:00" }',
      ['awake now, until 23:00', 'awake from 2026-12-04 20:00 to 2026-12-04 23:00, in 6 d 23 h'],
    ],
    [
      'a window that is open and ends later now',
      '{ days: fri, from: "20:00", until: "22:00" }',
      '{ days: fri, from: "20:00", until: "23:00" }',
      ['awake now, until 23:00', 'awake from 2026-12-04 20:00 to 2026-12-04 23:00, in 6 d 23 h'],
    ],
    [
      'a window that is open no longer',
      '{ days: fri, from: "20:00", until: "23:00" }',
      '',
      ['awake no longer: it goes with the environment within 15 minutes'],
    ],
    ['always', '', 'always', ['always awake from now on: a stop leaves it up']],
    [
      'a week that is the same in other words',
      '{ days: [sat, sun], from: "10:00", until: "14:00" }',
      '{ days: sat-sun, from: "10:00", until: "14:00" }',
      [],
    ],
  ] as const)('%s', (_, before, after, expected) => {
    expect(said({ before, after }).tonight).toEqual(expected.map((text) => `${name} is ${text}`));
  });

  it('the hold in force is told with it, and nothing where nothing is different', () => {
    const after = '{ days: fri, from: "22:00", until: "23:00" }';

    expect(said({ after, held: 'down' }).tonight).toEqual([
      `${name} is awake from 22:00 to 23:00, in 1 h`,
      'until 2026-11-28 06:00 it is held down by ana: release',
    ]);
    expect(said({ before: after, after, held: 'down' }).tonight).toEqual([]);
  });

  it('a week of its own takes effect with the schedules', () => {
    expect(said({ after: 'always' }).changes.map(({ takesEffect }) => takesEffect)).toEqual(['schedules']);
  });
});
