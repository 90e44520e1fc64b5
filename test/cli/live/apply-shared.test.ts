// What the other files of the folder change, too, comes along with a file that is applied or deployed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mine } from '#test/shared/access/change-kinds.ts';
import { curfewHere } from '../in-process.ts';

const other = mine
  .replace('environment: mine', 'environment: other')
  .replace('  db: {', '  database: {')
  .replaceAll('[db]', '[database]')
  .replaceAll(/mine-(cache|api|web|jobs)/g, 'other-$1');

let folder = '';
const file = (path: string) => join(folder, path);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'curfew-shared-'));
  for (const name of ['both', 'alone']) mkdirSync(file(name));
  for (const name of ['both', 'alone']) writeFileSync(file(`${name}/mine.yaml`), mine);
  writeFileSync(file('both/other.yaml'), other);
  writeFileSync(file('both/broken.yaml'), 'environment: [\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const applied = async (path: string) => {
  const { code, stdout, stderr } = await curfewHere(['apply', file(path), '--rehearsal']);
  return { code, text: stdout + stderr };
};

it('curfew apply says which resources another file of the folder changes, too, and stores it with a version', async () => {
  const { code, text } = await applied('both/mine.yaml');

  expect([code, text]).toEqual([
    0,
    expect.stringContaining('in another environment, too, so that no stop stops them: db (database of other)'),
  ]);
  expect(text).toMatch(/mine: v\d+ applied/);
});

it('curfew apply of a file that is alone in its folder stores nothing of the kind', async () => {
  const { code, text } = await applied('alone/mine.yaml');

  expect([code, text]).toEqual([0, expect.stringMatching(/mine: v\d+ already/)]);
  expect(text).not.toContain('another environment');
});

it.each([
  ['both', '{"db":{"environment":"other","resource":"database"}}'],
  ['alone', '{}'],
])('the template of a file says what the other files of its folder change, too: %s', async (name, alsoIn) => {
  const { stdout } = await curfewHere(['template', file(`${name}/mine.yaml`), '--owner', 'stack']);
  const { Resources } = JSON.parse(stdout) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
  };

  const [delivery] = Object.values(Resources).filter(({ Type }) => Type === 'Custom::CurfewDefinition');
  expect(delivery?.Properties).toMatchObject({ AlsoIn: alsoIn });
});
