// The functions as they are built for Lambda, and as they are written.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const root = new URL('../', import.meta.url);

export const functionNames = [
  'start',
  'stop',
  'reconcile',
  'cleanup',
  'alarm-notify',
  'normalise',
  'clickhouse-sink',
  'change-reader',
  'store-metadata',
] as const;
export type FunctionName = (typeof functionNames)[number];

export const bundleUrl = (name: FunctionName): string => new URL(`dist/functions/${name}/index.mjs`, root).href;
export const sourceUrl = (name: FunctionName): string => new URL(`functions/${name}/handler.ts`, root).href;

export const gzippedKilobytes = (name: FunctionName): number =>
  gzipSync(readFileSync(new URL(bundleUrl(name)))).length / 1_000;
