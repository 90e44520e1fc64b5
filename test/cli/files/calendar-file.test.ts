import { convertIcsCalendar } from 'ts-ics';
import { describe, expect, it } from 'vitest';
import { calendarFile } from '../../../cli/files/calendar-file.ts';

const at = (iso: string): number => Date.parse(iso);
const coming = [{ kind: 'day' as const, at: at('2026-11-21T00:00Z'), reason: 'stocktaking, all; of it: open' }];
const up = [
  { fromMs: at('2026-11-20T12:00Z'), toMs: at('2026-11-20T20:00Z') },
  { fromMs: at('2026-11-21T08:00Z'), toMs: at('2026-11-21T20:00Z') },
  { fromMs: at('2026-11-23T08:00Z'), toMs: at('2026-11-23T12:00Z') },
];
const file = (fromMs = at('2026-11-20T12:00Z')) =>
  calendarFile({ environment: 'staging', fromMs, toMs: at('2026-11-23T12:00Z'), up, coming });

describe('the file for calendar programs', () => {
  it('the file has an event for each time that the environment is up, with the day that it is for', () => {
    const { events = [] } = convertIcsCalendar(undefined, file());
    const iso = (time: { date: Date } | null | undefined) => time?.date.toISOString();

    expect(events.map(({ summary, start, end }) => `${summary} ${iso(start)} ${iso(end)}`)).toEqual([
      'staging is up 2026-11-20T12:00:00.000Z 2026-11-20T20:00:00.000Z',
      'staging is up 2026-11-21T08:00:00.000Z 2026-11-21T20:00:00.000Z',
    ]);
    expect(events[1]?.description).toBe('stocktaking, all; of it: open');
  });

  it('the file has the times of a resource with a week of its own, but none whose end is beyond it', () => {
    const awake = ['2026-11-21T10:00Z', '2026-11-23T10:00Z'].map((iso) => ({
      ...{ kind: 'awake' as const, at: at(iso), resource: 'scoring', untilMs: at(iso) + 4 * 3_600_000 },
      reason: 'inference on Saturdays',
    }));
    const text = calendarFile({
      environment: 'staging',
      ...{ fromMs: at('2026-11-20T12:00Z'), up: [], coming: awake },
      toMs: at('2026-11-23T12:00Z'),
    });

    expect(text.match(/^(?:UID|SUMMARY|DTEND|DESCRIPTION).*(?=\r$)/gm)).toEqual([
      'UID:staging-scoring-2026-11-21T10:00:00.000Z@curfew',
      'SUMMARY:staging: scoring is awake',
      'DTEND;VALUE=DATE-TIME:20261121T140000Z',
      'DESCRIPTION:inference on Saturdays',
    ]);
  });

  it('an event keeps its name in every copy, also the one that goes on', () => {
    const names = (text: string) => text.match(/^UID:.*$/gm);

    expect(names(file())).toEqual(
      ['UID:staging-until-2026-11-20T20:00:00.000Z@curfew', 'UID:staging-2026-11-21T08:00:00.000Z@curfew'].map((one) =>
        `${one}\r`.trim(),
      ),
    );
  });

  it('the times after a change of the clocks say so', () => {
    const clocks = { kind: 'clocks' as const, at: at('2026-11-21T01:00Z'), reason: 'the clocks go back' };
    const text = calendarFile({
      environment: 'staging',
      ...{ fromMs: at('2026-11-20T12:00Z'), toMs: at('2026-11-23T12:00Z'), up, coming: [clocks] },
    });

    expect(text.match(/^(?:DTEND|DESCRIPTION).*(?=\r$)/gm)).toEqual([
      'DTEND;VALUE=DATE-TIME:20261120T200000Z',
      'DTEND;VALUE=DATE-TIME:20261121T200000Z',
      'DESCRIPTION:the clocks go back',
    ]);
  });

  it('lines end and wrap as the standard has it', () => {
    expect(
      file()
        .split('\r\n')
        .every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n')),
    ).toBe(true);
  });
});
