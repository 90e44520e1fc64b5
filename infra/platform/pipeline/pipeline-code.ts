// The code of a pipeline's function: its bundle, and beside it the pipeline, validated and with its defaults filled in.
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import { type StoreName, storeNames } from '#pipeline/file/store-names.ts';
import { rdsAuthorities } from './rds-authorities.ts';

type Name = 'normalise' | 'clickhouse-sink' | 'event-intake' | 'store-metadata' | 'change-reader';

const folderWith = (name: Name, pipeline: Pipeline, isWanted: (file: string) => boolean): string => {
  const folder = mkdtempSync(join(tmpdir(), `curfew-${name}-`));
  cpSync(fileURLToPath(new URL(`../../../dist/functions/${name}`, import.meta.url)), folder, {
    recursive: true,
    filter: (file) => isWanted(basename(file)),
  });
  writeFileSync(join(folder, 'pipeline.json'), JSON.stringify(pipeline));
  return folder;
};

export const codeWith = (name: Name, pipeline: Pipeline): Code =>
  Code.fromAsset(folderWith(name, pipeline, () => true));

/** Without the drivers of the other stores. RDS's own authorities, which Node does not know, lie beside that of PostgreSQL. */
export const storeCode = (store: StoreName, pipeline: Pipeline & { readonly region: string }): Code => {
  const others: readonly string[] = storeNames.filter((name) => name !== store);
  const folder = folderWith('store-metadata', pipeline, (file) => !others.includes(file.replace(/\.mjs(\.map)?$/, '')));
  if (store === 'postgres') writeFileSync(join(folder, 'rds-ca.pem'), rdsAuthorities(pipeline.region));
  return Code.fromAsset(folder);
};
