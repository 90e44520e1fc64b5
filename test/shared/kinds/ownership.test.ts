// Who took something down decides whether a start brings it up. One rule for every kind that has a status and no count.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { decideSeen, standingOf } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Observation, Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { wereUp } from '#run/plan/were-up.ts';
import { aurora, connector, database, service } from '#test/support/definitions.ts';

const ec2 = { ...database('vm'), kind: 'ec2-instance', instance: 'i-0123456789abcdef0' } as unknown as Resource;

type Of = readonly [Resource, up: Observation, down: Observation];

const rds = (status: string): Observation => ({ kind: 'rds-instance', status, engine: 'postgres', replicas: [] });
const cluster = (status: string): Observation => ({
  kind: 'aurora-cluster',
  status,
  engine: 'aurora-mysql',
  engineMode: 'provisioned',
  replicas: [],
  members: [{ instance: 'a', status }],
});
const sink = (status: string): Observation => ({ kind: 'msk-connector', status, arn: 'arn' });
const vm = (status: string): Observation => ({ kind: 'ec2-instance', status, facts: {} });

const kinds: readonly Of[] = [
  [database('db'), rds('available'), rds('stopped')],
  [aurora('aurora'), cluster('available'), cluster('stopped')],
  [connector('sink'), sink('RUNNING'), sink('PAUSED')],
  [ec2, vm('running'), vm('stopped')],
];

const memoryOf = ({ name, kind }: Resource, downBy: 'curfew' | 'somebody', more: object = {}): Memory =>
  ({ kind, resource: name, run: 'r-1', downBy, ...more }) as Memory;

const effects = (next: ReturnType<typeof decideSeen>): string[] =>
  next.kind === 'act'
    ? next.effects.map((effect) => ('downBy' in effect ? `${effect.do} ${effect.downBy}` : effect.do))
    : [];

describe.each(kinds)('%# of the kinds', (resource, up, down) => {
  const always = { ...resource, startAlways: true as const };
  const decided = (action: 'start' | 'stop', seen: Observation, memory?: Memory, wasUp = false, of = resource) =>
    decideSeen(action, of, seen, memory, wasUp);

  it('a resource of each kind is remembered before it is stopped, once', () => {
    expect(effects(decided('stop', up))).toEqual(['remember curfew', expect.stringMatching(/stop|pause/)]);
    expect(effects(decided('stop', up, memoryOf(resource, 'curfew')))).toEqual([expect.stringMatching(/stop|pause/)]);
  });

  it('a resource of each kind is remembered anew where what was remembered is of another day', () => {
    const old = memoryOf(resource, 'somebody', { givenBack: true });

    expect(effects(decided('stop', up, old))[0]).toBe('remember curfew');
  });

  it("a resource of each kind is somebody else's when it is found down and that is proved, and only then", () => {
    const theirs = decided('stop', down, undefined, true);

    expect(effects(theirs)).toEqual(['remember somebody']);
    expect(theirs).toMatchObject({ final: true, untouched: true, warning: theirs.reason });
    expect(decided('stop', down, undefined, false).kind).toBe('ready');
    expect(decided('stop', down, memoryOf(resource, 'curfew'), true).kind).toBe('ready');
    expect(decided('stop', down, undefined, true, always).kind).toBe('ready');
  });

  it('a resource of each kind keeps its memory when somebody woke it in the night and a stop puts it back', () => {
    expect(effects(decided('stop', up, memoryOf(resource, 'somebody')))).toEqual([expect.stringMatching(/stop|pause/)]);
  });

  it('a resource of each kind is left down by a start, with the reason, unless the definition says otherwise', () => {
    const theirs = memoryOf(resource, 'somebody');

    expect(decided('start', down, theirs)).toMatchObject({ kind: 'ready', staysDown: true });
    expect(decided('start', down, theirs).reason).toMatch(
      /^left down: already (stopped|paused) by somebody else before r-1/,
    );
    expect(effects(decided('start', down, theirs, false, always))).toEqual([
      expect.stringMatching(/start|resume/),
      'forget',
    ]);
  });

  it('a resource of each kind is started and forgotten where Curfew stopped it, and started where nothing is known', () => {
    expect(effects(decided('start', down, memoryOf(resource, 'curfew')))).toEqual([
      expect.stringMatching(/start|resume/),
      'forget',
    ]);
    expect(effects(decided('start', down))).toEqual([expect.stringMatching(/start|resume/)]);
  });

  it.each(['curfew', 'somebody'] as const)(
    'a resource of each kind is forgotten when it is up again: by %s',
    (downBy) => {
      const next = decided('start', up, memoryOf(resource, downBy));

      expect(effects(next)).toEqual(['forget']);
      expect(next).toMatchObject({ final: true, untouched: true });
    },
  );

  it('a resource of each kind is seen to be up or down', () => {
    expect([standingOf(up), standingOf(down)]).toEqual(['up', 'down']);
  });
});

describe('what is taken for somebody else’s when it is found down', () => {
  const [db] = [database('db')];
  const report = (action: string, outcome: string, more: Partial<Report> = {}): Report =>
    ({
      action,
      outcome: 'partial',
      resources: [{ resource: 'db', outcome }],
      startedAt: '2026-11-16T20:00:00Z',
      ...more,
    }) as unknown as Report;
  const reading = (observation: Observation): ReadonlyMap<typeof db.name, Reading> =>
    new Map([[db.name, { state: 'seen', observation }]]);

  it.each<[string, boolean, Partial<Parameters<typeof wereUp>[1]>]>([
    ['there never was a run', true, { reports: [] }],
    [
      'the last run was a start that brought it up',
      true,
      { reports: [report('start', 'done'), report('stop', 'done')] },
    ],
    ['it is new in the definition', true, { reports: [report('start', 'done', { resources: [] })], areAll: false }],
    ['the last start found it up', true, { reports: [report('start', 'skipped')] }],
    ['it is on its way down', true, { reports: [], readings: reading(rds('stopping')) }],
    ['it cannot be read yet', true, { reports: [], readings: new Map() }],
    ['the last run was a stop, of whatever version', false, { reports: [report('stop', 'done')] }],
    ['a stop has found it down before', false, { reports: [report('stop', 'skipped'), report('start', 'done')] }],
    ['the last start failed', false, { reports: [report('start', 'failed'), report('start', 'done')] }],
    ['the last start was blocked', false, { reports: [report('start', 'blocked')] }],
    [
      'a start that never ran is no proof',
      false,
      { reports: [report('start', 'done', { outcome: 'dry-run' })], areAll: false },
    ],
    ['the reports that are read do not name it, and there are more', false, { reports: [], areAll: false }],
    ['the reports cannot be read', false, { reports: undefined }],
    ['it is up', false, { reports: [], readings: reading(rds('available')) }],
    ['something is remembered of it', false, { reports: [], memories: [memoryOf(db, 'curfew')] }],
  ])('a resource found down is taken for somebody else’s when %s: %s', (_, expected, more) => {
    const found = wereUp([db, service('app')], {
      readings: reading(rds('stopped')),
      memories: [],
      reports: [],
      areAll: true,
      ...more,
    });

    expect(found).toEqual(expected ? ['db'] : []);
  });
});
