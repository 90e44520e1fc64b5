// What is printed when a rehearsed night is over.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { nightLine } from '../../../cli/night/lines.ts';
import { destinationOf } from '../../../cli/night/state.ts';
import { summary } from '../../../cli/night/summary.ts';
import { visibleWidth, wrappedLine } from '../../../cli/terminal/text-width.ts';

const rehearsed = (name: string): Promise<Rehearsal> => rehearse(loadScenario(`sim/scenarios/${name}.yaml`));

const fine = { violations: [], invariants: 5 };
const textOf = (rehearsal: Rehearsal, width?: number, verbose = true): string =>
  summary(rehearsal, fine, { width, verbose })
    .map(stripVTControlCharacters)
    // As they are printed.
    .flatMap((line) => wrappedLine(line, width ?? Number.POSITIVE_INFINITY))
    .join('\n');

describe('the summary of an ordinary night', async () => {
  const night = await rehearsed('night');
  const text = textOf(night);

  it('the summary of an ordinary night shows per resource how it ended, when it began, when it was ready, and how long that took', () => {
    expect(text).toMatch(/^stop Thu 19 Nov 20:00: done, 9 of 11 resources changed/m);
    expect(text).toMatch(/dashboard-db +done +\d+ min( \d+ s)? +08:00:\d\d {2}08:\d\d:\d\d {2}1 +/);
    expect(text).toMatch(/kafka +unchanged +– +08:00:\d\d {2}– +1 +a gate: ACTIVE, can serve/);
  });

  it('the summary of an ordinary night holds the time to ready against the critical path', () => {
    expect(text).toMatch(/time to ready: 20 min \d+ s \(1\.0\d × the critical path\)/);
    expect(text).toMatch(
      /critical path \(the longest chain of dependencies\): camunda-db → camunda → scoring → dashboard-backend \(20 min/,
    );
  });

  it('the summary of an ordinary night compares counts and bounds of the evening with those of the morning', () => {
    expect(text).toMatch(/= dashboard-backend +1 → 1 task +1–4$/m);
  });

  it('the summary of an ordinary night counts the calls to change something apart from those to look', () => {
    const total = night.lines.filter(({ event }) => event.type === 'call').length;
    const parts = [...text.matchAll(/^ {2}(\d+) (?:to|for) /gm)].map(([, count]) => Number(count));

    expect(text).toContain(`AWS API calls: ${total}`);
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(total);
  });

  it('the summary of an ordinary night repeats the Slack messages, and ends with the verdict', () => {
    expect(text).toMatch(/ {2}08:2\d:\d\d {2}#atlas-staging {2}☀️ staging is up/);
    expect(text.endsWith('✓ 5 of 5 invariants (rules that every night must keep) held')).toBe(true);
  });

  it('the summary of an ordinary night fits the terminal it is printed on', () => {
    for (const width of [60, 100])
      expect(Math.max(...textOf(night, width).split('\n').map(visibleWidth))).toBeLessThanOrEqual(width);
  });
});

describe('the summary of another night', () => {
  it('the summary of another night names the alarms that were muted, and says when they were armed because a start failed', async () => {
    const text = textOf(await rehearsed('alarms-armed-again'));

    expect(text).toMatch(
      /^ {2}alarms muted: poc-atlas-dev-camunda-running-tasks-below-desired, poc-atlas-dev-kafka-ui/m,
    );
    expect(text).toMatch(/^ {2}warning: staging is not up: its alarms are active again/m);
  });

  it('the summary of another night says so when nothing ran', async () => {
    const text = textOf(await rehearsed('schedules-lost'));

    expect(text).toMatch(/^No runs: the scenario loses what the scheduler delivers\.\n/);
    expect(text).toContain('No AWS API calls.');
    expect(text).toContain('No messages.');
  });

  it('the summary of another night marks the counts that are not back, and says why in full', async () => {
    const night = await rehearsed('database-refused');

    expect(textOf(night)).toMatch(/≠ scoring +2 → 0 tasks/);
    expect(textOf(night)).toMatch(/failed +.*start database .*AccessDeniedException.*\[AccessDeniedException\]/);
    expect(textOf(night, 100).replace(/\s+/g, ' ')).toContain('[AccessDeniedException]');
  });

  it('the summary of another night leaves a run in which nothing was left to do at two lines', async () => {
    const text = textOf(await rehearsed('late-delivery'), undefined, false);

    expect(text).toMatch(
      /^start Fri 20 Nov 08:00: done, everything was already up\n {2}11 unchanged \(--verbose lists them\)\n\n/m,
    );
  });

  it('the summary of another night names who asked, when it was not the schedule', async () => {
    expect(textOf(await rehearsed('start-during-stop'))).toMatch(
      /^start .*: refused, staging-stop-\S+ is .*\(requested by ana\)$/m,
    );
  });

  it('the summary of another night shows how Slack answered, and what never reached it', async () => {
    const scenario = loadScenario('sim/scenarios/slack-down.yaml');
    const timeline = [{ at: scenario.fromMs, do: 'slack', status: 500, times: 100_000 }] as const;

    expect(textOf(await rehearsed('slack-down'))).toMatch(/staging is down .* \(answered 429\)$/m);
    expect(textOf(await rehearse({ ...scenario, timeline }))).toContain('2 of them did not reach Slack');
  });

  it('the summary of another night counts the invariants that were violated', async () => {
    const violations = [{ at: 0, invariant: 'countsComeBack', detail: 'scoring' }];
    const lines = summary(await rehearsed('schedules-lost'), { violations, invariants: 5 });

    expect(stripVTControlCharacters(lines.at(-1) ?? '')).toBe('✗ 1 of 5 invariants was violated');
  });
});

describe('a line of the night', () => {
  it('a line of the night leaves out answers that only look like errors, and reads', async () => {
    const { lines, scenario } = await rehearsed('lost-responses');
    const told = lines
      .flatMap((line) => nightLine(line, scenario.definition.timeZone) ?? [])
      .map(stripVTControlCharacters);

    expect(told.join('\n')).not.toMatch(/ParameterNotFound|ConditionalCheckFailed|DescribeServices/);
    expect(told).toContainEqual(
      expect.stringMatching(/^20:\d\d:\d\d {2}rds:StopDBInstance dashboard-db: TimeoutError$/),
    );
  });
});

test.each([
  ['#atlas-staging', 'Slack'],
  ['PagerDuty (poc-atlas-dev/pagerduty-key)', 'PagerDuty'],
  ['Microsoft Teams (poc-atlas-dev/teams-workflow)', 'Microsoft Teams'],
  ['Jira OPS of example.atlassian.net', 'Jira'],
  ['webhook (poc-atlas-dev/webhook)', 'webhook'],
  ['e-mail (poc-atlas-dev-mail)', 'e-mail'],
])('what a night sent to %s is headed by the name %s', (channel, name) => {
  expect(destinationOf(channel)).toBe(name);
});
