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
