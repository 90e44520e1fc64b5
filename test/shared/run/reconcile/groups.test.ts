// Reconcile where some resources are due to be something else than their environment.
import { expect, it } from 'vitest';
import { wantedEach } from '#definition/schedule/wanted-each.ts';
import type { Situation } from '#run/reconcile/correction.ts';
import { corrections, situationsOf } from '#run/reconcile/groups.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';
import { allDown, appIs, dbIs, minute, readingsOf, report, slotAt, zero } from './situation.ts';

const definition = {
  ...definitionOf([database('db'), database('log'), service('app', { dependsOn: ['db'] })]),
};
const at = (minutes: number): string => new Date(slotAt + minutes * minute).toISOString();

const outcomes = (...names: string[]) => names.map((resource) => ({ resource, outcome: 'done' }));
const stopped = report('stop', outcomes('db', 'log', 'app'));
const visit = report('start', outcomes('db', 'app'), {
  only: ['app'],
  of: 3,
  requestedBy: 'ana',
  startedAt: at(30),
  endedAt: at(35),
});
const visited = { db: dbIs('available'), log: dbIs('stopped'), app: appIs(2) };

const corrected = (more: Partial<Situation>, minutes = 60) => {
  const nowMs = slotAt + minutes * minute;
  const reports = more.reports ?? [visit, stopped];
  const each = wantedEach(definition, { reports, overrides: [], lease: more.lease }, nowMs);
  const situation = {
    ...{ definition, wanted: each.whole, enabled: true, lease: undefined, reports, readings: readingsOf(visited) },
    ...{ memories: [zero], restarted: [], nowMs },
    ...more,
  };
  return corrections(situationsOf(situation, each)).map(({ what }) => what);
};

it('what a person brought up alone is as due, and so is the rest: nothing is started and nothing stopped', () => {
  expect(corrected({}).map(({ kind }) => kind)).toEqual(['nothing', 'nothing']);
});

it('what somebody else woke beside it is said as ever', () => {
  const [whole] = corrected({ readings: readingsOf({ ...visited, log: dbIs('available') }) });
  expect(whole).toMatchObject({ kind: 'say', saying: { notice: 'drift', resources: [{ resource: 'log' }] } });
});

it('what fell over of it is said, and nothing else is', () => {
  const said = corrected({ readings: readingsOf({ ...visited, db: dbIs('stopped') }) });
  expect(said.filter(({ kind }) => kind === 'say')).toMatchObject([
    { saying: { notice: 'not-up', resources: [{ resource: 'db' }] } },
  ]);
});

it('a run of some resources that died is made again for these alone, on behalf of whoever asked', () => {
  const lease = {
    run: 'r',
    action: 'start' as const,
    until: slotAt,
    requestedBy: 'ana',
    since: slotAt + 30 * minute,
    only: ['app'],
  };
  expect(corrected({ lease, reports: [stopped], readings: readingsOf(allDown) })).toMatchObject([
    { kind: 'invoke', action: 'start', only: ['app'], onBehalfOf: { requestedBy: 'ana' } },
  ]);
});

it('a stop that was lost is made up for without what somebody brought up since', () => {
  const morning = report('start', outcomes('db', 'log', 'app'), { startedAt: at(-720), endedAt: at(-700) });
  const up = readingsOf({ db: dbIs('available'), log: dbIs('available'), app: appIs(2) });
  const [run] = corrected({ reports: [visit, morning], readings: up });
  expect(run).toMatchObject({ kind: 'invoke', action: 'stop', only: ['log'] });
});

it('a start in the morning that was lost is made up for everything, although some of it is up', () => {
  const found = corrected({}, 12 * 60 + 10);
  expect(found).toMatchObject([{ kind: 'invoke', action: 'start' }]);
  expect(found[0]).not.toHaveProperty('only');
});

it('what somebody else started in its own week is stopped at the end of that, though the stop of the night was before', () => {
  const awakeOn = [{ days: ['tue'], from: '21:00', until: '22:00' }];
  const own = {
    ...definition,
    resources: definition.resources.map((one) => (one.name === 'log' ? { ...one, awakeOn } : one)),
  };
  const nowMs = slotAt + 130 * minute;
  const each = wantedEach(own, { reports: [stopped], overrides: [] }, nowMs);
  const readings = readingsOf({ ...allDown, log: dbIs('available') });
  const usual = {
    enabled: true,
    lease: undefined,
    reports: [stopped],
    readings,
    memories: [zero],
    restarted: [],
    nowMs,
  };
  const found = corrections(situationsOf({ definition: own, wanted: each.whole, ...usual }, each)).map(
    ({ what }) => what,
  );

  expect(found).toMatchObject([{ kind: 'invoke', action: 'stop', only: ['log'] }]);
});
