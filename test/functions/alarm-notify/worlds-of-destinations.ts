// Worlds with destinations in them, which each test closes behind itself.
import { expect } from 'vitest';
import type { DestinationKind } from '#definition/destinations.ts';
import type { Mood } from '#test/support/destinations/server.ts';
import { type DestinationWorld, destinationWorld, everyDestination, hosts } from '#test/support/destinations/world.ts';
import { alarmBody } from '#test/support/notify-bench.ts';

let open: DestinationWorld[] = [];
export const closeWorlds = (): void => {
  for (const { server } of open) server.close();
  open = [];
};

export const worldOf = async (...given: Parameters<typeof destinationWorld>): Promise<DestinationWorld> => {
  const world = await destinationWorld(...given);
  open.push(world);
  return world;
};
export const worldFor = (kind: DestinationKind): Promise<DestinationWorld> =>
  worldOf({ [kind]: everyDestination[kind] });

export const alarm = (world: DestinationWorld, name: string, state: 'ALARM' | 'OK'): void =>
  world.send(alarmBody({ name, state, at: world.nowMs() }, `sns-${name}-${state}`));

export const is = (world: DestinationWorld, kind: DestinationKind, mood: Mood): void => {
  if (kind !== 'email') world.server.is(hosts[kind], mood);
};

/** What is there of an alarm: how often it was told where that can be told, and whether its end arrived. */
export const found: Readonly<
  Record<
    DestinationKind,
    (world: DestinationWorld, name: string) => { readonly times: number; readonly hasEnded: boolean }
  >
> = {
  pagerduty({ services: { pagerduty } }, name) {
    const all = [...pagerduty.incidents.values()].filter(({ summary }) => summary.includes(name));
    expect(pagerduty.needless).toEqual([]);
    return { times: all.reduce((sum, { opened }) => sum + opened, 0), hasEnded: all.every(({ isOpen }) => !isOpen) };
  },
  jira({ services }, name) {
    const all = services.jira.issues.filter(({ fields }) => fields.summary.includes(name));
    const comments = all.flatMap((issue) => issue.comments);
    expect(comments.length).toBeLessThanOrEqual(1);
    return { times: all.length, hasEnded: comments.length === 1 };
  },
  webhook({ services: { webhook } }, name) {
    const own = webhook.received.filter(({ data }) => data.name === name);
    const ids = (state: string) => new Set(own.filter(({ data }) => data.state === state).map(({ id }) => id)).size;
    expect(webhook.forged).toEqual([]);
    return { times: ids('alarm'), hasEnded: ids('ok') === 1 };
  },
  teams({ services }, name) {
    const own = services.teams.cards.filter((card) => card.includes(name));
    return { times: Math.min(1, own.length), hasEnded: own.some((card) => card.includes('"color":"Good"')) };
  },
  slack({ services }, name) {
    const own = services.slack.said.filter(({ text }) => text.includes(name));
    const first = own.filter(({ thread }) => thread === undefined);
    const hasEnded = own.some(({ thread }) => first.some(({ ts, updated }) => ts === thread && updated > 0));
    return { times: Math.min(1, first.length), hasEnded };
  },
  email({ mails }, name) {
    const own = mails.filter((mail) => mail.includes(name));
    return { times: own.some((mail) => !mail.includes('OK')) ? 1 : 0, hasEnded: own.length > 1 };
  },
};

export const judge = (
  world: DestinationWorld,
  kind: DestinationKind,
  ended: Readonly<Record<string, boolean>>,
): void => {
  expect({ waiting: world.waiting(), deadLetters: world.deadLetters }).toEqual({ waiting: 0, deadLetters: [] });
  for (const [name, hasEnded] of Object.entries(ended))
    expect(found[kind](world, name), `${name} at ${kind}`).toEqual({ times: 1, hasEnded });
};
