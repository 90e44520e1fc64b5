// The page about runs: what it shows, and that nothing of what it shows can become markup.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { savedInNight } from '../../../cli/night/saved.ts';
import { ticks } from '../../../cli/timeline/axis.ts';
import { chartOf } from '../../../cli/timeline/chart.ts';
import { timelineOfRehearsal } from '../../../cli/timeline/of-rehearsal.ts';
import { timelineOfRuns } from '../../../cli/timeline/of-runs.ts';
import { page } from '../../../cli/timeline/page.ts';
import { scaleOf } from '../../../cli/timeline/scale.ts';
import { curfewHere } from '../in-process.ts';

const night = (name: string) => rehearse(loadScenario(`sim/scenarios/${name}.yaml`));

describe('the chart of a run', () => {
  it('the chart of a run has every resource of the report once, in its stage', async () => {
    for (const report of (await night('database-refused')).reports) {
      const chart = chartOf(report);
      const rows = chart.stages.flatMap(([stage, all]) => all.map((row) => [row.resource, stage, row.stage]));

      expect(rows.map(([resource]) => resource).toSorted()).toEqual(
        report.resources.map(({ resource }) => resource).toSorted(),
      );
      for (const [, stage, own] of rows) expect(stage).toBe(own);
    }
  });

  it('the chart of a run cuts the time of a resource into the statuses it went through, without gap or overlap', async () => {
    const { reports, lines } = await night('night');
    for (const report of reports)
      for (const [, rows] of chartOf(report, lines).stages)
        for (const { from, to, phases } of rows) {
          if (phases.length === 0) continue;
          expect([phases[0]?.from, phases.at(-1)?.to]).toEqual([from, to]);
          for (const [index, phase] of phases.entries()) expect(phases[index + 1]?.from ?? to).toBe(phase.to);
        }
  });

  it('the chart of a run marks the calls that failed, and what others changed, where they happened', async () => {
    const { reports, lines } = await night('no-capacity');
    const marks = reports.flatMap((report) =>
      chartOf(report, lines).stages.flatMap(([, rows]) => rows.flatMap((row) => row.marks)),
    );

    expect(marks.map(({ text }) => text)).toContain('rds:StartDBInstance: InsufficientDBInstanceCapacity');
  });
});

describe('the page', () => {
  it('the page explains each pattern that it shows, and none that it does not', async () => {
    const [quiet = '', unlucky = ''] = await Promise.all(
      ['night', 'no-capacity'].map(async (name) => page(timelineOfRehearsal(await night(name), [], undefined))),
    );

    for (const text of [quiet, unlucky]) expect(text).toContain('waits for what it depends on');
    expect(quiet).not.toContain('an API call that failed');
    expect(unlucky).toContain('an API call that failed');
  });

  it('the page shows what failed first, with its cause and what it kept from starting, and opens those rows', async () => {
    const text = page(timelineOfRehearsal(await night('database-refused'), [], undefined));
    const [, failed = '', rest = ''] = /<section class="failures"([\s\S]*?)<\/section>([\s\S]*)/.exec(text) ?? [];

    expect(failed).toMatch(/<b>camunda-db<\/b>[\s\S]*AccessDeniedException/);
    expect(failed).toContain('camunda-db was not started, and so neither were camunda, scoring, dashboard-backend.');
    expect(rest.match(/<details open>/g)).toHaveLength(4);
    expect(text).toContain('id="only-failed"');
    expect(text).toContain('not ready');
    expect(text).not.toMatch(/time to ready<\/dt><dd>11 min/);
  });

  it('the page has no failures and no filter where nothing failed, and says that it is simulated', async () => {
    const text = page(timelineOfRehearsal(await night('night'), [], undefined));

    expect(text).not.toMatch(/class="failures"|id="only-failed"|<details open>/);
    expect(text).toContain('SIMULATED');
    expect(text).toContain('How to read the charts');
  });

  it('the page is written beside the rehearsal and beside the history', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
    const [one, two] = [join(folder, 'night.html'), join(folder, 'runs.html')];

    expect((await curfewHere(['rehearse', 'staging', '--html', one])).code).toBe(0);
    expect((await curfewHere(['runs', 'staging', '--rehearsal', '--html', two])).code).toBe(0);

    expect(readFileSync(one, 'utf8')).toMatch(
      /^<!doctype html>[\s\S]*Rehearsed on the simulated AWS[\s\S]*<\/html>\n$/,
    );
    expect(readFileSync(two, 'utf8').match(/<section id="run-/g)).toHaveLength(2);
  });

  it('the page shows what the night did not cost, and at which prices', async () => {
    const rehearsal = await night('night');
    const text = page(timelineOfRehearsal(rehearsal, [], await savedInNight(rehearsal)));

    expect(text).toMatch(/Not spent: \$\d+\.\d\d/);
    expect(text).toContain('as of 2026-10-02');
    expect(text).toMatch(/<td>dashboard-db<\/td><td>11\.\d h<\/td><td>\$0\.\d\d<\/td>/);
  });

  it('the page is whole without money, where nobody knows the prices of a region', async () => {
    const rehearsal = await night('night');
    const { scenario } = rehearsal;
    const elsewhere = { ...scenario, definition: { ...scenario.definition, region: 'mars-north-1' } };

    expect(await savedInNight({ ...rehearsal, scenario: elsewhere })).toBeUndefined();
  });

  it('the page cannot be written to a folder that is not there: exit 2, and the file is named', async () => {
    const { code, stderr } = await curfewHere(['rehearse', 'staging', '--html', '/nowhere/night.html']);

    expect(code).toBe(2);
    expect(stderr).toContain('/nowhere/night.html cannot be written');
  });

  it('the page shows a life of faults, messages and alarms beside the runs', async () => {
    const rehearsal = await night('slack-down');
    const text = page(timelineOfRehearsal(rehearsal, [{ at: rehearsal.scenario.fromMs, invariant: 'x', detail: 'y' }]));

    expect(text).toContain('Slack answered');
    expect(text).toContain('x: y');
  });

  it('the page shows any text as text', async () => {
    const [report] = (await night('night')).reports;
    const definition = loadScenario('sim/scenarios/night.yaml').definition;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (evil) => {
        const text = `<script>${evil}</script><img src=x onerror=1>"'&`;
        const forged: Report = {
          ...(report as Report),
          reason: text,
          requestedBy: text,
          warnings: [text],
          resources: (report as Report).resources.map((one) => ({ ...one, reason: text, resource: text })),
        };
        const written = page(timelineOfRuns({ ...definition, environment: text }, [forged], { nowMs: 0 }));
        expect(written).not.toContain('<script');
        expect(written).not.toContain('<img');
      }),
      { numRuns: 50 },
    );
  });

  it('the page says so when there is no run', () => {
    const definition = loadScenario('sim/scenarios/night.yaml').definition;

    expect(page(timelineOfRuns(definition, [], { nowMs: Date.parse('2026-11-20T12:00:00Z') }))).toContain(
      'There were no runs',
    );
  });
});

describe('the time axis', () => {
  it('the time axis has a few ticks at round local times, through clock changes too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }),
        fc.integer({ min: 60_000, max: 40 * 24 * 3_600_000 }),
        fc.constantFrom('America/Fortaleza', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        (from, length, zone) => {
          const all = ticks(from, from + length, zone);
          expect(all.length).toBeLessThanOrEqual(9);
          for (const { at } of all) expect(at >= from && at <= from + length).toBe(true);
          expect(all.map(({ at }) => at)).toEqual([...new Set(all.map(({ at }) => at))].toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('the time axis places every time within the track', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), fc.integer(), (from, length, at) => {
        const place = scaleOf(from, from + length)(at);
        expect(place >= 0 && place <= 100).toBe(true);
      }),
    );
  });
});
