// Which alarms are muted, and in which rules.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alarm } from '#core/alarm.ts';
import { alarmQuery, alarmsToMute, muteRules, surplusRules } from '#run/alarms/alarms-to-mute.ts';

const topic = 'arn:aws:sns:us-east-1:111122223333:alarms';
const policy = 'arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:1:resource/ecs/service/a/b:policyName/p';

const alarm = (name: string, more: Partial<Alarm> = {}): Alarm => ({
  name,
  actionsEnabled: true,
  actions: [topic],
  ...more,
});
const muting = (...mute: string[]) => ({ mute, graceMinutes: 10 });
const names = (alarms: readonly Alarm[], ...mute: string[]) => alarmsToMute(muting(...mute), alarms).mute;

describe('of the alarms there are', () => {
  it('alarms are muted that the definition names, in full or by their beginning', () => {
    const alarms = [alarm('shop-cpu'), alarm('shop-memory'), alarm('db-storage'), alarm('kafka-disk')];

    expect(names(alarms, 'shop-*', 'db-storage')).toEqual(['db-storage', 'shop-cpu', 'shop-memory']);
  });

  it('an alarm is muted once, however often it is named', () => {
    expect(names([alarm('shop-cpu'), alarm('shop-cpu')], 'shop-cpu', 'shop-*')).toEqual(['shop-cpu']);
  });

  it.each<[why: string, Alarm]>([
    ['whose actions somebody has disabled', alarm('shop-cpu', { actionsEnabled: false })],
    ['that scales a service', alarm('shop-queue', { actions: [topic, policy] })],
    ['that scales a service in China', alarm('shop-queue', { actions: [policy.replace('aws', 'aws-cn')] })],
    ['that belongs to target tracking', alarm('TargetTracking-service/shop/shop-AlarmHigh-1')],
    ["that is one of Curfew's own", alarm('curfew-shop-stop-dead-letters')],
    ['that the definition does not name', alarm('shopping-cpu')],
  ])('no alarm is muted %s', (_, one) => {
    expect(names([one], 'shop-*', 'TargetTracking-*', 'curfew-*')).toEqual([]);
  });

  it('a name that no alarm has is told; a beginning that none has is not', () => {
    expect(alarmsToMute(muting('shop-cpu', 'db-*'), [])).toEqual({ mute: [], missing: ['shop-cpu'] });
    expect(alarmsToMute(muting('shop-cpu'), [alarm('shop-cpu', { actionsEnabled: false })]).missing).toEqual([]);
  });

  it('alarms are asked for by names and by beginnings apart', () => {
    expect(alarmQuery(muting('shop-cpu', 'db-*'))).toEqual({ names: ['shop-cpu'], prefixes: ['db-'] });
  });
});

describe('mute rules', () => {
  const window = { fromMs: 0, untilMs: 60_000 };

  it('mute rules are called the same every night, so that those of the night before are replaced', () => {
    const [rule] = muteRules('staging', ['a'], window, 'staging-stop-1');

    expect(rule).toEqual({
      ...window,
      name: 'curfew-staging-downtime-1',
      description: 'Curfew: staging is stopped as planned (staging-stop-1)',
      alarms: ['a'],
    });
  });

  it('mute rules hold every alarm exactly once, at most a hundred each', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 450 }), (alarms) => {
        const rules = muteRules('staging', alarms, window, 'run');

        expect(rules.flatMap((rule) => rule.alarms)).toEqual(alarms);
        expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
        for (const rule of rules) {
          expect(rule.alarms.length).toBeLessThanOrEqual(100);
          expect(rule.alarms.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [250, 100, ['curfew-staging-downtime-2', 'curfew-staging-downtime-3']],
    [250, 0, ['curfew-staging-downtime-1', 'curfew-staging-downtime-2', 'curfew-staging-downtime-3']],
    [100, 101, []],
    [0, 0, []],
  ])('mute rules of %i alarms leave over, when there are %i, %j', (before, now, surplus) => {
    expect(surplusRules('staging', before, now)).toEqual(surplus);
  });
});
