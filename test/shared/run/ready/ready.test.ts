// A start that is to be ready by a time: when it begins, and what the report of the run before says of it.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import { parseDefinition } from '#definition/load.ts';
import { beginTime, startTakes } from '#definition/schedule/begin-time.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { tellNextStart } from '#run/ready/tell-next-start.ts';
import { waitToBegin } from '#run/ready/wait-to-begin.ts';

const definitionWith = (start: string) =>
  parseDefinition(
    `
environment: shops
region: us-east-1
timeZone: America/Fortaleza
schedule:
  enabled: true
  start: ${start}
  stop: { days: every day, at: "20:00" }
notifications: { slack: { channel: "#shops", webhookSecret: shops/slack-webhook } }
resources:
  db: { kind: rds-instance, instance: shops-db }
`,
    'shops.yaml',
  );
const ready = definitionWith('{ days: weekdays, readyBy: "08:00", notBefore: "06:00" }');
const plain = definitionWith('{ days: weekdays, at: "08:00" }');
const both = definitionWith('[{ days: [sat], at: "06:00" }, { days: weekdays, readyBy: "08:00", notBefore: "06:00" }]');

// Fortaleza is three hours behind UTC; 2026-11-17 is a Tuesday.
const at = (day: number, time: string): number => Date.parse(`2026-11-${day}T${time}:00-03:00`);
const [wake, slot] = [at(17, '06:00'), at(17, '08:00')];

const startThatTook = (seconds: number): Report =>
  ({
    ...{ action: 'start', outcome: 'done', environment: 'shops', seconds, warnings: [], startedAt: '', endedAt: '' },
    resources: [{ resource: 'db', kind: 'rds-instance', stage: 1, outcome: 'done', reason: 'up', seconds }],
  }) as unknown as Report;
const usual = Array.from({ length: 10 }, () => startThatTook(600));
const usualBegin = beginTime({ slotMs: slot, notBeforeMs: wake }, startTakes(ready.resources, usual));

const workflowAt = (clock: { now: number }) =>
  localWorkflow({
    ...{ journal: memoryJournal(), log: { info() {}, warn() {} }, nowMs: () => clock.now },
    sleepUntil: async (ms) => {
      clock.now = Math.max(clock.now, ms);
    },
  });
const stored = (reports: readonly Report[] | Error) =>
  ({
    reports: async (environment: string, count: number) => {
      expect([environment, count]).toEqual(['shops', 40]);
      if (reports instanceof Error) throw reports;
      return reports;
    },
  }) as never;

describe('a start that is to be ready by a time', () => {
  type Given = {
    readonly definition?: typeof ready;
    readonly reports?: readonly Report[] | Error;
    readonly action?: 'start' | 'stop';
    readonly more?: Partial<RunRequest>;
    readonly now?: number;
  };
  const scheduled = (ms: number) => ({ scheduledTime: new Date(ms).toISOString() });

  const begin = async ({ definition = ready, reports = usual, action = 'start', more = {}, now = wake }: Given) => {
    const request = { ...{ environment: 'shops', requestedBy: 'schedule', supersede: false, dryRun: false } };
    const asked = { ...request, ...scheduled(wake), ...more };
    const clock = { now };
    const identity = { run: 'shops-start-1', at: now } as never;
    const runtime = { now: () => new Date(clock.now), random: () => 0, newId: () => 'id' };
    const deps = { definition: () => definition, state: stored(reports), runtime };
    const found = await waitToBegin(workflowAt(clock), { action, request: asked, identity }, deps);
    const waited = { begins: found.identity.at, readyBy: found.request.readyBy, slot: found.request.scheduledTime };
    return { isAsked: found.request === asked && found.identity === identity, ...waited };
  };
  const begins = (ms: number) => ({
    ...{ isAsked: false, begins: ms, readyBy: new Date(slot).toISOString(), slot: new Date(ms).toISOString() },
  });

  it.each<[string, number, Given]>([
    ['so long before that as the last ones took, with a margin', usualBegin, {}],
    ['by the seconds of its delivery', usualBegin, { more: scheduled(wake + 42_000) }],
    ['at once where nothing is known', wake, { reports: [] }],
    ['at once where the reports cannot be read', wake, { reports: new Error('no table') }],
    ['at once where it takes longer than there is', wake, { reports: usual.map(() => startThatTook(9_000)) }],
    ['at once when it was delivered too late to wait', slot - 60_000, { now: slot - 60_000 }],
    ['also where another slot wakes at that time', usualBegin, { definition: both }],
  ])('a start that is to be ready by a time begins %s', async (_, expected, given) => {
    expect(await begin(given)).toEqual(begins(expected));
    expect(usualBegin).toBeGreaterThan(wake);
    expect(usualBegin).toBeLessThan(slot - 600_000);
  });

  it.each<[string, Given]>([
    ['a stop', { action: 'stop' }],
    ['a start by a person', { more: { requestedBy: 'ana' } }],
    ['a start at its time', { definition: plain }],
    ['a delivery for another time', { more: scheduled(wake + 60_000) }],
    ['a delivery on another day', { more: scheduled(at(21, '06:00')) }],
    ['a start at a time of another slot', { definition: both, more: scheduled(at(21, '06:00')) }],
  ])('%s begins at once', async (_, given) => {
    expect((await begin(given)).isAsked).toBe(true);
  });

  it('a start that is asked for without a time begins at once', async () => {
    const request: RunRequest = { environment: 'shops', requestedBy: 'schedule', supersede: false, dryRun: false };
    const asked = { action: 'start' as const, request, identity: { run: 'a', at: wake } as never };
    const deps = { definition: () => ready, state: stored([]), runtime: {} as never };

    expect((await waitToBegin(workflowAt({ now: wake }), asked, deps)).request).toBe(request);
  });
});

describe('a report says of the next start', () => {
  const stopped = { ...startThatTook(60), action: 'stop', endedAt: new Date(at(16, '20:05')).toISOString() } as Report;
  const started = { ...startThatTook(9_000), endedAt: new Date(at(16, '08:30')).toISOString() } as Report;
  const granted = { granted: true } as unknown as Claim;

  const tell = (
    report: Report,
    { claim = granted, definition = ready, reports = usual as readonly Report[] | Error },
  ) => tellNextStart(workflowAt({ now: 0 }), report, { claim, definition }, { state: stored(reports) });

  it('the report of a stop says when the next start begins', async () => {
    const { nextStart, ...rest } = await tell(stopped, {});

    expect(rest).toEqual(stopped);
    expect(Date.parse(nextStart?.begins ?? '')).toBe(usualBegin);
    expect(nextStart?.readyBy).toBe('2026-11-17T08:00:00-03:00');
    expect(nextStart?.begins).toMatch(/-03:00$/);
  });

  it('the report of a stop says so also where earlier reports cannot be read', async () => {
    const { nextStart } = await tell(stopped, { reports: new Error('no table') });

    expect(Date.parse(nextStart?.begins ?? '')).toBe(wake);
  });

  it('the report of a start that takes longer than there is warns of the next one', async () => {
    const { warnings, nextStart } = await tell({ ...started, warnings: ['first'] }, { reports: [] });

    expect(nextStart).toBeUndefined();
    expect(warnings).toEqual(['first', expect.stringMatching(/^a start takes up to .* between `notBefore` 06:00/)]);
  });

  it.each<[string, Report, Parameters<typeof tell>[1]]>([
    ['of a start that is quick enough', { ...started, ...startThatTook(600), endedAt: started.endedAt }, {}],
    ['of a run that was not granted', stopped, { claim: { granted: false } as unknown as Claim }],
    ['of a run that did not come to its end', { ...stopped, outcome: 'superseded' }, {}],
    ['where no start is to be ready by a time', stopped, { definition: plain }],
  ])('the report is as it was: %s', async (_, report, given) => {
    expect(await tell(report, given)).toBe(report);
  });
});
