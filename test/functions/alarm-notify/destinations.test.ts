// Every destination, judged by a server that behaves like it: whatever goes wrong on the way, what was sent is what is there
// afterwards, once wherever the destination can tell.
import { afterEach, describe, expect, it } from 'vitest';
import { type DestinationKind, destinationKinds } from '#definition/destinations.ts';
import type { Mood } from '#test/support/destinations/server.ts';
import { start } from '#test/support/destinations/world.ts';
import { alarm, closeWorlds, is, judge, worldFor } from './worlds-of-destinations.ts';

afterEach(closeWorlds);

const isChat = (kind: DestinationKind): boolean => ['slack', 'teams', 'email'].includes(kind);

/** A chat cannot tell what it was told before, and an end that comes first is in a digest: said it is, in any case. */
const judgeChat: typeof judge = (world, kind, ended) => {
  expect({ waiting: world.waiting(), deadLetters: world.deadLetters }).toEqual({ waiting: 0, deadLetters: [] });
  const { teams, slack } = world.services;
  const said = { teams: teams.cards, slack: slack.said.map(({ payload }) => payload), email: world.mails };
  const all = said[kind as keyof typeof said].join('\n');
  for (const [name, hasEnded] of Object.entries(ended)) {
    expect(all).toContain(name);
    if (hasEnded) expect(all).toMatch(/OK|more notification/);
  }
};

const overHttp = destinationKinds.filter((kind) => kind !== 'email');

describe.each(destinationKinds)('what goes to %s', (kind) => {
  it('every destination gets an alarm, and the end of it', async () => {
    const world = await worldFor(kind);
    alarm(world, 'cpu', 'ALARM');
    alarm(world, 'disk', 'ALARM');
    await world.runFor(10);
    alarm(world, 'cpu', 'OK');
    await world.runFor(10);

    judge(world, kind, { cpu: true, disk: false });
  });

  it('an alarm for any destination survives a process that dies before or after any of its calls', async () => {
    const judgeCrash = isChat(kind) ? judgeChat : judge;
    for (let nth = 0; ; nth++) {
      const world = await worldFor(kind);
      world.dieAt(nth);
      alarm(world, 'cpu', 'ALARM');
      await world.runFor(1);
      alarm(world, 'cpu', 'OK');
      await world.runFor(60);

      judgeCrash(world, kind, { cpu: true });
      expect(nth).toBeLessThan(200);
      world.server.close();
      if (!world.hasReachedItsEnd()) break;
    }
  });
});

describe.each(overHttp)('what goes to %s over HTTP', (kind) => {
  it.each([1, 2, 3, 4])('an alarm for a destination over HTTP survives %i answers that are lost', async (times) => {
    const world = await worldFor(kind);
    is(world, kind, { kind: 'answer-lost', times });
    alarm(world, 'cpu', 'ALARM');
    await world.runFor(30);
    alarm(world, 'cpu', 'OK');
    await world.runFor(60);

    judge(world, kind, { cpu: true });
  });

  it.each<[number, string, Mood]>([
    [12, 'answers 503', { kind: 'down', status: 503 }],
    [1, 'refuses connections half way', { kind: 'reset' }],
    [0.5, 'says nothing', { kind: 'silent' }],
  ])(
    'an alarm for a destination over HTTP survives %d hours in which the destination %s',
    async (hours, _what, mood) => {
      const world = await worldFor(kind);
      is(world, kind, mood);
      alarm(world, 'first', 'ALARM');
      await world.runFor(45 * hours);
      alarm(world, 'first', 'OK');
      await world.runFor(10 * hours);
      alarm(world, 'last', 'ALARM');
      await world.runFor(5 * hours);
      is(world, kind, { kind: 'well' });
      await world.runFor(60);

      judge(world, kind, { first: true, last: false });
    },
  );

  it('alarm-notify is patient with a destination that asks for it, and not before', async () => {
    const world = await worldFor(kind);
    is(world, kind, { kind: 'patience', seconds: 1_200 });
    alarm(world, 'cpu', 'ALARM');
    alarm(world, 'disk', 'ALARM');
    await world.runFor(10);
    is(world, kind, { kind: 'well' });
    await world.runFor(60);

    judge(world, kind, { cpu: false, disk: false });
    const [asked, ...later] = world.server.asked;
    expect(asked?.status).toBe(429);
    expect(Math.min(...later.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(start + 1_200_000);
  });

  it('alarm-notify waits a moment in place when a destination asks for a moment', async () => {
    const world = await worldFor(kind);
    is(world, kind, { kind: 'patience', seconds: 5 });
    alarm(world, 'cpu', 'ALARM');
    const running = world.runUntil(start + 1_000);
    while (world.server.asked.length === 0) await new Promise((soon) => setImmediate(soon));
    is(world, kind, { kind: 'well' });
    await running;

    judge(world, kind, { cpu: false });
    expect(world.nowMs()).toBeLessThan(start + 30_000);
  });

  it('alarm-notify names no secret of a destination in the log, with any answer of the destination', async () => {
    for (const mood of [
      { kind: 'down', status: 500 },
      { kind: 'down', status: 404 },
      { kind: 'down', status: 302 },
      { kind: 'reset' },
    ] as const) {
      const world = await worldFor(kind);
      is(world, kind, mood);
      alarm(world, 'cpu', 'ALARM');
      await world.runFor(2);

      expect(world.waiting()).toBe(1);
      expect(JSON.stringify(world.log)).not.toMatch(/s3cr3t|R0123456789|xoxb-|a-token-of|whsec_|https:\/\//);
    }
  });
});
