import { afterEach, describe, expect, it } from 'vitest';
import { destinationKinds } from '#definition/destinations.ts';
import { type DestinationWorld, everyDestination, hosts, start } from '#test/support/destinations/world.ts';
import { alarmBody } from '#test/support/notify-bench.ts';
import { alarm, closeWorlds, found, is, judge, worldFor, worldOf } from './worlds-of-destinations.ts';

const minuteMs = 60_000;
afterEach(closeWorlds);

describe('several destinations', () => {
  const all = { ...everyDestination, to: destinationKinds };

  it('several destinations each get the message once, while one of them is down', async () => {
    const world = await worldOf(all);
    is(world, 'jira', { kind: 'down', status: 503 });
    alarm(world, 'cpu', 'ALARM');
    await world.runFor(30);

    expect(world.services.slack.said).toHaveLength(1);
    expect(world.services.teams.cards).toHaveLength(1);
    expect(world.services.webhook.received).toHaveLength(1);
    expect(world.mails).toHaveLength(1);
    is(world, 'jira', { kind: 'well' });
    await world.runFor(30);
    for (const kind of destinationKinds) judge(world, kind, { cpu: false });
  });

  it('several destinations do not wait for one that says nothing, however much is waiting for it', async () => {
    const world = await worldOf({ ...everyDestination, to: ['pagerduty', 'webhook'] });
    is(world, 'pagerduty', { kind: 'silent' });
    for (let index = 0; index < 40; index++) alarm(world, `cpu-${index}`, 'ALARM');
    const arrived: number[] = [];
    for (let count = 0; count < 60; count++) {
      await world.runUntil(world.nowMs() + 1_000);
      arrived.push(world.services.webhook.received.length);
      if (arrived.at(-1) === 40) break;
    }

    expect(world.services.webhook.received).toHaveLength(40);
    expect(world.nowMs() - start).toBeLessThan(60_000);
    is(world, 'pagerduty', { kind: 'well' });
    await world.runFor(240);
    expect(world.services.pagerduty.incidents.size).toBe(40);
    expect({ waiting: world.waiting(), deadLetters: world.deadLetters }).toEqual({ waiting: 0, deadLetters: [] });
  });

  it('several destinations are not given up because one refuses the message permanently', async () => {
    const world = await worldOf({ ...everyDestination, to: ['webhook', 'pagerduty'] });
    is(world, 'webhook', { kind: 'down', status: 400 });
    is(world, 'pagerduty', { kind: 'down', status: 503 });
    alarm(world, 'cpu', 'ALARM');
    await world.runFor(60);
    expect(world.deadLetters).toEqual([]);
    is(world, 'pagerduty', { kind: 'well' });
    await world.runFor(30);

    expect(found.pagerduty(world, 'cpu').times).toBe(1);
    expect(world.deadLetters).toHaveLength(1);
  });
});

describe('a storm', () => {
  it('a storm is a digest for people, and single incidents for a pager', async () => {
    const world = await worldOf({ ...everyDestination, to: ['teams', 'pagerduty', 'jira'] });
    for (let index = 0; index < 12; index++) alarm(world, `cpu-${index}`, 'ALARM');
    await world.runFor(15);

    expect(world.services.teams.cards).toHaveLength(4);
    expect(world.services.teams.cards.at(-1)).toContain('9 more notifications');
    expect(world.services.pagerduty.incidents.size).toBe(12);
    expect(world.services.jira.issues).toHaveLength(12);
  });
});

describe('an alarm that flaps', () => {
  it('an alarm that flaps is noted once where people read, and ends in the right state at a pager', async () => {
    const world = await worldOf({ ...everyDestination, to: ['teams', 'pagerduty', 'jira'] });
    for (let change = 0; change < 9; change++) {
      const state = change % 2 === 0 ? 'ALARM' : 'OK';
      world.send(alarmBody({ name: 'cpu', state, at: world.nowMs() }, `sns-${change}`));
      await world.runFor(1);
    }
    world.send(alarmBody({ name: 'cpu', state: 'OK', at: world.nowMs() }, 'sns-last'));
    await world.runFor(60);

    const [incident] = [...world.services.pagerduty.incidents.values()];
    expect(incident).toMatchObject({ isOpen: false, opened: 5 });
    expect(world.services.teams.cards.filter((card) => card.includes('is flapping'))).toHaveLength(1);
    expect(world.services.teams.cards.filter((card) => card.includes('has settled'))).toHaveLength(1);
    expect(world.services.jira.issues).toHaveLength(1);
    expect(world.services.jira.issues[0]?.comments.length).toBeLessThanOrEqual(4);
  });
});

describe('the end of an alarm', () => {
  it('the end of an alarm reaches what it ends, on any route of returns to normal', async () => {
    const route = { name: 'pager', when: { severity: ['error' as const] }, to: ['pagerduty', 'jira'] as const };
    const world = await worldOf({ ...everyDestination, to: ['teams'], routes: [route] });
    alarm(world, 'cpu', 'ALARM');
    await world.runFor(2);
    alarm(world, 'cpu', 'OK');
    alarm(world, 'never-in-alarm', 'OK');
    await world.runFor(10);

    expect(found.pagerduty(world, 'cpu')).toEqual({ times: 1, hasEnded: true });
    expect(found.jira(world, 'cpu')).toEqual({ times: 1, hasEnded: true });
    expect(world.services.pagerduty.incidents.size).toBe(1);
    expect(world.services.jira.issues).toHaveLength(1);
  });

  it('the end of an alarm may come before its beginning, and leaves nothing open', async () => {
    const world = await worldFor('pagerduty');
    const early = alarmBody({ name: 'cpu', state: 'ALARM', at: start - minuteMs }, 'sns-early');
    alarm(world, 'cpu', 'OK');
    await world.runFor(2);
    world.send(early);
    await world.runFor(10);

    judge(world, 'pagerduty', { cpu: true });
  });

  it('the end of an alarm waits while the state table is unreachable; the beginning of the alarm does not', async () => {
    const world = await worldFor('pagerduty');
    world.store('down');
    alarm(world, 'cpu', 'ALARM');
    await world.runFor(2);
    expect(world.services.pagerduty.incidents.size).toBe(1);
    world.store('up');
    alarm(world, 'disk', 'ALARM');
    await world.runFor(2);
    world.store('down');
    alarm(world, 'disk', 'OK');
    await world.runFor(10);
    expect(world.waiting()).toBe(1);
    world.store('up');
    await world.runFor(10);

    expect(found.pagerduty(world, 'disk')).toEqual({ times: 1, hasEnded: true });
  });
});

describe('a planned downtime', () => {
  const expectation = {
    environment: 'prod',
    run: 'prod-stop',
    action: 'stop' as const,
    from: new Date(start + 10 * minuteMs).toISOString(),
    until: new Date(start + 60 * minuteMs).toISOString(),
    reason: 'stopped',
    alarms: ['cpu', 'disk', 'memory'],
    identities: [],
  };

  it('a planned downtime resolves what was open before it, triggers nothing, and says one by one what is in alarm after it', async () => {
    const world = await worldOf({ ...everyDestination, to: ['pagerduty', 'teams'] }, { expectations: [expectation] });
    alarm(world, 'cpu', 'ALARM');
    await world.runFor(20);
    alarm(world, 'cpu', 'OK');
    alarm(world, 'disk', 'ALARM');
    alarm(world, 'memory', 'ALARM');
    await world.runFor(20);
    expect([...world.services.pagerduty.incidents.values()]).toMatchObject([{ isOpen: false, opened: 1 }]);
    await world.runFor(90);

    expect(found.pagerduty(world, 'disk')).toEqual({ times: 1, hasEnded: false });
    expect(found.pagerduty(world, 'memory')).toEqual({ times: 1, hasEnded: false });
    expect(world.services.teams.cards.filter((card) => card.includes('since the stop'))).toHaveLength(1);
  });
});

describe('an issue of Jira', () => {
  it('an issue of Jira that is done is followed by another when the alarm comes again', async () => {
    const world = await worldFor('jira');
    alarm(world, 'cpu', 'ALARM');
    await world.runFor(2);
    const [first] = world.services.jira.issues;
    if (first) first.isDone = true;
    world.send(alarmBody({ name: 'cpu', state: 'ALARM', at: world.nowMs() }, 'sns-again'));
    await world.runFor(2);

    expect(world.services.jira.issues.map(({ isDone }) => isDone)).toEqual([true, false]);
  });
});

describe('a reminder in the queue', () => {
  const reminder = (route: object) =>
    JSON.stringify({
      ...{ kind: 'curfew-reminder', version: 1, of: 'settled', key: 'alarm|cpu', name: 'cpu' },
      ...{ sinceMs: start - 60 * minuteMs, dueMs: start, route },
    });
  const flapped = async (world: DestinationWorld): Promise<void> => {
    for (let change = 0; change < 5; change++)
      world.send(
        alarmBody({ name: 'cpu', state: change % 2 === 0 ? 'ALARM' : 'OK', at: world.nowMs() }, `sns-${change}`),
      );
    await world.runFor(1);
  };

  it('a reminder in the queue sends secrets nowhere that the definition does not name, from any author', async () => {
    const world = await worldOf({ ...everyDestination, to: ['teams'] });
    await flapped(world);
    world.send(reminder({ kind: 'jira', site: 'evil.atlassian.net', project: 'OPS', secret: 'jira' }));
    world.send(reminder({ kind: 'webhook', secret: 'bot' }));
    await world.runFor(60);

    expect(new Set(world.server.asked.map(({ host }) => host))).toEqual(new Set([hosts.teams]));
    expect(JSON.stringify(world.log)).not.toMatch(/evil/);
  });

  it('a reminder of an earlier version in the queue still finds its channel', async () => {
    const world = await worldOf({ ...everyDestination, to: ['teams'] });
    world.send(reminder({ channel: '#prod', webhookSecret: 'hook' }));
    await world.runFor(60);

    expect({ waiting: world.waiting(), deadLetters: world.deadLetters }).toEqual({ waiting: 0, deadLetters: [] });
  });
});
