// The code of a pipeline's function: its bundle, and beside it the pipeline, validated and with its defaults filled in.
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';

type PipelineFunction = 'normalise' | 'clickhouse-sink' | 'event-intake' | 'change-reader';

export const codeWith = (name: PipelineFunction, pipeline: Pipeline): Code => {
  const folder = mkdtempSync(join(tmpdir(), `curfew-${name}-`));
  cpSync(fileURLToPath(new URL(`../../../dist/functions/${name}`, import.meta.url)), folder, { recursive: true });
  writeFileSync(join(folder, 'pipeline.json'), JSON.stringify(pipeline));
  return Code.fromAsset(folder);
};
