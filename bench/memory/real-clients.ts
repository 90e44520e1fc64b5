// Runs of the functions as a release deploys them, with the AWS clients that they have there, over HTTP against moto: what simulated
// clients leave out of memory and of CPU time.
import { moto } from '../../scripts/integration/moto.ts';
import type { Family, Figure, Skipped } from '../figure.ts';
import { curfewFunctions } from '../peers/curfew-functions.ts';
import { type Meter, meterOver } from '../peers/meter.ts';
import { onEnvironment, type Run } from '../peers/nights.ts';

const sizes = [10, 60, 200] as const;
type Size = (typeof sizes)[number];
const actions = ['stop', 'start'] as const;
type Night = Readonly<Record<(typeof actions)[number], Run>>;

const megabytesMax = 110;
const cpuSecondsMax = 0.8;
const growthMax = 1.1;

const nightOf = (meter: Meter, size: Size): Promise<Night> =>
  onEnvironment(meter, size, async ({ run }) => {
    const stop = await run(curfewFunctions, 'stop');
    const start = await run(curfewFunctions, 'start');
    if (stop.code + start.code > 0) throw new Error(`a night of ${size} resources on moto did not end well`);
    return { stop, start };
  });

/** Limits are for 60 resources; the other sizes show how both grow. */
const figuresOf = (size: Size, night: Night): Figure[] =>
  actions.flatMap((action) => {
    const { megabytes, cpuSeconds } = night[action];
    const limited = (limit: number) => (size === 60 ? { limit } : {});
    return [
      { name: `memory.real.${action}.${size}`, value: megabytes, unit: 'MB', ...limited(megabytesMax) },
      { name: `cpu.real.${action}.${size}`, value: cpuSeconds, unit: 's', ...limited(cpuSecondsMax) },
    ];
  });

const growthOf = (small: Night, large: Night): Figure[] =>
  actions.map((action) => ({
    name: `memory.real.${action}.growth`,
    value: large[action].megabytes / small[action].megabytes,
    unit: '× from 10 to 200 resources',
    limit: growthMax,
  }));

async function* figures(): AsyncIterable<Figure | Skipped> {
  if ((await moto.missing()).length > 0)
    return yield { skipped: 'memory.real', why: 'moto is not installed: npm run test:integration -- --install' };
  const running = await moto.start();
  const meter = await meterOver(running.variables.AWS_ENDPOINT_URL ?? '');
  Object.assign(process.env, running.variables);
  try {
    const nights: Night[] = [];
    for (const size of sizes) {
      const night = await nightOf(meter, size);
      nights.push(night);
      yield* figuresOf(size, night);
    }
    const [small, , large] = nights;
    if (small && large) yield* growthOf(small, large);
  } finally {
    meter.close();
    await running.stop();
  }
}

/** Only when asked for: two minutes, most of them moto's. */
export const realClients: Family = { namePrefixes: ['memory.real', 'cpu.real'], onlyWhenAsked: true, measure: figures };
