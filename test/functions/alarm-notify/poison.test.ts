// What cannot be read or put into words is said as that, by itself: the rest of its batch arrives.
import { describe, expect, it } from 'vitest';
import { definitionFor, notifyBench } from '#test/support/notify-bench.ts';

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const record = (messageId: string, body: unknown) => ({ messageId, body, eventSource: 'aws:sqs' });

/** Reading it throws, which no data of a queue does: it stands for what nobody thought of. */
const poison = () =>
  Object.defineProperty({ messageId: 'sqs-2' }, 'body', {
    enumerable: true,
    get: () => {
      throw new Error('poison');
    },
  });

describe('a poison record', () => {
  it('a poison record is reported by itself, and the others of its batch arrive', async () => {
    const { notify, texts } = notifyBench();
    const answer = await notify({ Records: [record('sqs-1', 'before'), poison(), record('sqs-3', 'after')] });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(texts().join('\n')).toMatch(/before.*cannot be read.*after/s);
  });

  it('a poison record that cannot be put into words is reported as that', async () => {
    let asked = 0;
    const { notify, texts } = notifyBench([], {
      definition: (environment) => {
        const definition = definitionFor(environment);
        const { notifications } = definition;
        // The first to ask for runbooks fails, as a renderer with a fault would.
        const runbooks = () => {
          if (asked++ === 0) throw new Error('poison');
          return notifications.runbooks;
        };
        return {
          ...definition,
          notifications: Object.defineProperty({ ...notifications }, 'runbooks', { get: runbooks }),
        };
      },
    });
    expect(await notify({ Records: [record('sqs-1', 'hello')] })).toEqual({ batchItemFailures: [] });
    expect(texts()).toEqual([expect.stringContaining('could not be rendered: poison')]);
  });

  it.each([
    ['in a text', record('sqs-1', deep(100_000))],
    [
      'in an envelope',
      record('sqs-1', JSON.stringify({ Type: 'Notification', MessageId: 'a', Message: deep(50_000) })),
    ],
    ['as data', record('sqs-1', JSON.parse(deep(5_000)))],
    ['in an object', record('sqs-1', `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`)],
  ])('a poison record that is nested %s too deeply is one sentence', async (_where, one) => {
    const { notify, posts, texts } = notifyBench();
    expect(await notify({ Records: [one] })).toEqual({ batchItemFailures: [] });
    expect(texts()).toEqual([expect.stringContaining('nested deeper than 100 levels')]);
    expect(JSON.stringify(posts).length).toBeLessThan(1_000);
  });
});
