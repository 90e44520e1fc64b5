// Whether redaction keeps its promise: shapes of secrets as messages hold them, what is known to be missed, and what must stay readable.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redactText, redactValue } from '#notify/rendering/redact.ts';
import { harmless, harmlessData } from '#test/fixtures/secrets/harmless.ts';
import type { Shape } from '#test/fixtures/secrets/shape.ts';
import { missed, shapes } from '#test/fixtures/secrets/shapes.ts';

const redacted = (message: unknown): string =>
  typeof message === 'string' ? redactText(message) : JSON.stringify(redactValue(message));

/** Also if no more than a good part of it is left. */
const leaks = ({ message, secret }: Shape): boolean => {
  const clean = redacted(message);
  return clean.includes(secret) || (secret.length >= 16 && clean.includes(secret.slice(-12)));
};

describe('a secret', () => {
  it('the corpus of secrets has at least 150 shapes, each once', () => {
    expect(new Set(shapes.map(({ what }) => what)).size).toBe(shapes.length);
    expect(shapes.length).toBeGreaterThanOrEqual(150);
    for (const { message, secret } of shapes)
      expect(JSON.stringify(message)).toContain(JSON.stringify(secret).slice(1, -1));
  });

  it('a secret of a known shape never gets through', () => {
    expect(shapes.filter(leaks).map(({ what, message }) => `${what}: ${redacted(message)}`)).toEqual([]);
  });

  it('a secret of a known shape never gets through inside of a sentence in data either', () => {
    const inData = ({ message, ...one }: Shape): Shape => ({
      ...one,
      message: { detail: [{ note: `see: ${message} (end)` }] },
    });
    const texts = shapes.filter(({ message }) => typeof message === 'string').map(inData);
    expect(texts.filter(leaks).map(({ what, message }) => `${what}: ${redacted(message)}`)).toEqual([]);
  });

  it('a secret is redacted once and for all', () => {
    const twice = shapes
      .map(({ message }) => redacted(message))
      .filter((clean) => redactText(clean) !== clean && !clean.startsWith('{'));
    expect(twice.map((clean) => `${clean} → ${redactText(clean)}`)).toEqual([]);
  });

  it('a secret that no filter can tell from other text gets through, as docs/security.md says', () => {
    expect(missed.filter((shape) => !leaks(shape)).map(({ what }) => what)).toEqual([]);
    const page = readFileSync('docs/security.md', 'utf8').replaceAll(/\s+/g, ' ');
    expect(missed.filter(({ what }) => !page.includes(what)).map(({ what }) => what)).toEqual([]);
  });
});

describe('what is no secret', () => {
  it('the corpus of what is no secret has at least 60 forms', () => {
    expect(new Set(harmless).size + harmlessData.length).toBeGreaterThanOrEqual(60);
  });

  it('what is no secret stays as it is', () => {
    expect(harmless.filter((text) => redactText(text) !== text).map((text) => `${text} → ${redactText(text)}`)).toEqual(
      [],
    );
    expect(harmlessData.map((data) => redactValue(data))).toEqual(harmlessData);
  });
});
