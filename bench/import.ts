// Cold import of each function in fresh processes, against the same handler as it is written: types stripped by Node, packages
// from node_modules.
import type { Family, Figure } from './figure.ts';
import { importInFreshProcess } from './fresh-process.ts';
import { bundleUrl, type FunctionName, functionNames, sourceUrl } from './functions.ts';
import { median } from './statistics.ts';

const repeats = 21;
const millisecondsMax: Partial<Record<FunctionName, number>> = {
  'alarm-notify': 120,
  normalise: 80,
  'clickhouse-sink': 80,
  'change-reader': 80,
  'store-metadata': 80,
};

/** Bundle and source take turns, so that what else the machine does strikes both. */
export const importFigure = async (name: FunctionName): Promise<Figure> => {
  const bundled: number[] = [];
  const unbundled: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    bundled.push((await importInFreshProcess(bundleUrl(name))).milliseconds);
    unbundled.push((await importInFreshProcess(sourceUrl(name))).milliseconds);
  }
  const peer = median(unbundled);
  const limit = Math.min(peer / 3, millisecondsMax[name] ?? Number.POSITIVE_INFINITY);
  return {
    name: `import.${name}`,
    value: median(bundled),
    unit: 'ms',
    peer,
    against: 'the same handler unbundled',
    limit,
  };
};

/** Processor time: on a machine with other work, the time itself says little. */
const cpuFigure = async (name: FunctionName, limit: number): Promise<Figure> => {
  const used: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++)
    used.push((await importInFreshProcess(bundleUrl(name))).cpuMilliseconds);
  return { name: `import.${name}.cpu`, value: median(used), unit: 'CPU ms', limit };
};

export const imports: Family = {
  namePrefixes: ['import'],
  async *measure(isWanted) {
    for (const name of functionNames) if (isWanted(`import.${name}`)) yield await importFigure(name);
    for (const name of ['normalise', 'clickhouse-sink', 'change-reader'] as const)
      if (isWanted(`import.${name}.cpu`)) yield await cpuFigure(name, 80);
  },
};
