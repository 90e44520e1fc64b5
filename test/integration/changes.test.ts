// A signed webhook, all the way to five destinations, while readers, workers and destinations die or are away: exactly one message each.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '#core/runtime/pause.ts';
import { hosts } from '#test/support/destinations/world.ts';
import { adminOfCluster } from './support/kafka.ts';
import { intakeSecret, startMetadataPath } from './support/metadata-path.ts';
import { startNotifyEnd } from './support/notify-end.ts';
import { rowsOf } from './support/postgres-store.ts';

let end: Awaited<ReturnType<typeof startNotifyEnd>>;
let path: Awaited<ReturnType<typeof startMetadataPath>>;

beforeAll(async () => {
  end = await startNotifyEnd();
  path = await startMetadataPath(end.queueUrl);
}, 240_000);

afterAll(async () => {
  await path?.stop();
  await end?.stop();
}, 60_000);

/** As Monte Carlo signs, in its own language. */
const python = `
import hashlib, hmac, json, sys, urllib.parse
body = sys.stdin.read()
print(hmac.new(sys.argv[1].encode(), urllib.parse.urlencode(json.loads(body)).encode(), hashlib.sha512).hexdigest())`;

const signatureOf = (body: string, secret: string): string =>
  execFileSync('python3', ['-c', python, secret], { input: body, encoding: 'utf8' }).trim();

const bodyOf = (id: string, status = 'open'): string =>
  JSON.stringify({
    version: 'v0.1',
    type: 'open_custom_rule_anomaly_incident',
    account: { id: '5d1b' },
    action: status === 'open' ? 'created' : status,
    payload: { incident_id: id, status, table: `sales.${id}`, url: `https://getmontecarlo.com/${id}`, threshold: 0.1 },
  }).replace('"threshold":0.1', '"threshold":49.0');

const post = async (body: string, signature: string): Promise<number> =>
  (await fetch(path.webhookUrl, { method: 'POST', headers: { 'x-mcd-signature': signature }, body })).status;

const raise = async (id: string, status?: string): Promise<void> => {
  const body = bodyOf(id, status);
  expect(await post(body, signatureOf(body, intakeSecret))).toBe(200);
};

type Kind = keyof typeof hosts;
const kinds = Object.keys(hosts) as Kind[];

/** What a service took about an incident. Look-ups of Jira and updates of Slack are no messages. */
const isMessage: Readonly<Record<Kind, (path: string) => boolean>> = {
  pagerduty: () => true,
  teams: () => true,
  jira: (to) => /\/issue$|\/comment$/.test(to),
  webhook: () => true,
  slack: (to) => to === '/api/chat.postMessage',
};

const taken = (id: string): Readonly<Record<Kind, number>> =>
  Object.fromEntries(
    kinds.map((kind) => [
      kind,
      end.server.asked.filter(
        ({ host, path: to, method, body, status = 500 }) =>
          host === hosts[kind] &&
          method === 'POST' &&
          status < 300 &&
          isMessage[kind](to) &&
          body.includes(`sales.${id}`),
      ).length,
    ]),
  ) as Record<Kind, number>;

const each = (count: number) => Object.fromEntries(kinds.map((kind) => [kind, count])) as Record<Kind, number>;
const isAt = (counts: Readonly<Record<Kind, number>>, least: number) => kinds.every((kind) => counts[kind] >= least);

const until = async (what: string, isThere: () => boolean | Promise<boolean>, seconds = 60): Promise<void> => {
  for (let waited = 0; !(await isThere()); waited += 1) {
    if (waited > seconds * 5)
      throw new Error(
        `${what} did not happen in ${seconds} s\n${[...end.complaints.slice(-5), ...end.server.asked.slice(-8).map((one) => `${one.host} ${one.status} ${one.path} ${one.body}`)].join('\n')}`,
      );
    await pause(200);
  }
};

/** At every destination once, and a while later still once. */
const toldOnce = async (...ids: readonly string[]): Promise<void> => {
  await until(`a message about ${ids} at each destination`, () => ids.every((id) => isAt(taken(id), 1)), 150);
  await pause(3_000);
  for (const id of ids) expect({ id, ...taken(id) }).toEqual({ id, ...each(1) });
};

test('a forged webhook is refused without a word, and nobody hears of it', async () => {
  const body = bodyOf('forged');
  const answer = await fetch(path.webhookUrl, {
    ...{ method: 'POST', body, headers: { 'x-mcd-signature': signatureOf(body, 'another secret') } },
  });
  expect([answer.status, await answer.text()]).toEqual([403, '']);
  expect(await post(body, '')).toBe(403);
  await raise('genuine');
  await toldOnce('genuine');
  expect(taken('forged')).toEqual(each(0));
  expect(await rowsOf(path.database.login, "select id from metadata where id = 'forged'")).toEqual([]);
}, 240_000);

test('a webhook that comes twice is told once to each destination', async () => {
  await raise('twice');
  await raise('twice');
  await toldOnce('twice');
  await raise('twice');
  await pause(3_000);
  expect(taken('twice')).toEqual(each(1));
  expect(await rowsOf(path.database.login, "select kind, deleted from metadata where id = 'twice'")).toEqual([
    { kind: 'montecarlo.incident', deleted: false },
  ]);
}, 240_000);

test('a reader that dies in the middle of a batch tells once: before the queue has the message, or before it hears so', async () => {
  path.door.dieAt('before it is taken');
  await raise('died-before');
  await toldOnce('died-before');
  const { duplicates } = end.counts();
  path.door.dieAt('after it was taken');
  await raise('died-after');
  await toldOnce('died-after');
  expect(path.door.died).toEqual(['before it is taken', 'after it was taken']);
  // Otherwise the queue would have had it once, and nothing would be proven.
  await until('the same message once more', () => end.counts().duplicates > duplicates);
  expect(taken('died-after')).toEqual(each(1));
}, 240_000);

test('while a destination is away the others are told, and it is told once when it is back', async () => {
  for (const kind of kinds) end.server.is(hosts[kind], { kind: 'down', status: 503 });
  await raise('away');
  await until('a try at each', () =>
    kinds.every((kind) => end.server.asked.some(({ host, status }) => host === hosts[kind] && status === 503)),
  );
  for (const [index, kind] of kinds.entries()) {
    end.server.is(hosts[kind], { kind: 'well' });
    await until(`a message at ${kind}`, () => taken('away')[kind] === 1, 90);
    for (const other of kinds.slice(index + 1)) expect(taken('away')[other]).toBe(0);
  }
  await toldOnce('away');
}, 300_000);

test('a worker of Debezium that dies, and a reader that begins again with the first change, tell nothing twice', async () => {
  await raise('before-the-worker');
  await path.killWorker();
  await raise('after-the-worker');
  await toldOnce('before-the-worker', 'after-the-worker');
  const { delivered } = end.counts();
  path.readEverythingAgain();
  const ids = ['genuine', 'twice', 'died-before', 'died-after', 'away', 'before-the-worker', 'after-the-worker'];
  await until('every message once more', () => end.counts().delivered >= delivered + ids.length);
  await pause(3_000);
  for (const id of ids) expect({ id, ...taken(id) }).toEqual({ id, ...each(1) });
}, 300_000);

test('an incident that is resolved closes what is open, once at each destination', async () => {
  await raise('genuine', 'resolved');
  const closed = () => [...end.services.pagerduty.incidents.values()].filter(({ isOpen }) => !isOpen).length;
  // Of the end PagerDuty hears the key alone.
  const expected = { ...each(2), pagerduty: 1 };
  await until('the end', () => closed() === 1 && kinds.every((kind) => taken('genuine')[kind] >= expected[kind]), 90);
  await pause(3_000);
  expect(taken('genuine')).toEqual(expected);
  expect(closed()).toBe(1);
}, 240_000);

test('nothing was a dead letter', async () => {
  const admin = adminOfCluster();
  for (const topic of path.deadLetters) {
    const partitions = [0, 1, 2].map((partition) => ({ topic, partition }));
    const found = await admin.offsets(partitions, 'latest');
    expect(found.map(({ answer }) => (answer.kind === 'refused' ? answer.code : answer.value))).toEqual([0n, 0n, 0n]);
  }
  await admin.close();
});
