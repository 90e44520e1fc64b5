// Delivery, judged by a server that behaves like Slack: whatever goes wrong on the way, what was sent is what was delivered.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmBody } from '#test/support/notify-bench.ts';
import { type QueueWorld, queueWorld } from '#test/support/queue-world.ts';
import type { SlackMood } from '#test/support/slack-server.ts';

const start = Date.parse('2026-11-20T23:20:00Z');
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const topicArn = 'arn:aws:sns:us-east-1:111122223333:curfew-operators-staging';
const published = (Message: string, id: string, at: number): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: `sns-${id}`,
    TopicArn: topicArn,
    Message,
    Timestamp: new Date(at).toISOString(),
  });

/** A message of each sort, with a word in it that is in no other. */
const messageOf = (sort: 'alarm' | 'notice' | 'text', word: string, at: number): string => {
  if (sort === 'alarm') return alarmBody({ name: word, at }, `sns-${word}`);
  if (sort === 'text') return published(`something about ${word}`, word, at);
  const notice = {
    kind: 'curfew-notice',
    version: 1,
    environment: 'staging',
    at: new Date(at).toISOString(),
    notice: 'late',
    text: word,
    resources: [],
  };
  return published(JSON.stringify(notice), word, at);
};

const moods: fc.Arbitrary<SlackMood> = fc.oneof(
  fc.constant<SlackMood>({ kind: 'well' }),
  fc.constantFrom(500, 502, 503, 504).map((status): SlackMood => ({ kind: 'down', status: status as 500 })),
  fc.constantFrom(1, 3, 20, 90).map((seconds): SlackMood => ({ kind: 'patience', seconds })),
  fc.constantFrom<SlackMood>(
    { kind: 'reset' },
    { kind: 'taken-then-reset' },
    { kind: 'proxy' },
    { kind: 'refuses-layout' },
  ),
);

const happenings = fc.record({
  afterSeconds: fc.oneof(fc.nat(5), fc.nat(400)),
  sorts: fc.array(fc.constantFrom('alarm', 'notice', 'text'), { maxLength: 6 }),
  mood: fc.option(moods, { nil: undefined }),
  table: fc.constantFrom('up', 'up', 'up', 'down'),
  functionDies: fc.constantFrom(false, false, false, true),
  webhookMoves: fc.constantFrom(false, false, false, false, true),
});

type Sent = { readonly word: string; readonly atMs: number };

/** How many notifications a digest had no room to name: "and 12 more". */
const countedOnly = ({ slack }: QueueWorld): number =>
  slack.taken
    .flatMap(({ payload }) => [...payload.matchAll(/(?:, |\\n)and (\d+) more/g)])
    .reduce((sum, [, count]) => sum + Number(count), 0);

/** Of every message: that it came or was counted, and that it says so if it came late. Delivered twice is no fault, never is. */
const judge = (world: QueueWorld, sent: readonly Sent[]): void => {
  const { slack, deadLetters, waiting } = world;
  let uncounted = countedOnly(world);
  for (const { word, atMs } of sent) {
    const first = slack.taken.find(({ payload }) => new RegExp(`\\b${word}\\b`).test(payload));
    if (!first && uncounted-- > 0) continue;
    expect(first, `${word} never came`).toBeDefined();
    if (first && first.atMs - atMs >= 120_000) expect(first.payload, `${word} came late`).toMatch(/sent [^"]* late/);
  }
  expect({ waiting: waiting(), deadLetters, tooFast: slack.tooFast }).toEqual({
    waiting: 0,
    deadLetters: [],
    tooFast: [],
  });
};

describe('the bundle of alarm-notify', () => {
  it('the bundle of alarm-notify delivers everything that was sent, with any temporary failure', () =>
    fc.assert(
      fc.asyncProperty(fc.array(happenings, { minLength: 1, maxLength: 12 }), async (night) => {
        const world = await queueWorld(start);
        const sent: Sent[] = [];
        try {
          for (const { afterSeconds, sorts, mood, table, functionDies, webhookMoves } of night) {
            for (const sort of sorts) {
              const word = `word${sent.length}`;
              sent.push({ word, atMs: world.nowMs() });
              world.send(messageOf(sort, word, world.nowMs()));
            }
            if (mood) world.slack.is(mood);
            if (webhookMoves) world.slack.move(`moved-${sent.length}`);
            world.table(table);
            world.functionDies(functionDies);
            await world.runUntil(world.nowMs() + afterSeconds * 1_000);
          }
          world.slack.is({ kind: 'well' });
          world.table('up');
          world.functionDies(false);
          world.rotateSecret();
          await world.runUntil(world.nowMs() + 2 * hourMs);
          judge(world, sent);
        } finally {
          world.close();
        }
      }),
      { numRuns: 15 },
    ));

  const during = async (
    mood: SlackMood,
    hours: number,
  ): Promise<{ world: QueueWorld; sent: Sent[]; receives: number }> => {
    const world = await queueWorld(start, mood.kind === 'silent' ? 40 : undefined);
    const sent: Sent[] = [];
    world.slack.is(mood);
    for (let hour = 0; hour < hours; hour += 2) {
      const word = `hour${hour}`;
      sent.push({ word, atMs: world.nowMs() });
      world.send(messageOf(hour % 4 === 0 ? 'alarm' : 'notice', word, world.nowMs()));
      await world.runUntil(world.nowMs() + 2 * hourMs);
    }
    const receives = world.mostReceives();
    world.slack.is({ kind: 'well' });
    await world.runUntil(world.nowMs() + 2 * hourMs);
    return { world, sent, receives };
  };

  it('the bundle of alarm-notify names each of 22 alarms at once', async () => {
    const world = await queueWorld(start);
    const sent = Array.from({ length: 22 }, (_, index) => ({ word: `word${index}`, atMs: start }));
    for (const { word } of sent) world.send(messageOf('alarm', word, start));
    await world.runUntil(start + hourMs);
    world.close();

    judge(world, sent);
    expect(countedOnly(world)).toBe(0);
  });

  it('the bundle of alarm-notify loses nothing while Slack is down for twelve hours, and has patience left for four times as long', async () => {
    const { world, sent, receives } = await during({ kind: 'down', status: 503 }, 12);
    judge(world, sent);
    expect(receives).toBeLessThan(1_000 / 4);
    world.close();
  });

  it('the bundle of alarm-notify gives up waiting for a Slack that says nothing, and comes again', async () => {
    const { world, sent } = await during({ kind: 'silent' }, 1);
    judge(world, sent);
    world.close();
  });

  it('the bundle of alarm-notify finds the webhook again after it moved, and shows nobody where it is', async () => {
    const world = await queueWorld(start);
    world.slack.move('second');
    world.send(messageOf('notice', 'moved', world.nowMs()));
    await world.runUntil(world.nowMs() + 10 * minuteMs);
    expect(world.slack.taken).toEqual([]);
    world.rotateSecret();
    await world.runUntil(world.nowMs() + 10 * minuteMs);
    judge(world, [{ word: 'moved', atMs: start }]);
    expect(JSON.stringify(world.log)).not.toMatch(/hooks\.slack|services/);
    world.close();
  });
});

describe('the judge', () => {
  const lived = async (word: string, slackDownMinutes: number): Promise<QueueWorld> => {
    const world = await queueWorld(start);
    world.slack.is({ kind: 'down', status: 500 });
    world.send(messageOf('notice', word, world.nowMs()));
    await world.runUntil(start + slackDownMinutes * minuteMs);
    world.slack.is({ kind: 'well' });
    await world.runUntil(start + hourMs);
    world.close();
    return world;
  };

  it('the judge of deliveries finds nothing wrong with a message that came late and says so', async () => {
    judge(await lived('late', 20), [{ word: 'late', atMs: start }]);
  });

  it('the judge of deliveries notices what never came, what came late without a word, what was given up, and a webhook in a hurry', async () => {
    const world = await lived('here', 0);
    const { slack } = world;
    const here = { word: 'here', atMs: start };

    expect(() => judge(world, [here, { word: 'lost', atMs: start }])).toThrow('lost never came');
    expect(() => judge(world, [{ ...here, atMs: start - hourMs }])).toThrow('here came late');
    expect(() => judge({ ...world, deadLetters: ['here'] }, [here])).toThrow();
    expect(() => judge({ ...world, slack: { ...slack, tooFast: [start] } }, [here])).toThrow();
  });
});

const fileOf = (name: string): Buffer => readFileSync(`dist/functions/alarm-notify/${name}`);

describe('the destinations of alarm-notify', () => {
  const names = ['slack', 'pagerduty', 'teams', 'jira', 'webhook', 'email'];
  const sourcesOf = (name: string): string[] =>
    (JSON.parse(fileOf(`${name}.mjs.map`).toString()) as { sources: string[] }).sources;

  it('the destinations of alarm-notify are files of their own, of which the function reads none before it needs it', () => {
    const ofDestinations = sourcesOf('index').filter((source) => /notify\/destinations\/[a-z]+\//.test(source));

    expect(ofDestinations).toEqual([]);
    expect(fileOf('index.mjs').toString()).not.toMatch(/^import[^;]*"\.\//);
    for (const name of names) {
      const file = fileOf(`${name}.mjs`);
      expect(sourcesOf(name).join()).toContain(`notify/destinations/${name}/destination.ts`);
      expect(gzipSync(file).length, name).toBeLessThanOrEqual(20_000);
      expect(fileOf('index.mjs').toString()).toContain(`import("./${name}.mjs")`);
    }
  });
});

describe('the file of alarm-notify', () => {
  it('the file of alarm-notify is at most 250 kB, compressed', () => {
    expect(gzipSync(fileOf('index.mjs')).length).toBeLessThanOrEqual(250_000);
  });

  it('the file of alarm-notify carries the AWS clients that it calls, and no other', () => {
    const { sources } = JSON.parse(fileOf('index.mjs.map').toString()) as { sources: string[] };
    const clients = sources.flatMap((source) => /@aws-sdk\/(client-[\w-]+)\//.exec(source)?.[1] ?? []);

    expect([...new Set(clients)].sort()).toEqual([
      'client-cloudwatch',
      'client-dynamodb',
      'client-secrets-manager',
      'client-sns',
      'client-sqs',
    ]);
  });

  it('the file of alarm-notify carries no way of finding credentials but that of Lambda', () => {
    const { sources } = JSON.parse(fileOf('index.mjs.map').toString()) as { sources: string[] };

    expect(sources.filter((source) => /credential-provider-(sso|ini|process)|nested-clients/.test(source))).toEqual([]);
    expect(sources.filter((source) => source.includes('credential-provider-env'))).not.toEqual([]);
    expect(sources.filter((source) => source.includes('loadSharedConfigFiles'))).toEqual([]);
  });

  it('the file of alarm-notify carries one language of the library that checks what comes in', () => {
    const { sources } = JSON.parse(fileOf('index.mjs.map').toString()) as { sources: string[] };

    expect(sources.filter((source) => /zod\/.*\/locales\/(?!en\.)/.test(source))).toEqual([]);
  });
});
