import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { duration } from '../../../cli/terminal/output.ts';
import { clipped, padded, visibleWidth, wrapped, wrappedLine } from '../../../cli/terminal/text-width.ts';

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;

describe('the width of text', () => {
  it.each([
    ['', 0],
    ['stop → start · 5–12', 19],
    [red('done'), 4],
    ['🌙 down', 7],
    ['☀️ up', 5],
    ['⛔ refused', 10],
    ['━━──', 4],
    ['한국 staging', 12],
  ])('the width of text is what a terminal shows: %j', (text, width) => {
    expect(visibleWidth(text)).toBe(width);
  });

  it('the width of text is the same with and without the short way for plain characters', () => {
    const characters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));
    expect(characters.filter((one) => visibleWidth(`a${one}b`) !== stringWidth(`a${one}b`))).toEqual([]);
    const marks = fc.constantFrom(
      '·',
      '→',
      '…',
      '✓',
      '✗',
      '⚠',
      '⚠️',
      '●',
      '×',
      '≥',
      '━',
      'é',
      'e\u0301',
      red('failed'),
      '🌙',
    );
    const texts = fc.array(fc.oneof(marks, fc.string()), { maxLength: 8 });
    fc.assert(
      fc.property(texts, (words) => {
        const text = words.join('');
        expect(visibleWidth(text)).toBe(stringWidth(text));
      }),
    );
  });
});

describe('clipped text', () => {
  it.each([
    ['available', 9, 'available'],
    ['available', 5, 'avai…'],
    ['🌙 down', 4, '🌙 …'],
    ['🌙 down', 2, '…'],
    ['available', 0, ''],
  ])('clipped text keeps the beginning: %j in %i columns', (text, width, expected) => {
    expect(clipped(text, width)).toBe(expected);
  });

  it('clipped text ends the style that it cuts through', () => {
    expect(clipped(red('available'), 5)).toBe(`${red('avai')}…`);
  });

  it('clipped text is never wider than asked for, whatever it says', () => {
    const words = fc.array(fc.constantFrom('camunda-db', ' ', '🌙', '☀️', '→', red('failed'), 'é', '한'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, fc.nat(30), (parts, width) => {
        expect(visibleWidth(clipped(parts.join(''), width))).toBeLessThanOrEqual(width);
        expect(visibleWidth(padded(parts.join(''), width))).toBeGreaterThanOrEqual(width);
      }),
    );
  });
});

describe('wrapped text', () => {
  it('wrapped text breaks between words, and below its own margin', () => {
    expect(wrapped('one two three', 9, '  ')).toEqual(['  one two', '  three']);
    expect(wrappedLine('  one two three', 9)).toEqual(['  one two', '    three']);
  });

  it('wrapped text keeps every word whole and none is lost, whatever the width', () => {
    const words = fc.array(fc.constantFrom('camunda-db', 'a', 'failed,', red('refused'), 'environments/staging.yaml'), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (parts, width) => {
        const lines = wrappedLine(parts.join(' '), width).map(stripVTControlCharacters);
        expect(lines.flatMap((line) => line.trim().split(/\s+/))).toEqual(parts.map(stripVTControlCharacters));
      }),
    );
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [59.6, '1 min'],
    [312, '5 min 12 s'],
    [3_600, '1 h'],
    [3_840, '1 h 4 min'],
  ])('%i s is said as people say it', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
