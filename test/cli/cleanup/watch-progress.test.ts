// How far a cleanup is that a function carries out: told by the function, shown by whoever waits for it.
import { describe, expect, it } from 'vitest';
import type { CleanupProgress } from '#cleanup/cleanup-run.ts';
import { progressPublisher, readProgress } from '#cleanup/store/cleanup-progress.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';
import { watchProgress } from '../../../cli/cleanup/watch-progress.ts';

const progress = (topicsDone: number): CleanupProgress => ({
  topicsDone,
  topics: 3,
  bytesDone: 0,
  bytes: 0,
  topic: `t${topicsDone}`,
});

describe('the progress of a cleanup', () => {
  it('the progress of a cleanup is written at most once in two seconds, and at its end in any case', async () => {
    const documents = memoryDocuments();
    const written: number[] = [];
    const counting = {
      ...documents,
      write: async (...args: Parameters<typeof documents.write>) => {
        written.push((args[2] as CleanupProgress).topicsDone);
        return documents.write(...args);
      },
    } as typeof documents;
    let now = 1_000;
    const tell = progressPublisher(counting, 'staging', () => now);
    for (const [at, done] of [
      [1_000, 0],
      [1_500, 1],
      [3_100, 2],
      [3_200, 3],
    ] as const) {
      now = at;
      tell(progress(done));
      await Promise.resolve();
      await Promise.resolve();
    }

    expect(written).toEqual([0, 2, 3]);
    expect(await readProgress(documents, 'staging')).toMatchObject({ topicsDone: 3, at: 3_200 });
    expect(await readProgress(documents, 'prod')).toBeUndefined();
  });

  it('the progress of a cleanup that cannot be written disturbs nothing', async () => {
    const documents = memoryDocuments();
    const broken = { ...documents, read: () => Promise.reject(new Error('the table is gone')) } as typeof documents;

    expect(() => progressPublisher(broken, 'staging', () => 0)(progress(1))).not.toThrow();
  });
});

describe('waiting for the function', () => {
  const waiting = async (told: readonly (readonly [at: number, done: number] | 'unreadable')[]) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const shown: number[] = [];
    const looks = [...told];
    const answer = watchProgress(
      promise,
      async () => {
        const next = looks.shift();
        if (next === undefined) resolve('the report');
        if (next === undefined || next === 'unreadable') throw new Error('no');
        return { ...progress(next[1]), at: next[0] };
      },
      ({ topicsDone }) => void shown.push(topicsDone),
      async () => {},
      () => 100_000,
    );
    return { answer: await answer, shown };
  };

  it('waiting for the function shows the progress since, with failed reads in between, and ends with the answer', async () => {
    expect(await waiting([[100_001, 1], 'unreadable', [100_002, 2], [100_003, 3]])).toEqual({
      answer: 'the report',
      shown: [1, 2, 3],
    });
  });

  it('waiting for the function does not show how far an earlier cleanup was', async () => {
    expect(
      (
        await waiting([
          [5_000, 1],
          [100_001, 2],
        ])
      ).shown,
    ).toEqual([2]);
  });

  it('waiting for the function throws what the function threw', async () => {
    const failing = watchProgress(
      Promise.reject(new Error('refused')),
      async () => undefined,
      () => {},
      async () => {},
      () => 0,
    );

    await expect(failing).rejects.toThrow('refused');
  });
});
