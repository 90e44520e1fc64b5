// `retry` of a schedule: whether what failed is made again, and until when.
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { retryEnds, retryPolicy, retryRule } from '#definition/schedule/retry.ts';
import { validYaml } from '../wrong-file.ts';

const definitionWith = (schedule: string, start = '', stop = '') =>
  parseDefinition(
    validYaml
      .replace('toleranceMinutes: 60', `toleranceMinutes: 60${schedule}`)
      .replace('at: "08:00" }', `at: "08:00"${start} }`)
      .replace('at: "20:00" }', `at: "20:00"${stop} }`),
    'qa.yaml',
  );

/** A Monday in Fortaleza. */
const at = (time: string): number => Date.parse(`2026-11-16T${time}:00-03:00`);

describe('the retries of a definition', () => {
  it.each<[string, ReturnType<typeof definitionWith>, unknown, unknown]>([
    ['go on for ever when it says nothing', definitionWith(''), undefined, undefined],
    ['are off for both', definitionWith('\n  retry: off'), 'off', 'off'],
    ['end for both', definitionWith('\n  retry: { until: "12:00" }'), { until: '12:00' }, { until: '12:00' }],
    ['are off for the start alone', definitionWith('', ', retry: off'), 'off', undefined],
    [
      'of one action beat those of both',
      definitionWith('\n  retry: off', '', ', retry: { until: "23:00" }'),
      'off',
      { until: '23:00' },
    ],
  ])('the retries of a definition %s', (_, definition, start, stop) => {
    expect([retryPolicy(definition, 'start'), retryPolicy(definition, 'stop')]).toEqual([start, stop]);
  });

  it('the retries of a definition end at the first such time after it was due, on the next day if need be', () => {
    const definition = definitionWith('', ', retry: { until: "12:00" }', ', retry: { until: "02:30" }');

    expect(retryEnds(definition, 'start', at('08:00'))).toBe(at('12:00'));
    expect(retryEnds(definition, 'stop', at('20:00'))).toBe(at('02:30') + 24 * 3_600_000);
    expect(retryEnds(definitionWith(''), 'stop', at('20:00'))).toBe(Number.POSITIVE_INFINITY);
  });

  it('the retries of a definition are those of the slot that was due, where there are several', () => {
    const definition = definitionWith('', '', '').schedule;
    const stop = [
      { days: ['mon' as const], at: '20:00', retry: 'off' as const },
      { days: ['tue' as const], at: '20:00', retry: { until: '23:00' } },
    ];
    const several = { ...definitionWith(''), schedule: { ...definition, stop } };

    expect(retryEnds(several, 'stop', at('20:00'))).toBe('off');
    expect(retryEnds(several, 'stop', at('20:00') + 24 * 3_600_000)).toBe(at('23:00') + 24 * 3_600_000);
    expect(retryRule(several, 'stop', at('20:00'))).toContain('retried until 23:00');
  });

  it('the retries of a definition are told by a plan where the definition says anything of them', () => {
    const definition = definitionWith('', ', retry: { until: "12:00" }', ', retry: off');

    expect(retryRule(definition, 'start')).toContain('retried until 12:00');
    expect(retryRule(definition, 'stop')).toContain('is not retried');
    expect(retryRule(definitionWith(''), 'stop')).toBeUndefined();
  });
});
