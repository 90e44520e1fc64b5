import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { recogniseReport } from '#notify/sources/curfew-report/recognise.ts';
import { reports } from '#test/shared/notify/arbitrary.ts';

const partial = (): Record<string, unknown> =>
  JSON.parse(readFileSync('test/fixtures/reports/partial-start.json', 'utf8'));

const changedResource = (change: Record<string, unknown>) => {
  const report = partial();
  const [first, ...others] = report.resources as Record<string, unknown>[];
  return { ...report, resources: [{ ...first, ...change }, ...others] };
};

describe('a report of ours', () => {
  it('a report of ours is recognised, unchanged', () => {
    expect(recogniseReport(partial())).toEqual(partial());
  });

  it('a report of ours is recognised after a round trip through JSON, whatever it says', () =>
    fc.assert(
      fc.property(reports, (report) => {
        const sent = JSON.parse(JSON.stringify(report));
        expect(recogniseReport(sent)).toBe(sent);
      }),
      { numRuns: 10 },
    ));

  it('a report of ours may say more than this version knows', () => {
    expect(recogniseReport({ ...partial(), savedEuro: 12 })).toBeDefined();
    expect(recogniseReport(changedResource({ attempts: 3 }))).toBeDefined();
    expect(recogniseReport(changedResource({ kind: 'aurora-cluster' }))).toBeDefined();
  });
});

describe('what is not recognised as a report', () => {
  test.each(Object.keys(partial()))('a report is not recognised without %s, unless that is optional', (key) => {
    const { [key]: _removed, ...rest } = partial();
    expect(recogniseReport(rest) !== undefined).toBe(['scheduledTime', 'why'].includes(key));
  });

  test.each([
    ['another kind', { ...partial(), kind: 'ops-result' }],
    ['a later version', { ...partial(), version: 2 }],
    ['an unknown action', { ...partial(), action: 'cleanup' }],
    ['an unknown outcome', { ...partial(), outcome: 'toString' }],
    ['a warning that is no text', { ...partial(), warnings: [1] }],
    ['a time that is no text', { ...partial(), scheduledTime: 0 }],
    ['expected ones that are not counted', { ...partial(), expected: [{ what: 'db' }] }],
    ['resources that are no list', { ...partial(), resources: {} }],
    ['a resource that is no object', { ...partial(), resources: [null] }],
    ['a resource of unknown outcome', changedResource({ outcome: 'unknown' })],
    ['a resource with an error code that is no text', changedResource({ errorCode: 500 })],
  ])('a report is not recognised with %s', (_what, value) => {
    expect(recogniseReport(value)).toBeUndefined();
  });

  it('a report is not recognised in anything else that JSON can say', () =>
    fc.assert(fc.property(fc.jsonValue(), (value) => recogniseReport(value) === undefined)));
});
