import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Report, ReportedResource } from '#core/report.ts';
import { withoutLayout } from '#notify/rendering/message.ts';
import { recogniseReport } from '#notify/sources/curfew-report/recognise.ts';
import { renderReport as render } from '#notify/sources/curfew-report/render.ts';
import { expectPostable, reportOutcomes, reports } from '#test/shared/notify/arbitrary.ts';
import { reader } from '#test/shared/notify/presented.ts';

const folder = 'test/fixtures/reports';
const names = readdirSync(folder)
  .filter((file) => !file.endsWith('.slack.json'))
  .map((file) => file.replace('.json', ''));

const fixture = (name: string): Report => {
  const report = recogniseReport(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')));
  if (!report) throw new Error(`${name}.json is not a report`);
  return report;
};

const renderReport = (report: Report) => render(report, reader);

const wordsOf = (report: Report) => withoutLayout(renderReport(report)).text;

const failing = (count: number): ReportedResource[] =>
  Array.from({ length: count }, (_, index) => ({
    resource: `service-${index}`,
    kind: 'ecs-service',
    stage: 1,
    outcome: 'failed',
    reason: 'its deployment failed',
    errorCode: 'ROLLOUT_FAILED',
  }));

describe('the message of a report', () => {
  test.each(names)('the message of the report %s is as stored beside it', async (name) => {
    const message = renderReport(fixture(name));
    expectPostable(message);
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(
      `../../fixtures/reports/${name}.slack.json`,
    );
  });

  it.each([
    ['done-stop', '2026-11-20T20:31:00-03:00', /ready 2\d min before 20:31/],
    ['partial-start', '2026-11-20T08:00:00-03:00', /not all of it ready by 08:00/],
  ] as const)('the first line of %s says whether it was ready by its time', (name, readyBy, text) => {
    const [first = ''] = wordsOf({ ...fixture(name), readyBy }).split('\n');

    expect(first).toMatch(text);
  });

  it('the message of a report names what failed in exactly as many characters as there is room for', () => {
    const failed = (length: number): string => {
      const last = {
        ...failing(1),
        resource: 'z',
        kind: 'ecs-service',
        stage: 1,
        outcome: 'failed',
        reason: 'x'.repeat(length),
      };
      const many = Array.from({ length: 8 }, (_, index) => ({
        ...last,
        resource: `r${index}`,
        reason: 'y'.repeat(270),
      }));
      const texts = JSON.stringify(renderReport({ ...fixture('partial-start'), resources: [...many, last] } as Report));
      return /\*Failed\*\\n• (.*?)"/.exec(texts)?.[1] ?? '';
    };
    const longest = Array.from({ length: 250 }, (_, length) => failed(length + 1)).findLast(
      (text) => text !== '' && !text.includes(' more'),
    );

    expect(longest).toHaveLength(2_300);
  });

  it('the message of a report exists for every outcome', () => {
    expect(new Set(names.map((name) => fixture(name).outcome))).toEqual(new Set(reportOutcomes));
  });

  it('the message of a report is one line and a small print when all went well', () => {
    const { text, attachments } = renderReport(fixture('done-stop'));
    expect(text).toBe(
      '🌙 staging is down · 9 of 11 changed · 6 min 12 s · critical path scoring → camunda → camunda-db',
    );
    expect(attachments.flatMap(({ blocks }) => blocks).map(({ type }) => type)).toEqual(['context']);
  });

  it('the message of a report names everything that went wrong, why, and the command to run again', () => {
    const report = fixture('partial-start');
    const words = wordsOf(report);
    for (const { resource, outcome, errorCode } of report.resources) {
      expect(words.includes(`\`${resource}\``)).toBe(!['done', 'skipped'].includes(outcome));
      if (errorCode) expect(words).toContain(errorCode);
    }
    expect(words).toContain('no capacity for db.t4g.medium');
    expect(words).toContain('`curfew start staging --why …`');
  });

  it.each(['stale-stop', 'duplicate-stop', 'refused-stop', 'superseded-start', 'skipped-stop', 'dry-run-stop'])(
    'the message of the report %s says why in its first line',
    (name) => {
      const report = fixture(name);
      expect(renderReport(report).text).toContain(report.reason);
    },
  );

  it('the message of a report counts the resources that it has no room for', () => {
    const resources = failing(500);
    const message = renderReport({ ...fixture('failed-start'), resources });
    const words = withoutLayout(message).text;
    const listed = words.match(/• `service-/g)?.length ?? 0;
    expect(listed).toBeGreaterThan(10);
    expect(words).toContain(`• and ${500 - listed} more`);
    expect(words).toContain('500 of 500');
    expectPostable(message);
  });

  it('the message of a report gives the reason of a run that failed before it knew its resources', () => {
    const report = { ...fixture('failed-start'), reason: 'a bug: INTERNAL', resources: [] };
    expect(renderReport(report).text).toContain('a bug: INTERNAL');
  });

  it('the message of a report says in the small print which alarms were muted, and in a dry run that they would be', () => {
    const alarmsMuted = ['app-cpu', 'db-storage'];

    expect(wordsOf({ ...fixture('done-stop'), alarmsMuted })).toContain('2 alarms muted: `app-cpu`, `db-storage`');
    expect(wordsOf({ ...fixture('done-stop'), alarmsMuted, alarmsMutedCount: 1_600 })).toContain('1600 alarms muted: ');
    expect(wordsOf({ ...fixture('done-stop'), alarmsMuted: ['app-cpu'] })).toContain('1 alarm muted: `app-cpu`');
    expect(wordsOf({ ...fixture('dry-run-stop'), alarmsMuted })).toContain('2 alarms to mute: `app-cpu`, `db-storage`');
  });

  it('the message of a report counts in the small print what was expected and not posted', () => {
    const expected = [
      { what: 'db-storage', times: 3 },
      { what: 'app stopped', times: 1 },
    ];

    expect(wordsOf({ ...fixture('done-stop'), expected })).toContain(
      '4 notifications expected and not posted: `db-storage` ×3, `app stopped`',
    );
  });

  it('the message of a report never puts a name into a command that a shell would take apart', () => {
    const words = wordsOf({ ...fixture('failed-start'), environment: 'x; rm -rf ~' });
    expect(words).toContain('`curfew start ENV --why …`');
  });

  it('the message of a report names the version of the definition, where it was one of the table', () => {
    const report = fixture('done-stop');

    expect(JSON.stringify(renderReport({ ...report, definition: { version: 42, hash: 'h' } }))).toContain(
      'definition v42',
    );
    expect(JSON.stringify(renderReport(report))).not.toContain('definition v');
  });

  it('the message of a report can be posted whatever the report says', () =>
    fc.assert(
      fc.property(reports, (report) => expectPostable(renderReport(report))),
      { numRuns: 50 },
    ));

  it('the message of a report can be posted when every part of it is as long as it gets', () => {
    const long = '&<`"\\'.repeat(600);
    const resources = (['failed', 'refused', 'blocked', 'skipped'] as const).flatMap((outcome) =>
      Array.from({ length: 125 }, () => ({
        ...fixture('failed-start').resources[0],
        ...{ resource: long, kind: 'ecs-service' as const, stage: 1, reason: long, blockedBy: long, errorCode: long },
        outcome,
      })),
    );
    const many = Array.from({ length: 100 }, () => long);
    for (const outcome of reportOutcomes)
      expectPostable(
        renderReport({
          ...fixture('partial-start'),
          ...{ run: long, environment: long, outcome, reason: long, requestedBy: long, why: long, seconds: 1e300 },
          ...{ criticalPath: many, alarmsMuted: many, warnings: many, resources },
          expected: many.map((what) => ({ what, times: 1e300 })),
        }),
      );
  });
});
