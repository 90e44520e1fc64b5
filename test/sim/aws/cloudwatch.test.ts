// The simulated CloudWatch does what is known of the real one (facts/aws-semantics.md 6).
import { describe, expect, it } from 'vitest';
import type { AlarmWorld } from '#sim/aws/alarm-states.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { database } from '#test/support/definitions.ts';

const minute = 60_000;
const db = database('db');

const watching = (more: Partial<AlarmWorld> = {}): AlarmWorld => ({
  name: 'db-cpu',
  watches: 'db',
  muted: false,
  disabled: false,
  scales: false,
  whenMissing: 'ALARM',
  ...more,
});

const cloudWith = (...alarms: AlarmWorld[]) => {
  const aws = simulatedCloud([db], { alarms, world: { db: { startMinutes: 5, stopMinutes: 5 } } });
  const acts = () =>
    aws.trace.lines.flatMap(({ event }) =>
      event.type === 'alarm' ? [`${event.name} ${event.state} ${event.actions}`] : [],
    );
  const mute = (minutes: number, names = ['db-cpu'], name = 'rule') => {
    const fromMs = aws.clock.nowMs();
    return aws.finish(
      aws.alarms.mute({ name, description: '', alarms: names, fromMs, untilMs: fromMs + minutes * minute }),
    );
  };
  const set = (status: string) => aws.set('db', { status });
  return { ...aws, acts, mute, set };
};

describe('a simulated alarm', () => {
  it('a simulated alarm follows what it watches two minutes behind, and acts', () => {
    const aws = cloudWith(watching());
    aws.set('stopped');
    aws.pass(1.9 * minute);
    expect(aws.acts()).toEqual([]);
    aws.pass(0.2 * minute);
    aws.set('available');
    aws.pass(3 * minute);

    expect(aws.acts()).toEqual(['db-cpu ALARM fired', 'db-cpu OK fired']);
  });

  it('a simulated alarm does not notice what is over before it looks', () => {
    const aws = cloudWith(watching());
    aws.set('stopped');
    aws.pass(minute);
    aws.set('available');
    aws.pass(5 * minute);

    expect(aws.acts()).toEqual([]);
  });

  it('a simulated alarm may come to lack data instead', () => {
    const aws = cloudWith(watching({ whenMissing: 'INSUFFICIENT_DATA' }));
    aws.set('stopped');
    aws.pass(3 * minute);

    expect(aws.acts()).toEqual(['db-cpu INSUFFICIENT_DATA fired']);
  });

  it('a simulated alarm that a person has muted or disabled never acts', async () => {
    const aws = cloudWith(watching({ name: 'a', muted: true }), watching({ name: 'b', disabled: true }));
    await aws.mute(30, ['a', 'b']);
    aws.set('stopped');
    aws.pass(60 * minute);

    expect(aws.acts()).toEqual(['a ALARM muted', 'b ALARM muted']);
  });
});

describe('a simulated mute rule', () => {
  it('a simulated mute rule mutes, and what is still in the state that it muted acts when it ends', async () => {
    const aws = cloudWith(watching());
    await aws.mute(30);
    aws.set('stopped');
    aws.pass(29 * minute);
    expect(aws.acts()).toEqual(['db-cpu ALARM muted']);
    aws.pass(2 * minute);

    expect(aws.acts()).toEqual(['db-cpu ALARM muted', 'db-cpu ALARM fired']);
  });

  it('a simulated mute rule lets an alarm rest that has come back before it ends', async () => {
    const aws = cloudWith(watching());
    await aws.mute(30);
    aws.set('stopped');
    aws.pass(10 * minute);
    aws.set('available');
    aws.pass(60 * minute);

    expect(aws.acts()).toEqual(['db-cpu ALARM muted', 'db-cpu OK muted']);
  });

  it('a simulated mute rule lets an alarm rest that had acted before it began', async () => {
    const aws = cloudWith(watching());
    aws.set('stopped');
    aws.pass(5 * minute);
    await aws.mute(30);
    aws.pass(60 * minute);

    expect(aws.acts()).toEqual(['db-cpu ALARM fired']);
  });

  it('a simulated mute rule that is deleted lets what it muted act at once', async () => {
    const aws = cloudWith(watching());
    await aws.mute(30);
    aws.set('stopped');
    aws.pass(5 * minute);
    await aws.finish(aws.alarms.unmute('rule'));

    expect(aws.acts()).toEqual(['db-cpu ALARM muted', 'db-cpu ALARM fired']);
  });

  it('a simulated mute rule that is put again lasts as long as it says last', async () => {
    const aws = cloudWith(watching());
    await aws.mute(30);
    aws.set('stopped');
    aws.pass(5 * minute);
    await aws.mute(60);
    aws.pass(50 * minute);
    expect(aws.acts()).toEqual(['db-cpu ALARM muted']);
    await aws.mute(1);
    aws.pass(2 * minute);

    expect(aws.acts()).toEqual(['db-cpu ALARM muted', 'db-cpu ALARM fired']);
  });

  it('a simulated mute rule that ends leaves muted what another one mutes', async () => {
    const aws = cloudWith(watching());
    await aws.mute(30);
    await aws.mute(60, ['db-cpu'], 'of somebody else');
    aws.set('stopped');
    aws.pass(45 * minute);
    expect(aws.acts()).toEqual(['db-cpu ALARM muted']);
    aws.pass(30 * minute);

    expect(aws.acts()).toEqual(['db-cpu ALARM muted', 'db-cpu ALARM fired']);
  });

  it.each([
    ['more than a hundred alarms', 30, Array.from({ length: 101 }, (_, index) => `a-${index}`)],
    ['no alarm', 30, []],
    ['more than fifteen days', 15 * 24 * 60 + 2, ['db-cpu']],
  ])('a simulated mute rule of %s is refused', async (_, minutes, names) => {
    const aws = cloudWith(watching());

    await expect(aws.mute(minutes, names)).rejects.toMatchObject({ code: 'INVALID', awsCode: 'ValidationError' });
  });
});
