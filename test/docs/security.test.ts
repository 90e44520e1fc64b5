// docs/security.md: each claim about who can do what names the test that holds it, and that test is there.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync('docs/security.md', 'utf8');

/** Entries of the lists that name a test: the claim first, the tests last. */
const claims = page
  .split(/\n(?=- )/)
  .filter((entry) => /^- /.test(entry) && /\n {2}- Held by: /.test(entry))
  .map((entry) => entry.split(/\n {2}- /).map((part) => (part.split(/\n\n/)[0] ?? '').replaceAll(/\s+/g, ' ')));

it('docs/security.md makes claims about who publishes, invokes, deploys, writes and reads, and about every function', () => {
  const who = claims.map(([first = '']) => first).join('\n');

  expect(claims.length).toBeGreaterThan(12);
  for (const word of ['publish', 'invoke', 'deploy', 'write', 'read', 'start', 'reconcile', 'alarm-notify', 'cleanup'])
    expect(who).toContain(word);
});

it('docs/security.md names for each claim a test that is there', () => {
  const unheld = claims.filter((cells) => {
    const tests = [...(cells.at(-1) ?? '').matchAll(/`(test\/[\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file);
    return tests.length === 0 || tests.some((file) => !existsSync(file));
  });

  expect(unheld.map(([first]) => first)).toEqual([]);
});

it('docs/security.md names no test that is not there', () => {
  const named = [...page.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file);

  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});
