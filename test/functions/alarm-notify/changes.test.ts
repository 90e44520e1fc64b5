// A change that `change-reader` sends, at every destination, however often its message comes.
import { afterEach, expect, it } from 'vitest';
import { judgeRecord } from '#pipeline/changes/judge-record.ts';
import { bytesOf, envelope, keyOf, rowWith, settingsOf, sourceOf } from '#test/shared/pipeline/changes/support.ts';
import { everyDestination, start } from '#test/support/destinations/world.ts';
import { closeWorlds, found, worldOf } from './worlds-of-destinations.ts';

afterEach(closeWorlds);

const kinds = ['slack', 'pagerduty', 'teams', 'jira', 'webhook', 'email'] as const;
const toAll = { ...everyDestination, to: kinds };

const texts = { source: 'data-quality', name: '{% after.id %}', title: '{% after.id %}: {% after.body.status %}' };
const settings = settingsOf([
  { ...texts, when: "$op = 'u' and after.body.status = 'resolved'", state: 'ok' },
  { ...texts, when: 'true', state: 'alarm', severity: 'critical' },
]);

const messageOf = async (status: string, lsn: number): Promise<string> => {
  const source = sourceOf({ lsn, ts_ms: start + lsn });
  const parts = { op: status === 'open' ? 'c' : 'u', after: rowWith({ status }, { id: 'incident-1' }), source };
  const record = { key: keyOf('incident-1'), value: bytesOf(envelope(parts)), timestamp: start + lsn };
  const judged = await judgeRecord(record, settings, start);
  if (judged.kind !== 'message') throw new Error(judged.reason);
  return judged.body;
};

it('a change that comes again and again reaches each destination once, and so does its end', async () => {
  const world = await worldOf(toAll);
  for (let times = 0; times < 3; times += 1) world.send(await messageOf('open', 1));
  await world.runFor(5);
  for (const kind of kinds) expect({ kind, ...found[kind](world, 'incident-1') }).toMatchObject({ kind, times: 1 });
  world.send(await messageOf('open', 1));
  for (let times = 0; times < 3; times += 1) world.send(await messageOf('resolved', 2));
  await world.runFor(5);
  expect([world.waiting(), world.deadLetters]).toEqual([0, []]);
  expect(found.jira(world, 'incident-1')).toEqual({ times: 1, hasEnded: true });
  expect(found.pagerduty(world, 'incident-1')).toEqual({ times: 1, hasEnded: true });
  expect(found.webhook(world, 'incident-1')).toEqual({ times: 1, hasEnded: true });
  expect(world.services.webhook.received).toHaveLength(2);
  expect(world.services.teams.cards).toHaveLength(2);
  expect(world.services.slack.said).toHaveLength(2);
  expect(world.mails).toHaveLength(2);
});

it.each(Array.from({ length: 12 }, (_, index) => index * 4))(
  'a change reaches each destination once although the process dies at its call %i',
  async (nth) => {
    const world = await worldOf(toAll);
    world.dieAt(nth);
    world.send(await messageOf('open', 1));
    await world.runFor(3);
    world.dieAt(Number.POSITIVE_INFINITY);
    await world.runFor(30);
    expect([world.waiting(), world.deadLetters]).toEqual([0, []]);
    // A chat that took a message of which nobody heard may get it once more; what has a key of its own may not.
    for (const kind of ['pagerduty', 'jira', 'webhook'] as const)
      expect({ kind, ...found[kind](world, 'incident-1') }).toMatchObject({ kind, times: 1 });
    for (const kind of ['slack', 'teams', 'email'] as const) expect(found[kind](world, 'incident-1').times).toBe(1);
  },
);
