// The mapping of examples/cdc/pipelines/files.yaml in Bloblang, on the core of Benthos (MIT), beside ours. Needs Go, which fetches and builds it.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Family } from './figure.ts';
import { changeOf } from './pipeline/source-event.ts';
import { normaliserRate } from './pipeline.ts';

const run = promisify(execFile);
const source = fileURLToPath(new URL('pipeline/benthos', import.meta.url));
const lines = 5_000;

const hasGo = (): Promise<boolean> =>
  run('go', ['version']).then(
    () => true,
    () => false,
  );

/** Decoding and encoding of JSON and the mapping alone: neither Lambda's event nor batches nor keys, which ours has to do, too. */
const benthosRate = async (program: string, file: string): Promise<number> => {
  const { stdout } = await run(program, [file], { env: { ...process.env, GOMAXPROCS: '1' } });
  const { events, seconds } = JSON.parse(stdout) as { readonly events: number; readonly seconds: number };
  return events / seconds;
};

export const benthos: Family = {
  namePrefixes: ['benthos'],
  onlyWhenAsked: true,
  async *measure() {
    if (!(await hasGo())) {
      yield { skipped: 'benthos.normalise', why: 'Go is not installed: apt-get install golang-go' };
      return;
    }
    const folder = await mkdtemp(join(tmpdir(), 'curfew-benthos-'));
    try {
      const [program, file] = [join(folder, 'benthos'), join(folder, 'changes.jsonl')];
      await run('go', ['build', '-o', program, '.'], { cwd: source });
      const decoder = new TextDecoder();
      await writeFile(
        file,
        Array.from({ length: lines }, (_, index) => `${decoder.decode(changeOf(index))}\n`).join(''),
      );
      yield {
        name: 'benthos.normalise',
        value: await normaliserRate(),
        unit: 'events/CPU s',
        peer: await benthosRate(program, file),
        against: 'the mapping alone in Benthos',
        limit: 50_000,
        atLeast: true,
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
