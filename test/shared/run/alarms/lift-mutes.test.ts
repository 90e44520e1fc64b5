// How alarms that were muted come to speak again: at once, or after the grace.
import { describe, expect, it } from 'vitest';
import { alarmsIn, arm, muteForGrace } from '#run/alarms/lift-mutes.ts';
import { evening } from '#test/support/cloud.ts';
import { atOnce, expectation, iso, refusal } from './many-at-once.ts';

const minute = 60_000;

describe('the alarms of several downtimes', () => {
  it('the alarms of several downtimes are each named once, in order, but for those that were never muted', () => {
    const all = [
      expectation('b', { alarms: ['z', 'a'] }),
      expectation('a', { alarms: ['a', 'm'] }),
      expectation('c', { alarms: ['never'], unmuted: true }),
    ];

    expect(alarmsIn(all)).toEqual(['a', 'm', 'z']);
  });
});

describe('alarms that speak at once', () => {
  it('alarms that speak at once have no rule any more, and their record ends now unless it ended before', async () => {
    const standing = [
      expectation('staging-stop-0', { until: iso(evening - minute) }),
      expectation('staging-stop-1', { alarms: ['a', 'b'] }),
    ];
    const its = await atOnce(standing);

    expect(await arm('staging is not up', 'staging', standing, its.deps)).toEqual([
      'staging is not up: its alarms are active again; still in alarm: a, b, db-storage',
    ]);
    expect(its.deleted).toEqual(['curfew-staging-downtime-1']);
    expect((await its.expectations()).map(({ until }) => until)).toEqual([iso(evening - minute), iso(evening)]);
  });

  it('alarms that speak at once and are none are nothing to tell of', async () => {
    const standing = [expectation('staging-stop-1', { alarms: [] })];
    const its = await atOnce(standing);

    expect(await arm('x', 'staging', standing, its.deps)).toEqual([]);
    expect([its.deleted, (await its.expectations())[0]?.until]).toEqual([[], iso(evening)]);
  });

  it('alarms that speak at once and cannot, as AWS keeps a rule, stay recorded', async () => {
    const standing = [expectation('staging-stop-1', { alarms: Array.from({ length: 150 }, (_, i) => `a${i}`) })];
    const its = await atOnce(standing, { refused: (rule) => rule.endsWith('2') });

    expect(await arm('x', 'staging', standing, its.deps)).toEqual([
      'alarms stay muted: curfew-staging-downtime-2 refused; end the mute rules curfew-staging-downtime-* in CloudWatch by hand',
    ]);
    expect(its.writes()).toBe(0);
  });

  it('alarms that speak at once are named up to fifty', async () => {
    const standing = [
      expectation('s', { alarms: Array.from({ length: 60 }, (_, i) => `a${String(i).padStart(2, '0')}`) }),
    ];
    const its = await atOnce(standing);

    expect((await arm('x', 'staging', standing, its.deps))[0]).toMatch(/a49 and 10 more$/);
  });

  it('alarms that speak at once are told of also where CloudWatch does not tell who muted them; a bug is not hidden', async () => {
    const standing = [expectation('s')];
    const its = await atOnce(standing, { quiet: refusal() });
    const buggy = await atOnce(standing, { quiet: new TypeError('a bug') });

    expect(await arm('x', 'staging', standing, its.deps)).toEqual([
      'x: its alarms are active again; still in alarm, unless somebody muted them by hand: db-storage',
    ]);
    await expect(arm('x', 'staging', standing, buggy.deps)).rejects.toThrow('a bug');
  });
});

describe('alarms that speak after the grace', () => {
  const graced = iso(evening + 10 * minute);

  it('alarms that speak after the grace are muted until then, and the records end with it', async () => {
    const standing = [expectation('a', { until: graced }), expectation('b')];
    const its = await atOnce(standing);

    expect(await muteForGrace('staging-start-1', 'staging', standing, its.deps)).toEqual([]);
    expect(its.rules).toMatchObject([{ alarms: ['db-storage'], fromMs: evening, untilMs: Date.parse(graced) }]);
    expect((await its.expectations()).map(({ until }) => until)).toEqual([graced, graced]);
    expect(its.writes()).toBe(1);
  });

  it('alarms that speak after the grace anyway are left alone', async () => {
    const standing = [expectation('a', { until: graced })];
    const its = await atOnce(standing);

    expect(await muteForGrace('r', 'staging', standing, its.deps)).toEqual([]);
    expect([its.rules, its.writes()]).toEqual([[], 0]);
  });

  it('alarms that speak after the grace and cannot, as AWS refuses the rule, stay recorded', async () => {
    const standing = [expectation('a')];
    const its = await atOnce(standing, { refused: () => true });

    expect(await muteForGrace('r', 'staging', standing, its.deps)).toEqual([
      'alarms stay muted: curfew-staging-downtime-1 refused; end the mute rules curfew-staging-downtime-* in CloudWatch by hand',
    ]);
    expect(its.writes()).toBe(0);
  });
});
