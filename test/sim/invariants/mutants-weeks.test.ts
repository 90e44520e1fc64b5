// The weeks of resources of their own and runs of some resources: an engine that breaks a rule of theirs is found out.
import { describe, expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { at, byHand, type Days, daysOf } from '../memory/small-days.ts';
import { broken, defining, storing } from './broken.ts';

const service = (name: string, more = '') =>
  `  ${name}: { kind: ecs-service, cluster: small, service: ${name}, dependsOn: [db]${more} }`;
const awake = (from: string, until: string) => `, awakeOn: { days: every day, from: "${from}", until: "${until}" }`;
const db = '  db: { kind: rds-instance, instance: small-db }';
const night = (own: string, more: Partial<Days> = {}): Scenario =>
  daysOf({
    resources: [db, '  log: { kind: rds-instance, instance: small-log }', service('shop', own), service('other')].join(
      '\n',
    ),
    to: 28,
    ...more,
  });

const played = new Map<Scenario, Promise<Rehearsal>>();
/** Each is played once. */
const play = (scenario: Scenario): Promise<Rehearsal> => {
  const rehearsal = played.get(scenario) ?? rehearse(scenario);
  played.set(scenario, rehearsal);
  return rehearsal;
};

const late = night(awake('22:00', '02:00'));
const over = night(awake('19:30', '23:00'));

const changing =
  (change: (one: Resource) => Resource) =>
  (definition: Definition): Definition => ({
    ...definition,
    resources: definition.resources.map(change),
  });
const withoutWeeks = changing(({ awakeOn: _, ...rest }) => rest as Resource);

/** What is found in a night that was played by one definition, by the judges of another. */
const judgedBy = async (scenario: Scenario, judged: Scenario): Promise<string[]> =>
  violationsOf({ ...(await play(scenario)), scenario: judged }).map(
    ({ invariant, detail }) => `${invariant}: ${detail}`,
  );

describe('a week of its own', () => {
  it('a week of its own that an engine keeps is no violation', async () => {
    for (const one of [over, late]) expect(violationsOf(await play(one))).toEqual([]);
  });

  it('a week of its own that a stop does not know is found out: what is awake goes down with the rest', async () => {
    expect(await broken(defining(withoutWeeks), over)).toContain('ownWeeks');
  });

  it('a week of its own in which nothing comes up is found out, and one after which nothing goes down', async () => {
    expect(await judgedBy(night(''), late)).toContain('ownWeeks: db is not up although shop is awake');
    expect(await judgedBy(night(awake('22:00', '06:00')), night(awake('22:00', '00:00')))).toContain(
      'ownWeeks: db is up although shop sleeps again',
    );
  });

  it('a week of its own that wakes more than is needed is found out', async () => {
    const greedy = changing((one) =>
      one.name === 'shop' ? { ...one, dependsOn: [...one.dependsOn, 'log' as never] } : one,
    );
    const found = await judgedBy({ ...late, definition: greedy(late.definition) }, late);

    expect(found).toContainEqual(
      expect.stringMatching(/^ownWeeks: .* started log, which nothing that is awake needs$/),
    );
    expect(found).toContainEqual(expect.stringMatching(/^partsAreExact: .* of log, which is no part of it$/));
  });

  it('a week of its own in which something else is told to be missing is found out', async () => {
    const rehearsal = await play(late);
    const notice = {
      kind: 'curfew-notice',
      notice: 'not-up',
      text: 'small should be up but is not: log',
      resources: [{ resource: 'log', reason: 'r' }],
    };
    const event: TraceEvent = {
      ...{ type: 'call', function: 'reconcile', operation: 'sns:Publish', mutating: true },
      input: { Message: JSON.stringify(notice) },
    };
    const index = rehearsal.lines.findIndex((line) => line.at > at(23));
    const lines = rehearsal.lines.toSpliced(index, 0, { at: at(23), event });

    expect(violationsOf({ ...rehearsal, lines }).map(({ invariant, detail }) => [invariant, detail])).toContainEqual([
      'ownWeeks',
      'log is reported as missing while it may be down',
    ]);
  });
});

describe('a maintenance window', () => {
  // The night is Monday's: the window is on Tuesday from two to half past.
  const window = { db: { maintenanceWindow: 'tue:02:00-tue:02:30', maintenanceMinutes: 20 } };
  const attending = (more: string): Scenario =>
    daysOf({
      resources: [`  db: { kind: rds-instance, instance: small-db${more} }`, service('shop')].join('\n'),
      world: window,
      to: 29,
    });

  it('a maintenance window that is attended is no violation', async () => {
    expect(violationsOf(await rehearse(attending(', maintenance: attend')))).toEqual([]);
  });

  it('a maintenance window that is slept through is found out, and one after which the database stays up', async () => {
    expect(await judgedBy(attending(''), attending(', maintenance: attend'))).toContain(
      'ownWeeks: db is not up although db is awake',
    );
    const long = {
      ...attending(', maintenance: attend'),
      world: { db: { ...window.db, maintenanceWindow: 'tue:02:00-tue:06:00' } },
    };
    expect(await judgedBy(long, attending(', maintenance: attend'))).toContain(
      'ownWeeks: db is up although db sleeps again',
    );
  });
});

describe('a run of some resources', () => {
  const visit = night('', {
    timeline: [byHand(22, 'start', { only: ['shop'] }), byHand(23, 'stop', { only: ['shop'] })],
  });

  it('a run of some resources that keeps to these is no violation', async () => {
    expect(violationsOf(await play(visit))).toEqual([]);
  });

  it('a run of some resources that takes others along is found out', async () => {
    const greedy = changing((one) =>
      one.name === 'shop' ? { ...one, dependsOn: [...one.dependsOn, 'log' as never] } : one,
    );

    expect(await broken(defining(greedy), visit)).toContain('partsAreExact');
  });

  it('a run of some resources that becomes one of everything is found out', async () => {
    const rehearsal = await play(visit);
    const lines = rehearsal.lines.map((line) => {
      if (line.event.type !== 'report') return line;
      const { only: _, ...event } = line.event;
      return { ...line, event };
    });

    expect(violationsOf({ ...rehearsal, lines }).map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/acted on everything instead of shop$/),
    );
  });

  it('a stop that touches what it says it left up is found out', async () => {
    const rehearsal = await play(late);
    const lines = rehearsal.lines.map((line) =>
      line.event.type === 'report' && line.event.action === 'stop' && line.event.only === undefined
        ? { ...line, event: { ...line.event, leftUp: ['log'] } }
        : line,
    );

    expect(violationsOf({ ...rehearsal, lines }).map(({ invariant }) => invariant)).toContain('partsAreExact');
  });

  it('a run of some resources whose counts a later start of everything does not know is found out', async () => {
    const byDay = night('', {
      from: 9,
      to: 12,
      timeline: [byHand(10, 'stop', { only: ['shop'] }), byHand(11, 'start')],
    });
    const forgetful = storing(({ memories }) => ({
      memories: async (environment) =>
        (await memories(environment)).map((one) => (one.kind === 'ecs-service' ? { ...one, desired: 1 } : one)),
    }));

    expect(await broken((deps) => deps, byDay)).toEqual(new Set());
    expect(await broken(forgetful, byDay)).toContain('countsComeBack');
  });
});
