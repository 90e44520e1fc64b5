// What reconcile does about alarms, of a CloudWatch that answers at once.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { beginDowntime } from '#run/alarms/begin-downtime.ts';
import { keepMuted } from '#run/alarms/keep-muted.ts';
import { evening } from '#test/support/cloud.ts';
import { atOnce, expectation, iso, refusal } from './many-at-once.ts';
import { claimOf, definition, item, planOf } from './muting-world.ts';

const minute = 60_000;
const hour = 60 * minute;

type Given = Parameters<typeof atOnce>[1] & {
  readonly standing: Parameters<typeof atOnce>[0];
  readonly state?: 'up' | 'down';
  readonly reports?: readonly Partial<Report>[];
};

const tick = async ({ standing, state = 'down', reports = [], ...answers }: Given) => {
  const its = await atOnce(standing, { isUnheld: true, ...answers });
  const wanted = { state, since: evening, because: 'slot' as const, reason: 'scheduled' };
  const said = await keepMuted(
    { definition, wanted, overrides: [], expectations: standing ?? [], reports: reports as Report[], nowMs: evening },
    its.deps,
  );
  return { said, rules: its.rules, writes: its.writes(), expectations: await its.expectations() };
};

describe('a downtime that is over', () => {
  const started = (endedAt: number, action: 'start' | 'stop' = 'start') => ({
    ...{ action, outcome: 'done', endedAt: iso(endedAt), resources: [] },
  });
  const lasting = (ms: number) => [expectation('staging-stop-1', { until: iso(evening + ms) })];

  it.each<[what: string, untilMs: number, report: object, isEnded: boolean]>([
    ['that lasts longer than the grace of its start', 11 * minute + 1, started(evening), true],
    ['that lasts as long as the grace of its start', 11 * minute, started(evening), false],
    ['whose grace began long ago', 2 * minute, started(evening - hour), true],
    ['after which nothing was started', 5 * hour, started(evening, 'stop'), false],
    ['after which a start was refused', 5 * hour, { ...started(evening), outcome: 'refused' }, false],
  ])('a downtime that is over and %s is ended with a grace where it has to be', async (_, untilMs, report, isEnded) => {
    const { rules, expectations } = await tick({ standing: lasting(untilMs), state: 'up', reports: [report] });

    expect(rules.map((rule) => rule.untilMs)).toEqual(isEnded ? [evening + 10 * minute] : []);
    expect(expectations[0]?.until).toBe(iso(isEnded ? evening + 10 * minute : evening + untilMs));
  });
});

describe('downtimes that were moved', () => {
  it('downtimes that were moved are muted in the name of the one that began last, whatever their order', async () => {
    const moved = { until: iso(evening + hour) };
    const later = expectation('staging-stop-1', { ...moved, alarms: ['a'] });
    const earlier = expectation('staging-stop-2', { ...moved, from: iso(evening - hour), alarms: ['b'] });
    const { rules, expectations } = await tick({ standing: [earlier, later] });

    expect(rules).toMatchObject([{ alarms: ['a', 'b'], description: expect.stringContaining('staging-stop-1') }]);
    expect(new Set(expectations.map(({ until }) => until))).toEqual(new Set([iso(evening + 15 * hour + 10 * minute)]));
  });

  it('downtimes that were moved and may not be muted anew are told of with every reason, and stay as they are', async () => {
    const alarms = Array.from({ length: 150 }, (_, index) => `a${index}`);
    const standing = [expectation('staging-stop-1', { alarms, until: iso(evening + hour) })];
    const { said, writes } = await tick({ standing, refused: () => true });

    expect(said).toBe('curfew-staging-downtime-1 refused; curfew-staging-downtime-2 refused');
    expect(writes).toBe(0);
  });
});

describe('alarms that a stop could not mute', () => {
  const unmuted = expectation('staging-stop-1', { unmuted: true, alarms: ['app-cpu'] });

  it('alarms that a stop could not mute are muted in its name, for as long as its downtime is planned', async () => {
    const { said, rules, expectations } = await tick({ standing: [unmuted], found: ['db-1', 'app-cpu'] });

    expect(said).toBeUndefined();
    expect(rules).toMatchObject([{ alarms: ['app-cpu', 'db-1'], untilMs: evening + 15 * hour + 10 * minute }]);
    expect(expectations).toEqual([
      expectation('staging-stop-1', { alarms: ['app-cpu', 'db-1'], until: iso(evening + 15 * hour + 10 * minute) }),
    ]);
  });

  it('alarms that a stop could not mute and reconcile may not mute either are told of, and stay to be muted', async () => {
    const refused = await tick({ standing: [unmuted], found: ['db-1'], refused: () => true });
    const unread = await tick({ standing: [unmuted], findError: refusal('no rights') });

    expect(refused.said).toBe('curfew-staging-downtime-1 refused');
    expect(refused.expectations).toMatchObject([{ unmuted: true }]);
    expect([unread.said, unread.writes]).toEqual(['alarms are not muted: no rights', 0]);
  });
});

describe('alarms of some resources that a stop could not mute', () => {
  const mine = { ofSome: true as const, unmuted: true as const, alarms: [], until: iso(evening + 5 * hour) };
  const part = expectation('staging-stop-2', { ...mine, identities: ['atlas-db'] });
  const stop = { action: 'stop', outcome: 'done', only: ['db'], resources: [{ resource: 'db', outcome: 'done' }] };
  const found = ['db-storage', 'app-cpu'];
  const about = { 'db-storage': ['atlas-db'], 'app-cpu': ['atlas-app', 'atlas'] };

  it('alarms of some resources that a stop could not mute are muted while the environment is up, and no others', async () => {
    const its = { standing: [part], state: 'up' as const, reports: [stop as object], found, about };
    const { rules, expectations } = await tick(its);

    expect(rules.map(({ alarms }) => alarms)).toEqual([['db-storage']]);
    expect(expectations).toMatchObject([{ ofSome: true, alarms: ['db-storage'] }]);
    expect(expectations[0]).not.toHaveProperty('unmuted');
  });

  it('alarms of some resources that a stop could not mute speak once these were started again', async () => {
    const start = { ...stop, action: 'start', endedAt: iso(evening) };
    const { rules } = await tick({
      standing: [part],
      state: 'up',
      reports: [start as object, stop as object],
      found,
      about,
    });

    expect(rules.flatMap(({ alarms }) => alarms)).not.toContain('db-storage');
  });

  it('alarms of some resources that a stop could not mute are muted beside those of a downtime that stands', async () => {
    const night = expectation('staging-stop-1', { alarms: ['app-cpu'], until: iso(evening + 15 * hour + 10 * minute) });
    const { rules } = await tick({ standing: [night, part], reports: [stop as object], found, about });

    expect(rules.map(({ alarms }) => alarms)).toEqual([['app-cpu', 'db-storage']]);
  });

  it('alarms of what a stop left up are not muted with those of the rest', async () => {
    const whole = expectation('staging-stop-1', { unmuted: true, alarms: [] });
    const report = { run: 'staging-stop-1', action: 'stop', outcome: 'done', leftUp: ['db'], resources: [] };
    const { rules } = await tick({ standing: [whole], reports: [report as object], found, about });

    expect(rules.map(({ alarms }) => alarms)).toEqual([['app-cpu']]);
  });
});

describe('a stop of some resources', () => {
  const alone = { ...definition, resources: definition.resources.filter(({ name }) => name === 'db') };
  const rulesAfter = async (until: number) => {
    const earlier = {
      from: iso(evening - hour),
      until: iso(until),
      alarms: ['app-cpu'],
      identities: ['atlas/atlas-app'],
    };
    const found = {
      found: ['db-storage', 'app-cpu'],
      about: { 'db-storage': ['atlas-db'], 'app-cpu': ['atlas/atlas-app'] },
    };
    const its = await atOnce([expectation('staging-stop-0', earlier)], found);
    const claim = claimOf('stop', { only: ['db'] });
    await beginDowntime(its.workflow, claim, planOf(item('db')), { ...its.deps, definition: () => alone });
    return { rules: its.rules.map(({ name, alarms, untilMs }) => ({ name, alarms, untilMs })), deleted: its.deleted };
  };
  const morning = evening + 15 * hour + 10 * minute;

  it('a stop of some resources soon after a start leaves what that brought up its grace, in a rule that ends by itself', async () => {
    expect(await rulesAfter(evening + 5 * minute)).toEqual({
      rules: [
        { name: 'curfew-staging-downtime-1', alarms: ['db-storage'], untilMs: morning },
        { name: 'curfew-staging-downtime-2', alarms: ['app-cpu'], untilMs: evening + 5 * minute },
      ],
      deleted: [],
    });
  });

  it('a stop of some resources in the night mutes their alarms with those of the night', async () => {
    const { rules } = await rulesAfter(morning);

    expect(rules.map(({ alarms }) => alarms)).toEqual([['app-cpu', 'db-storage']]);
  });
});
