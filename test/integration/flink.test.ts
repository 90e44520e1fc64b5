// A SQL job on a real Flink: stopped with a savepoint it continues where it was, as the kind `flink-application` relies on.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pause } from '#core/runtime/pause.ts';
import { type SqlJob, startSqlJob } from '../../scripts/integration/flink.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-flink-'));
const jobs: SqlJob[] = [];

afterAll(() => {
  for (const job of jobs) job.kill();
  rmSync(folder, { recursive: true, force: true });
});

const started = (savepoint?: string): SqlJob => {
  const job = startSqlJob(folder, savepoint);
  jobs.push(job);
  return job;
};

const untilItHasWritten = async (job: SqlJob, count: number): Promise<void> => {
  for (let waitedMs = 0; job.numbers.length < count; waitedMs += 100) {
    if (waitedMs > 90_000) throw new Error(`the job wrote ${job.numbers.length} numbers in 90 s`);
    await pause(100);
  }
};

test('a job that is stopped with a savepoint continues after it: nothing twice, and nothing left out', async () => {
  const evening = started();
  await untilItHasWritten(evening, 40);
  const savepoint = await evening.stop();
  expect(readdirSync(new URL(savepoint).pathname)).toContain('_metadata');

  const morning = started(savepoint);
  await untilItHasWritten(morning, 40);
  await morning.stop();

  const all = [...evening.numbers, ...morning.numbers];
  expect(all).toEqual(Array.from({ length: all.length }, (_, index) => (index + 1) * 2));
}, 240_000);
