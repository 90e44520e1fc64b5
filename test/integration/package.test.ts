// The package on every Node that people have: what it supports does everything, what it does not is told so.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { calls, moreCalls } from '../package/calls.ts';
import { installPackage } from '../package/installed.ts';

const nodes = JSON.parse(process.env.NODES ?? '{}') as Readonly<Record<string, string>>;
const installed = await installPackage();

afterAll(() => rmSync(dirname(installed.folder), { recursive: true }));

const supported = Object.entries({ '24': process.execPath, ...nodes }).filter(([version]) => Number(version) >= 22);
const old = Object.entries(nodes).filter(([version]) => Number(version) < 22);

it('there are old versions of Node, and new ones', () => {
  expect(supported.map(([version]) => version)).toEqual(['22', '24']);
  expect(old.map(([version]) => version)).toEqual(['14', '18', '20']);
});

it.each(
  supported.flatMap(([version, node]) =>
    [...calls, ...moreCalls].map(([args, says]) => ({ version, node, args, says })),
  ),
)('Node $version: curfew $args', async ({ node, args, says }) => {
  rmSync(`${installed.folder}/environments`, { recursive: true, force: true });
  rmSync(`${installed.folder}/night.html`, { force: true });
  const { code, stdout, stderr } = await installed.curfew(args, node);

  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(says);
});

it.each(old)('Node %s is told in one sentence that it is too old', async (version, node) => {
  const { code, stdout, stderr } = await installed.curfew('rehearse', node);

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^curfew needs Node\\.js 22 or newer, and this is ${version}\\.[^\\n]*\\n$`));
});
