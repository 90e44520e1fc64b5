import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { parseCleanupEvent } from '#functions/cleanup/event.ts';
import { parseRunEvent } from '#functions/run-event.ts';

const event = { environment: 'staging', requestedBy: 'ana', why: 'release' };

const wrongTexts = [
  ['a reason of 260,000 characters', { why: 'x'.repeat(260_000) }, 'is longer than 500 characters'],
  ['a person of 129 characters', { requestedBy: 'x'.repeat(129) }, 'is longer than 128 characters'],
  ['an environment of 256 characters', { environment: 'x'.repeat(256) }, 'is longer than 255 characters'],
  ['a reason that moves the cursor', { why: 'ok\u001b[2J' }, 'contains an invisible character (U+001B)'],
  ['a person with a line break', { requestedBy: 'ana\n' }, 'contains an invisible character (U+000A)'],
] as const;

describe('an event of start or stop', () => {
  it('an event of start or stop keeps a reason of 500 characters, whatever its language', () => {
    const why = 'ã'.repeat(500);

    expect(parseRunEvent({ ...event, why })).toMatchObject({ why });
  });

  it.each(wrongTexts)('an event of start or stop is refused with %s, and nothing is done', (_what, fields, problem) => {
    const parse = () => parseRunEvent({ ...event, ...fields });

    expect(parse).toThrow(InputError);
    expect(parse).toThrow(problem);
  });
});

describe('an event of cleanup', () => {
  it.each([
    ['a person of 129 characters', { requestedBy: 'x'.repeat(129) }],
    ['a hash of 256 characters', { mode: 'execute', planHash: 'x'.repeat(256) }],
    ['a prefix of 256 characters', { prefixes: ['x'.repeat(256)] }],
    ['1,001 prefixes', { prefixes: Array.from({ length: 1_001 }, (_, index) => `p${index}.`) }],
    ['a person who moves the cursor', { requestedBy: '\u001b[1A' }],
  ])('an event of cleanup is refused with %s, and nothing is done', (_what, fields) => {
    expect(() => parseCleanupEvent({ environment: 'staging', ...fields })).toThrow(InputError);
  });
});
