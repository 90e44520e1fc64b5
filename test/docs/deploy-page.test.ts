// docs/deploy.md, read and carried out: its steps are at most four, and run in their order on the simulated AWS.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCurfew } from '#test/cli/run-curfew.ts';

const page = readFileSync('docs/deploy.md', 'utf8');
const steps = page.split('\n## Four steps\n')[1]?.split('\n## ')[0] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'curfew-deploy-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What stands in blocks: what is typed, step by step. */
const typed = [...steps.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/^npx curfew /, '')),
);

describe('docs/deploy.md', () => {
  it('docs/deploy.md has at most four steps for an environment that exists', () => {
    expect([...steps.matchAll(/^\d+\. /gm)].length).toBeLessThanOrEqual(4);
    expect(typed.map((line) => line.split(' ')[0])).toEqual(['init', 'deploy', 'resume']);
  });

  it('docs/deploy.md is carried out in its order on the simulated AWS', async () => {
    const outputs: string[] = [];
    for (const line of typed) {
      // A rehearsed account is in a region of its own.
      const words = line
        .replace(/--prefix \S+ --region \S+/, '')
        .trim()
        .split(/\s+/);
      const { code, stdout, stderr } = await runCurfew([...words, '--rehearsal'], {
        cwd: folder,
        env: { CURFEW_ENVIRONMENTS: 'environments' },
      });
      expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
      outputs.push(stdout);
    }

    const [init = '', deployed = '', resumed = ''] = outputs;
    expect(init).toMatch(/environments\/mine\.yaml/);
    expect(deployed).toMatch(/mine is deployed/);
    expect(deployed).toMatch(/Confirm the e-mail that AWS sends to ops@example\.com/);
    expect(deployed.trimEnd().split('\n').at(-1)).toMatch(
      /^Resume the schedule\? Type: (npx )?curfew resume mine --rehearsal$/,
    );
    expect(resumed).toMatch(/The schedule of mine is/);
  }, 60_000);
});

describe('the price', () => {
  it('the price that a deployment says is that of the page about costs, for its example', async () => {
    const { stdout } = await runCurfew(['deploy', 'examples/atlas/staging.yaml', '--rehearsal', '--plan']);
    const [, told] = /Costs about US\$ (\d+\.\d\d) a month/.exec(stdout) ?? [];
    const [, written] =
      /\*\*together\*\*\s+\|\s+\|\s+\*\*(\d+\.\d\d)\*\*/.exec(readFileSync('docs/cost.md', 'utf8')) ?? [];

    expect(told).toBe(written);
  }, 30_000);
});
