// What is uploaded for each function, compressed as it travels.
import type { Family, Figure } from './figure.ts';
import { functionNames, gzippedKilobytes } from './functions.ts';

const limits: Partial<Record<(typeof functionNames)[number], number>> = {
  cleanup: 250,
  'alarm-notify': 250,
  normalise: 200,
  'clickhouse-sink': 250,
  'change-reader': 200,
  'store-metadata': 250,
};

export const bundleFigures = (): Figure[] =>
  functionNames.map((name) => ({
    name: `bundle.${name}`,
    value: gzippedKilobytes(name),
    unit: 'kB gz',
    ...(limits[name] === undefined ? {} : { limit: limits[name] }),
  }));

export const bundle: Family = {
  namePrefixes: ['bundle'],
  async *measure() {
    yield* bundleFigures();
  },
};
