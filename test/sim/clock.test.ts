import { describe, expect, it } from 'vitest';
import { virtualClock } from '#sim/clock.ts';

/** A clock at 1000 and a diary of what it fired. */
const withDiary = () => {
  const clock = virtualClock(1_000);
  const diary: [ms: number, what: string][] = [];
  return { clock, diary, note: (what: string) => () => void diary.push([clock.nowMs(), what]) };
};

describe('virtual time', () => {
  it('virtual time stands still until it is advanced', () => {
    const { clock, diary, note } = withDiary();

    clock.at(1_000, note('now'));

    expect(clock.nowMs()).toBe(1_000);
    expect(diary).toEqual([]);
  });

  it('virtual time fires in order of time, whatever the order of scheduling', () => {
    const { clock, diary, note } = withDiary();
    for (const ms of [1_300, 1_100, 1_200]) clock.at(ms, note(String(ms)));

    clock.advanceTo(2_000);

    expect(diary.map(([ms]) => ms)).toEqual([1_100, 1_200, 1_300]);
    expect(clock.nowMs()).toBe(2_000);
  });

  it('virtual time fires what is due at one time in the order of scheduling', () => {
    const { clock, diary, note } = withDiary();
    for (const what of ['first', 'second', 'third']) clock.at(1_500, note(what));

    clock.advanceTo(1_500);

    expect(diary.map(([, what]) => what)).toEqual(['first', 'second', 'third']);
  });

  it('virtual time fires what is due at the very time it is advanced to, and nothing later', () => {
    const { clock, diary, note } = withDiary();
    clock.at(1_500, note('due'));
    clock.at(1_501, note('later'));

    clock.advanceTo(1_500);

    expect(diary).toEqual([[1_500, 'due']]);
  });

  it('virtual time fires every entry exactly once', () => {
    const { clock, diary, note } = withDiary();
    clock.at(1_500, note('once'));

    clock.advanceTo(1_600);
    clock.advanceTo(1_700);

    expect(diary).toHaveLength(1);
  });

  it('virtual time fires what was scheduled for the past at the next advance, without going back', () => {
    const { clock, diary, note } = withDiary();
    clock.at(1_000, note('now'));
    clock.at(10, note('late'));

    clock.advanceTo(1_000);

    expect(diary).toEqual([
      [1_000, 'now'],
      [1_000, 'late'],
    ]);
  });

  it('virtual time fires what is scheduled on the way, after what was there before', () => {
    const { clock, diary, note } = withDiary();
    clock.at(1_100, () => {
      note('outer')();
      clock.at(1_200, note('inner'));
    });
    clock.at(1_200, note('before'));

    clock.advanceTo(1_200);

    expect(diary).toEqual([
      [1_100, 'outer'],
      [1_200, 'before'],
      [1_200, 'inner'],
    ]);
  });

  it('virtual time does not fire what was cancelled, and cancelling twice or late does no harm', () => {
    const { clock, diary, note } = withDiary();
    const cancel = clock.at(1_100, note('cancelled'));
    const cancelLate = clock.at(1_200, note('fired'));
    clock.at(1_300, note('other'));

    cancel();
    cancel();
    clock.advanceTo(1_200);
    cancelLate();
    clock.advanceTo(1_300);

    expect(diary.map(([, what]) => what)).toEqual(['fired', 'other']);
  });

  it('virtual time never goes back', () => {
    const { clock } = withDiary();

    clock.advanceTo(500);

    expect(clock.nowMs()).toBe(1_000);
  });
});

describe('work in virtual time', () => {
  it('work in virtual time wakes at the time it sleeps until', async () => {
    const { clock, diary, note } = withDiary();
    const sleepers = [1_300, 1_100].map((ms) => clock.sleepUntil(ms).then(note(String(ms))));

    await clock.run(() => diary.length === sleepers.length);

    expect(diary).toEqual([
      [1_100, '1100'],
      [1_300, '1300'],
    ]);
  });

  it('work in virtual time is done with all it can do at one time before time passes', async () => {
    const { clock, diary, note } = withDiary();
    const work = async (): Promise<void> => {
      await clock.sleepUntil(1_100);
      for (let step = 0; step < 50; step++) await Promise.resolve();
      note('worked')();
    };
    clock.at(1_101, note('tick'));

    const done = work();
    await clock.run(() => diary.length === 2);
    await done;

    expect(diary).toEqual([
      [1_100, 'worked'],
      [1_101, 'tick'],
    ]);
  });

  it('work in virtual time ends when it is over, with time no further than needed', async () => {
    const { clock, diary, note } = withDiary();
    for (const ms of [1_100, 1_200, 1_300]) clock.at(ms, note(String(ms)));

    await clock.run(() => diary.length === 2);

    expect(clock.nowMs()).toBe(1_200);
  });

  it('work in virtual time ends when nothing is left to happen', async () => {
    const { clock, diary, note } = withDiary();
    clock.at(1_100, note('last'));

    await clock.run(() => false);

    expect(diary).toHaveLength(1);
  });

  it('work in virtual time is told of every jump before it happens, once for each time', async () => {
    const { clock, note } = withDiary();
    const jumps: [from: number, to: number][] = [];
    for (const ms of [1_000, 1_100, 1_100, 1_200]) clock.at(ms, note(String(ms)));

    await clock.run(
      () => false,
      (ms) => void jumps.push([clock.nowMs(), ms]),
    );

    expect(jumps).toEqual([
      [1_000, 1_100],
      [1_100, 1_200],
    ]);
  });
});
