// alarm-notify: what it weighs, how soon it is there, how many events it can put into words, and what a storm comes to.
import { readdirSync, readFileSync } from 'node:fs';
import { receivedIn } from '#notify/recognition/received.ts';
import { present } from '#notify/routing/present.ts';
import { alarmBody, batchOf, notifyBench } from '#test/support/notify-bench.ts';
import { definitionOf } from './atlas.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import type { Family, Figure } from './figure.ts';
import { gzippedKilobytes } from './functions.ts';
import { importFigure } from './import.ts';

const fixtures = new URL('../test/fixtures/notifications/', import.meta.url);

/** Complete events as AWS delivers them, one per shape. */
const events = (): unknown[] =>
  readdirSync(fixtures)
    .filter((name) => name.endsWith('.json') && !name.endsWith('.rendered.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')) as unknown);

const rounds = 200;

const eventsPerSecond = async (): Promise<number> => {
  const known = [definitionOf('staging'), definitionOf('prod')];
  const all = events();
  const renderAll = (): number => {
    let rendered = 0;
    for (const event of all)
      for (const received of receivedIn(event)) {
        present(received, { known, fallback: definitionOf('staging') });
        rendered++;
      }
    return rendered;
  };
  renderAll();
  let rendered = 0;
  const { seconds } = await cpuSecondsOf(() => {
    for (let round = 0; round < rounds; round++) rendered += renderAll();
  });
  return rendered / seconds;
};

type Storm = { readonly alarms: number; readonly posts: number; readonly seconds: number };

/** So many alarms at once, ten in a batch as the queue hands them over, and then the digest. Throws if one is not counted. */
export const storm = async (alarms: number): Promise<Storm> => {
  const bench = notifyBench();
  const { seconds } = await cpuSecondsOf(async () => {
    for (let from = 0; from < alarms; from += 10) {
      const bodies = Array.from({ length: Math.min(10, alarms - from) }, (_, index) =>
        alarmBody({ name: `alarm-${from + index + 1}`, at: bench.nowMs() }),
      );
      await bench.notify(batchOf(...bodies));
    }
    bench.pass(70);
    await bench.remind();
  });
  const posted = bench.posts.length - 1;
  if (
    !bench
      .texts()
      .at(-1)
      ?.includes(`${alarms - posted} more notifications`)
  )
    throw new Error(`a storm of ${alarms} alarms ended in "${bench.texts().at(-1)}"`);
  return { alarms, posts: bench.posts.length, seconds };
};

const stormFigures = ({ alarms, posts, seconds }: Storm): Figure[] => [
  { name: 'notify.storm.posts', value: posts, unit: 'messages', peer: alarms, against: 'one message per alarm' },
  { name: 'notify.storm.seconds', value: seconds, unit: 's CPU' },
];

export const notify: Family = {
  namePrefixes: ['notify'],
  async *measure(isWanted) {
    yield { name: 'notify.bundle', value: gzippedKilobytes('alarm-notify'), unit: 'kB gz', limit: 250 };
    if (isWanted('notify.import')) yield { ...(await importFigure('alarm-notify')), name: 'notify.import', limit: 120 };
    if (isWanted('notify.events'))
      yield { name: 'notify.events', value: await eventsPerSecond(), unit: 'events/s CPU' };
    if (isWanted('notify.storm')) yield* stormFigures(await storm(10_000));
  },
};
