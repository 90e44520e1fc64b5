import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlarmChange,
  type AlarmHistory,
  flapLimits,
  noteChange,
  settled,
  settling,
} from '#notify/storms/alarm-history.ts';

const minute = 60_000;
let changes = 0;
const change = (state: AlarmChange['state'], minutes: number, more: Partial<AlarmChange> = {}): AlarmChange => ({
  id: `m${++changes}`,
  state,
  oldState: state === 'ok' ? 'ALARM' : 'OK',
  atMs: minutes * minute,
  expectedBy: undefined,
  ...more,
});

/** What is done about changes, one after the other. */
const live = (all: readonly AlarmChange[], begun?: AlarmHistory) => {
  let history = begun;
  const steps = all.map((one) => {
    const { state, decision } = noteChange(history, one);
    history = state;
    return decision.kind;
  });
  return { history, steps };
};

describe('an alarm', () => {
  it('an alarm is said, and so is its end', () => {
    expect(live([change('alarm', 0), change('ok', 30), change('alarm', 60)]).steps).toEqual(['post', 'post', 'post']);
  });

  it('an alarm that changes for the fourth time in ten minutes flaps, and is counted from then on', () => {
    const { history, steps } = live([
      ...[change('alarm', 0), change('ok', 2), change('alarm', 4)],
      ...[change('ok', 6), change('alarm', 8), change('ok', 20)],
    ]);
    expect(steps).toEqual(['post', 'post', 'post', 'note-flapping', 'counted', 'counted']);
    expect(history?.flapping).toEqual({ sinceMs: 0, times: 6 });
  });

  it('an alarm that changes three times in ten minutes does not flap', () => {
    expect(live([0, 5, 9, 11, 16, 22].map((at) => change('alarm', at))).steps).not.toContain('note-flapping');
  });

  it('an alarm that nobody was told of is no news when it ends', () => {
    expect(live([change('ok', 0, { oldState: 'INSUFFICIENT_DATA' })]).steps).toEqual(['fold']);
    expect(live([change('alarm', 0), change('ok', 1), change('ok', 2)]).steps).toEqual(['post', 'post', 'fold']);
  });

  it('an alarm of which nothing is known is said when it ends: somebody may have been told', () => {
    expect(live([change('ok', 0, { oldState: 'ALARM' })]).steps).toEqual(['post']);
  });

  it('an alarm that was expected ends as expected, whenever that is', () => {
    const { steps } = live([change('alarm', 0, { expectedBy: 'stop-1' }), change('ok', 900)]);
    expect(steps).toEqual(['expected', 'expected']);
  });

  it('an alarm that was said before a downtime and ends in it is expected, which is not said', () => {
    const { steps } = live([change('alarm', 0), change('ok', 5, { expectedBy: 'stop-1' }), change('ok', 9)]);
    expect(steps).toEqual(['post', 'expected', 'fold']);
  });

  it('an alarm says in its history what it was told last, and since when it is in alarm', () => {
    const lived = (...all: AlarmChange[]) => live(all).history;

    expect(lived(change('alarm', 1))).toMatchObject({ told: 'yes', alarmSinceMs: minute, lastState: 'alarm' });
    expect(lived(change('alarm', 1), change('alarm', 20))).toMatchObject({ alarmSinceMs: minute, lastMs: 20 * minute });
    expect(lived(change('alarm', 1), change('ok', 20))).toMatchObject({ told: 'no', alarmSinceMs: minute });
    expect(lived(change('alarm', 1), change('ok', 20), change('alarm', 40))).toMatchObject({
      ...{ told: 'yes', alarmSinceMs: 40 * minute },
    });
    expect(lived(change('alarm', 1), change('insufficient-data', 20), change('alarm', 40))).toMatchObject({
      alarmSinceMs: minute,
    });
    expect(lived(change('alarm', 1), change('ok', 20), change('insufficient-data', 40))).not.toHaveProperty(
      'alarmSinceMs',
    );
    expect(lived(change('insufficient-data', 1))).not.toHaveProperty('alarmSinceMs');
    expect(lived(change('insufficient-data', 1), change('alarm', 5))).toMatchObject({ alarmSinceMs: 5 * minute });
    expect(lived(change('ok', 1))).not.toHaveProperty('alarmSinceMs');
    expect(lived(change('alarm', 1, { expectedBy: 'stop-1' }))).toMatchObject({ told: { expectedBy: 'stop-1' } });
    expect(lived(change('ok', 1, { expectedBy: 'stop-1' }))).toMatchObject({ told: 'no' });
  });

  it('an alarm of which a late change is told keeps what is known of the newer one', () => {
    const { history } = live([change('alarm', 10), change('insufficient-data', 10), change('ok', 4)]);

    expect(history).toMatchObject({ lastState: 'insufficient-data', lastMs: 10 * minute, told: 'yes' });
    expect(history?.alarmSinceMs).toBe(10 * minute);
    const expected = live([change('alarm', 10), change('alarm', 4, { expectedBy: 'stop-1' })]).history;
    expect(expected).toMatchObject({ told: 'yes', alarmSinceMs: 10 * minute });
  });

  it('an alarm that ends without an earlier message says why that is not posted', () => {
    expect(noteChange(undefined, change('ok', 0, { oldState: undefined })).decision).toEqual({
      kind: 'fold',
      reason: 'OK again, without an earlier message',
    });
  });

  it('an alarm flaps by what was posted within ten minutes, and by nothing else', () => {
    const at = (...minutes: number[]) => minutes.map((one, index) => change(index % 2 === 0 ? 'alarm' : 'ok', one));
    const expected = [0, 1, 2].map((one) => change('alarm', one, { expectedBy: 'stop-1' }));

    expect(live(at(0, 3, 6, 9.9)).steps.at(-1)).toBe('note-flapping');
    expect(live(at(0, 3, 6, 10)).steps.at(-1)).toBe('post');
    expect(live([...expected, change('alarm', 3)]).steps).toEqual(['expected', 'expected', 'expected', 'post']);
    expect(noteChange(live(at(0, 3, 6)).history, change('ok', 9)).decision).toEqual({
      ...{ kind: 'note-flapping', sinceMs: 0, times: 4 },
    });
  });

  it('an alarm that flaps is counted through a quarter of an hour of quiet, and is news after it', () => {
    const flapping = live([0, 1, 2, 3].map((one) => change(one % 2 === 0 ? 'alarm' : 'ok', one))).history;

    expect(noteChange(flapping, change('alarm', 18)).decision).toEqual({ kind: 'counted', sinceMs: 0 });
    expect(noteChange(flapping, change('alarm', 18.1)).decision).toEqual({ kind: 'post' });
    expect(noteChange(flapping, change('alarm', 18, { expectedBy: 'stop-1' })).state.flapping?.times).toBe(4);
    expect(settled(undefined, 0)).toEqual({ state: undefined, decision: undefined });
    expect(settled(live([change('alarm', 0)]).history, 0).state).toHaveProperty('lastMs', 0);
    expect(settled(flapping, 0).state?.recent.map(({ atMs }) => atMs)).toEqual([3 * minute]);
    expect(settled(flapping, 0).state).not.toHaveProperty('flapping');
    expect(settled(flapping, 1).state).toBe(flapping);
  });

  it('an alarm keeps the newest state when an older change comes late', () => {
    const { history } = live([change('ok', 10), change('alarm', 2)]);
    expect(history).toMatchObject({ lastState: 'ok', lastMs: 10 * minute });
  });

  it('an alarm gets the same answer for the same delivery, at any later time', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('alarm', 'ok', 'insufficient-data'), fc.nat(30)), { maxLength: 30 }),
        (all) => {
          let now = 0;
          const made = all.map(([state, after]) => {
            now += after;
            return change(state, now);
          });
          let history: AlarmHistory | undefined;
          for (const one of made) {
            const first = noteChange(history, one);
            const again = noteChange(first.state, one);
            expect(again).toEqual({ state: first.state, decision: first.decision });
            history = first.state;
          }
        },
      ),
    ));
});

describe('an alarm that flapped', () => {
  const { history } = live([0, 1, 2, 3, 4].map((at) => change(at % 2 === 0 ? 'alarm' : 'ok', at)));
  const quietMs = 4 * minute + flapLimits.quietMs;

  it('an alarm that flapped is waited for until it is quiet', () => {
    expect(settling(history, 0, 10 * minute)).toEqual({ kind: 'wait', untilMs: quietMs });
    expect(settling(history, 0, quietMs)).toMatchObject({ kind: 'settled', state: 'alarm', times: 5 });
  });

  it('an alarm that flapped is summed up once', () => {
    const { state } = settled(history, 0);
    expect(settling(state, 0, quietMs)).toEqual({ kind: 'nothing' });
    expect(settling(history, 7, quietMs)).toEqual({ kind: 'nothing' });
    expect(live([change('ok', 30)], state).steps).toEqual(['post']);
  });

  it('an alarm that flapped is news again after the quiet, even if the summary never came', () => {
    expect(live([change('ok', 30)], history).steps).toEqual(['post']);
  });
});
