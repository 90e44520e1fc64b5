import { expect, it } from 'vitest';
import { replayOf } from '#pipeline/replay.ts';

const letter = { key: Buffer.from('k'), value: Buffer.from('{}'), headers: { 'source-topic': 'source', reason: 'x' } };

it('sends the same bytes under the same key to the topic that they came from', () => {
  expect(replayOf(letter, ['source', 'events'])).toEqual({
    record: { topic: 'source', key: letter.key, value: letter.value, headers: {}, bytes: 3 },
  });
});

it.each([
  ['of another pipeline', { 'source-topic': 'foreign' }, 'foreign'],
  ['of the connector', { '__connect.errors.topic': 'source' }, 'source-topic'],
  ['that was shortened', { 'source-topic': 'source', 'value-shortened': 'true' }, 'shortened'],
])('keeps a letter %s', (_, headers, why) => {
  expect(replayOf({ ...letter, headers }, ['source'])).toEqual({ kept: expect.stringContaining(why) });
});
