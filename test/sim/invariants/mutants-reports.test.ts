import { describe, expect, it } from 'vitest';
import { violationsOf } from '#sim/invariants/all.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { nightOf } from '#test/support/nights.ts';
import { broken, type Replace } from './broken.ts';

/** A message to the operator topic as a line of the trace. */
const published = (by: string, message: object): TraceEvent => ({
  type: 'call',
  function: by,
  operation: 'sns:Publish',
  mutating: true,
  input: { Message: JSON.stringify(message) },
});

const isSaying = (event: TraceEvent, text: string): boolean =>
  event.type === 'call' && event.operation === 'sns:Publish' && JSON.stringify(event.input).includes(text);

/** The lines of a scenario file's night, and the same with some published once more a quarter of an hour later. */
const echoed = async (file: string, isEchoed: (message: string) => boolean) => {
  const rehearsal = await rehearse(loadScenario(`sim/scenarios/${file}.yaml`));
  const lines = rehearsal.lines.flatMap((line) => {
    const { event } = line;
    const isSaid = event.type === 'call' && event.operation === 'sns:Publish';
    const again = isSaid && isEchoed(String((event.input as { Message: unknown }).Message));
    return again ? [line, { ...line, at: line.at + 15 * 60_000 }] : [line];
  });
  const judged = (what: typeof rehearsal) => violationsOf(what).filter(({ invariant }) => invariant === 'oneVoice');
  return { before: judged(rehearsal), after: judged({ ...rehearsal, lines }).map(({ detail }) => detail) };
};

describe('whoever tells people that', () => {
  it('a function that publishes a report twice has two voices', async () => {
    const twice: Replace = (deps) => ({
      ...deps,
      publish: async (message) => {
        await deps.publish(message);
        await deps.publish(message);
      },
    });

    expect(await broken(twice)).toEqual(new Set(['oneVoice']));
    expect(await broken((deps) => deps)).toEqual(new Set());
  });

  it('a function that says at every tick what it has said has two voices', async () => {
    const { before, after } = await echoed('woken', (message) => message.includes('"curfew-notice"'));

    expect(before).toEqual([]);
    expect(after).toEqual([expect.stringContaining('repeated: staging is down, but somebody started kafka-ui')]);
  });

  it('a function that never forgets what it has said is silent about a second outage', async () => {
    const rehearsal = await rehearse(loadScenario('sim/scenarios/second-outage.yaml'));
    const said = rehearsal.lines.filter(({ event }) => isSaying(event, 'should be up but is not: db'));
    const silent = { ...rehearsal, lines: rehearsal.lines.filter((line) => line !== said[1]) };

    expect(violationsOf(rehearsal)).toEqual([]);
    expect(violationsOf(silent).map(({ invariant, resource }) => [invariant, resource])).toEqual([['oneVoice', 'db']]);
  });

  it('a function that says in a notice what a report has told has two voices', async () => {
    const rehearsal = await rehearse(loadScenario('sim/scenarios/failing-tasks.yaml'));
    const index = rehearsal.lines.findLastIndex(({ event }) => event.type === 'report');
    const last = rehearsal.lines[index];
    const notice = {
      ...{ kind: 'curfew-notice', notice: 'not-up', text: 'staging should be up but is not: scoring' },
      resources: [{ resource: 'scoring', reason: '0 of 2 tasks healthy' }],
    };
    const lines = rehearsal.lines.toSpliced(index + 1, 0, {
      at: last?.at ?? 0,
      event: published('reconcile', notice),
    });

    expect(violationsOf({ ...rehearsal, lines }).map(({ invariant, resource }) => [invariant, resource])).toEqual([
      ['oneVoice', 'scoring'],
    ]);
  });

  it('a function that tells of a run that was made again and failed in nothing new has two voices', async () => {
    const rehearsal = await rehearse(loadScenario('sim/scenarios/failing-tasks.yaml'));
    const report = rehearsal.reports.at(-1);
    const again = { ...report, run: 'staging-start-again', retryOf: report?.run };
    const at = rehearsal.lines.at(-1)?.at ?? 0;
    const after = violationsOf({ ...rehearsal, lines: [...rehearsal.lines, { at, event: published('start', again) }] });

    expect(report?.outcome).toBe('partial');
    expect(after.map(({ detail }) => detail)).toEqual([expect.stringContaining('failed the same way')]);
  });
});

describe('a report that', () => {
  const withReport = async (change: (report: Rehearsal['reports'][number]) => Rehearsal['reports'][number]) => {
    const rehearsal = await rehearse(nightOf('staging'));
    const lines = rehearsal.lines.map((line) =>
      line.event.type === 'report' ? { ...line, event: { ...change(line.event), type: 'report' as const } } : line,
    );
    return new Set(violationsOf({ ...rehearsal, lines }).map(({ invariant }) => invariant));
  };

  it('a report that loses an outcome is found out', async () => {
    expect(await withReport((report) => ({ ...report, resources: report.resources.slice(1) }))).toContain(
      'oneOutcomePerResource',
    );
  });

  it('a report that counts a resource twice is found out', async () => {
    expect(
      await withReport((report) => ({ ...report, resources: [...report.resources, ...report.resources.slice(0, 1)] })),
    ).toContain('oneOutcomePerResource');
  });

  it('a report that calls a resource untouched that was changed is found out', async () => {
    const lying = await withReport((report) => ({
      ...report,
      resources: report.resources.map((one) => ({ ...one, outcome: 'skipped' as const })),
    }));

    expect(lying).toContain('reportsTellTheTruth');
  });

  it.each(['refused', 'failed'] as const)(
    'a report that says %s and nothing done although it made changes is found out',
    async (outcome) => {
      expect(await withReport((report) => ({ ...report, outcome, resources: [] }))).toContain('reportsTellTheTruth');
    },
  );

  it('a report that says done although a resource failed is found out', async () => {
    const failing = await withReport((report) => ({
      ...report,
      resources: report.resources.map((one, index) => (index === 0 ? { ...one, outcome: 'failed' as const } : one)),
    }));

    expect(failing).toContain('reportsTellTheTruth');
  });
});

describe('a night in which nothing comes to its end', () => {
  const night = rehearse(loadScenario('sim/scenarios/failed-start-said-once.yaml'));
  type Lines = Rehearsal['lines'];
  const judged = async (change: (lines: Lines, reports: Rehearsal['reports']) => Lines): Promise<Set<string>> => {
    const rehearsal = await night;
    const lines = change(rehearsal.lines, rehearsal.reports);
    return new Set(violationsOf({ ...rehearsal, lines }).map(({ invariant }) => invariant));
  };
  const published = (at: number, message: object): Lines[number] => ({
    at,
    event: {
      type: 'call',
      function: 'reconcile',
      operation: 'sns:Publish',
      mutating: true,
      input: { Message: JSON.stringify(message) },
    },
  });
  const notice = (kind: string, resource: string) => ({
    kind: 'curfew-notice',
    notice: kind,
    text: `about ${resource}`,
    resources: [{ resource, reason: 'stopped' }],
  });
  const noon = Date.parse('2026-11-20T12:00:00-03:00');

  it('a night in which nothing comes to its end breaks no invariant', async () => {
    expect(await judged((lines) => lines)).toEqual(new Set());
  });

  it('in a night in which nothing comes to its end, a notice that says again what the report said is found out', async () => {
    expect(await judged((lines) => [...lines, published(noon, notice('not-up', 'db'))])).toEqual(new Set(['oneVoice']));
  });

  it('in a night in which nothing comes to its end, a report of every attempt is found out', async () => {
    const everyAttempt = (lines: Lines, reports: Rehearsal['reports']) => [
      ...lines,
      ...reports.slice(-1).map((report) => published(noon, report)),
    ];

    expect(await judged(everyAttempt)).toEqual(new Set(['oneVoice']));
  });

  it('in a night in which nothing comes to its end, a notice at every look is found out', async () => {
    const everyLook = (lines: Lines) => [
      ...lines,
      ...[0, 15, 30].map((minutes) => published(noon + minutes * 60_000, notice('drift', 'web'))),
    ];

    expect(await judged(everyLook)).toEqual(new Set(['oneVoice']));
  });
});
