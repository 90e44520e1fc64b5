// `curfew rehearse --nights` as others rely on it: what it prints, and how it exits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definition } from '#domain/definition.ts';
import { excerptLines } from '../../cli/excerpt.ts';
import { sharesOf } from '../../cli/night-shares.ts';
import { runCurfew } from './run-curfew.ts';

const linesOf = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('rehearsing many nights', () => {
  it('ends with one line of JSON that counts them', async () => {
    const { code, stdout, stderr } = await runCurfew(['rehearse', '--nights', '3', '--seed', '5', '--json']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(linesOf(stdout)).toEqual([
      { type: 'nights', seed: 5, nights: 3, violations: 0, nightsViolated: 0, seconds: expect.any(Number) },
    ]);
  });

  it('tells people how many there were, how long they took, and that nothing was violated', async () => {
    const { code, stdout } = await runCurfew(['rehearse', 'staging', '--nights', '2']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Rehearsing 2 nights from seed 1\n2 nights in [\d.]+ s: 0 violations\n$/);
  });

  it('takes the environment of a scenario', async () => {
    const scenario = 'sim/scenarios/night.yaml';

    expect(await runCurfew(['rehearse', '--scenario', scenario, '--nights', '1', '--json'])).toMatchObject({ code: 0 });
  });

  it('shares many nights out among the cores and counts each once', async () => {
    const { code, stdout } = await runCurfew(['rehearse', '--nights', '51', '--seed', '7', '--json']);

    expect(code).toBe(0);
    expect(linesOf(stdout)).toMatchObject([{ type: 'nights', seed: 7, nights: 51, violations: 0 }]);
  });

  it.each(['0', '-1', '1.5', 'many'])('refuses %s as a number of nights', async (count) => {
    const { code, stderr } = await runCurfew(['rehearse', `--nights=${count}`]);

    expect(code).toBe(2);
    expect(stderr).toContain('It is a whole number from 1 to 9999999.');
  });
});

describe('the shares of many nights', () => {
  it('are together every seed once, whatever the number of cores', () =>
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 64 }),
        (first, count, cores) => {
          const seeds = sharesOf(first, count, cores).flatMap((share) =>
            Array.from({ length: share.count }, (_, index) => share.first + index),
          );

          expect(seeds).toEqual(Array.from({ length: count }, (_, index) => first + index));
        },
      ),
    ));

  it.each([
    [49, 8, 1],
    [50, 8, 2],
    [1_000, 2, 2],
    [1_000, 8, 8],
  ])('of %i nights on %i cores are %i', (count, cores, shares) => {
    expect(sharesOf(1, count, cores)).toHaveLength(shares);
  });
});

describe('the excerpt of a violated night', () => {
  const at = Date.parse('2026-11-16T23:00:00Z');
  const timeZone: Definition['timeZone'] = 'America/Fortaleza';

  it('marks the line at which the invariant broke', () => {
    const lines = excerptLines(
      [
        { at: at - 1_000, event: { type: 'change', resource: 'scoring', facts: { desired: 5 } } },
        { at, event: { type: 'capacity', resource: 'scoring', desired: 0, by: 'curfew' } },
        { at: at + 1_000, event: { type: 'healed' } },
      ],
      { at, resource: 'scoring' },
      timeZone,
    );

    expect(lines.map((line) => line.trimEnd())).toEqual([
      expect.stringMatching(/^ {4}.*people set scoring {"desired":5}$/),
      expect.stringMatching(/^ {2}> .*scoring: 0 tasks wanted \(curfew\)$/),
      expect.stringMatching(/^ {4}.*everything is mended$/),
    ]);
  });
});
