// The quickstart as a person does it on a machine with Node 20, 22 or 24: clone, install, rehearse the example, describe ten resources,
// check, plan and rehearse them. Each step must succeed and complain about nothing. What is cloned is the last commit.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { definitionOfSize } from '../cli/at-width.ts';
import type { Ran } from '../cli/run-curfew.ts';

const nodes = JSON.parse(process.env.NODES ?? '{}') as Readonly<Record<string, string>>;
const root = process.cwd();
const base = realpathSync(mkdtempSync(join(tmpdir(), 'curfew-walk-')));
/** A machine that does other work, too, takes long for 30,000 files. */
const patienceMs = 900_000;

afterAll(() => rmSync(base, { recursive: true }), patienceMs);

/** The commands of the third step of the quickstart, as they stand there. */
const ofQuickstart = [...readFileSync('docs/quickstart.md', 'utf8').matchAll(/^(npx curfew .*?)(?:\s+#.*)?$/gm)].map(
  ([, command = '']) => command,
);

/** What npm, the tests and the services beside them have set: nobody who clones has it. Certificates and proxies are the machine's. */
const isOfTests = (name: string): boolean =>
  /^(npm_|NODE_(?!EXTRA_CA)|NODES$|VITEST|TEST|CURFEW_|AWS_(?!CA_)|INIT_CWD|FORCE_COLOR|CI$)/i.test(name);

/** A shell in a folder, whose `node` is the one given. */
const shellOf =
  (folder: string, node: string) =>
  (command: string): Promise<Ran> => {
    const { PATH = '', ...others } = process.env;
    const ofMachine = Object.fromEntries(Object.entries(others).filter(([name]) => !isOfTests(name)));
    const notOfProject = PATH.split(delimiter).filter((one) => !one.includes('node_modules'));
    const env = { ...ofMachine, PATH: [dirname(node), ...notOfProject].join(delimiter), NO_COLOR: '1' };
    return new Promise((resolve) => {
      execFile('sh', ['-c', command], { cwd: folder, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
      });
    });
  };

type Step = { readonly command: string; readonly shows: RegExp };

const steps: readonly Step[] = [
  { command: 'npm ci', shows: /^\s*added \d+ packages[^\n]*\n[\s\S]*$/ },
  { command: 'npm start', shows: /^\[rehearsal\] start .*: done, 9 of 11 resources changed/m },
  { command: 'npx curfew init drafted --rehearsal', shows: /✓ environments\/drafted\.yaml: 11 resources/ },
  ...ofQuickstart.map((command) => ({ command, shows: /✓|\[rehearsal\]/ })),
];

describe.each(['20', '22', '24'])('the walk from a clone to a rehearsed night on Node %s', (version) => {
  const folder = join(base, version);
  const run = shellOf(folder, version === '24' ? process.execPath : (nodes[version] ?? ''));
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, folder]);
  writeFileSync(join(folder, 'mine.yaml'), definitionOfSize(10));

  let begun = performance.now();

  it('the walk is on that version of Node', async () => {
    begun = performance.now();
    expect((await run('node --version')).stdout).toMatch(new RegExp(`^v${version}\\.`));
    expect(ofQuickstart).toHaveLength(4);
  });

  it.each(steps)(
    'step: $command',
    async ({ command, shows }) => {
      const { code, stdout, stderr } = await run(command);

      // That an example is used is information, no complaint.
      const complaints = stderr.replace(/^staging is the example .*\n/m, '');
      expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
      expect(stdout).toMatch(shows);
      expect(stdout).not.toMatch(/\bwarn\b|EBADENGINE|deprecated|Experimental/i);
    },
    patienceMs,
  );

  it('the walk leaves a page of the night', () => {
    // Recorded, not judged: how long it takes says as much about the machine. Five minutes are the limit for a person.
    const seconds = Math.round((performance.now() - begun) / 1_000);
    process.stderr.write(`the walk on Node ${version}: ${seconds} s\n`);

    expect(existsSync(join(folder, 'night.html'))).toBe(true);
  });
});
