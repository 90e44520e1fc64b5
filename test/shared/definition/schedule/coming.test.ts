import { describe, expect, it } from 'vitest';
import type { Override } from '#core/override.ts';
import { comingUp, upTimes } from '#definition/schedule/coming.ts';
import { localOf, ms, zone } from '../../../support/paris.ts';
import { definitionWith } from '../../../support/weeks.ts';

const usual = 'start: { days: weekdays, at: "08:00" }, stop: { days: every day, at: "20:00" }';

const hold = (state: 'up' | 'down', from: string, until: string): Override => ({
  ...{ id: from, hold: state, from: ms(from), until: ms(until) },
  ...{ by: 'ana', why: 'load test' },
});

type Given = {
  readonly from: string;
  readonly to: string;
  readonly more?: string;
  readonly overrides?: readonly Override[];
};

const linesOf = ({ from, to, more = '', overrides = [] }: Given, schedule = usual): string[] => {
  const definition = definitionWith(schedule, zone, more);
  return comingUp({ definition, overrides, fromMs: ms(from), toMs: ms(to) }).map((one) => {
    const { at, kind, ...rest } = one;
    return [localOf(at), kind, ...Object.values(rest)].join(' ');
  });
};

// 2026-11-16 is a Monday.
describe('what comes', () => {
  it('a week names every start and stop, and those that change nothing', () => {
    expect(linesOf({ from: '2026-11-20T12:00', to: '2026-11-23T12:00' })).toEqual([
      '2026-11-20T20:00 stop happens',
      '2026-11-21T20:00 stop already',
      '2026-11-22T20:00 stop already',
      '2026-11-23T08:00 start happens',
    ]);
  });

  it('a week of its own stands among the slots, on days that are not closed, also past midnight', () => {
    const more = 'calendars: { all: [{ date: "2026-11-21", name: founding day }] }';
    const definition = definitionWith(
      usual,
      zone,
      more,
      ', awakeOn: { days: [sat, sun], from: "22:00", until: "02:00" }',
    );
    const coming = comingUp({
      definition,
      overrides: [],
      fromMs: ms('2026-11-20T21:00'),
      toMs: ms('2026-11-23T21:00'),
    });
    const awake = coming.flatMap((one) =>
      one.kind === 'awake' ? [[localOf(one.at), one.resource, localOf(one.untilMs ?? 0)]] : [],
    );

    expect(awake).toEqual([['2026-11-22T22:00', 'db', '2026-11-23T02:00']]);
    expect(coming.map(({ kind }) => kind)).toEqual(['day', 'stop', 'stop', 'awake', 'start', 'stop']);
  });

  it('a schedule that is off has no week of its own either', () => {
    const definition = definitionWith(usual, zone, '', ', awakeOn: { days: [sat], from: "10:00", until: "14:00" }');
    const off = { ...definition, schedule: { ...definition.schedule, enabled: false } };

    expect(
      comingUp({ definition: off, overrides: [], fromMs: ms('2026-11-20T12:00'), toMs: ms('2026-11-23T12:00') }),
    ).toEqual([]);
  });

  it('days of a calendar stand before their slots, which say why they are skipped', () => {
    const more =
      'calendars: { all: [{ date: "2026-11-17", name: founding day }, { date: "2026-11-18", name: party, until: "13:00" }, { date: "2026-11-21", name: moving, open: true }] }';

    expect(linesOf({ from: '2026-11-16T21:00', to: '2026-11-21T21:00', more })).toEqual([
      '2026-11-17T00:00 day founding day: closed, no starts',
      '2026-11-17T08:00 start skipped founding day: no starts on this day',
      '2026-11-17T20:00 stop already',
      '2026-11-18T00:00 day party: until 13:00',
      '2026-11-18T08:00 start happens',
      '2026-11-18T13:00 stop happens',
      '2026-11-18T20:00 stop already',
      '2026-11-19T08:00 start happens',
      '2026-11-19T20:00 stop happens',
      '2026-11-20T08:00 start happens',
      '2026-11-20T20:00 stop happens',
      '2026-11-21T00:00 day moving: open, like fri',
      '2026-11-21T08:00 start happens',
      '2026-11-21T20:00 stop happens',
    ]);
  });

  it('a hold skips the slots against it, and its end brings what the schedule says by then', () => {
    const overrides = [hold('up', '2026-11-16T18:00', '2026-11-16T23:00')];

    expect(linesOf({ from: '2026-11-16T12:00', to: '2026-11-17T09:00', overrides })).toEqual([
      '2026-11-16T18:00 hold up held up by ana: load test',
      '2026-11-16T20:00 stop skipped held up by ana: load test',
      '2026-11-16T23:00 hold-ends no longer held up by ana: load test down',
      '2026-11-17T08:00 start happens',
    ]);
  });

  it.each([
    [
      'forward',
      '2027-03-27T12:00',
      '2027-03-29T00:00',
      '2027-03-28T03:00 clocks the clocks go forward by 60 minutes: +01:00 → +02:00',
    ],
    [
      'back',
      '2026-10-24T12:00',
      '2026-10-26T00:00',
      '2026-10-25T02:00 clocks the clocks go back by 60 minutes: +02:00 → +01:00',
    ],
  ])('the clocks that go %s are marked', (_, from, to, line) => {
    expect(linesOf({ from, to })).toContain(line);
  });

  it('an environment is up from its starts to its stops, and while it is held up', () => {
    const definition = definitionWith(usual, zone);
    const overrides = [hold('up', '2026-11-21T10:00', '2026-11-21T12:00')];
    const ahead = { definition, overrides, fromMs: ms('2026-11-20T12:00'), toMs: ms('2026-11-23T12:00') };

    expect(upTimes(comingUp(ahead), ahead).map(({ fromMs, toMs }) => `${localOf(fromMs)} ${localOf(toMs)}`)).toEqual([
      '2026-11-20T12:00 2026-11-20T20:00',
      '2026-11-21T10:00 2026-11-21T12:00',
      '2026-11-23T08:00 2026-11-23T12:00',
    ]);
  });

  it('a schedule that is off brings nothing', () => {
    expect(linesOf({ from: '2026-11-20T12:00', to: '2026-11-23T12:00' }, usual)).not.toEqual([]);
    const definition = definitionWith(usual, zone);
    const off = { ...definition, schedule: { ...definition.schedule, enabled: false } };

    expect(
      comingUp({ definition: off, overrides: [], fromMs: ms('2026-11-20T12:00'), toMs: ms('2026-11-23T12:00') }),
    ).toEqual([]);
  });
});
