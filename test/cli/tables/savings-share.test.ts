// What README claims of money is what `curfew savings` prints of the shipped example.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { curfewHere } from '../in-process.ts';

it('README claims of hours and money what curfew savings prints of the shipped example', async () => {
  const { stdout } = await curfewHere(['savings', 'examples/atlas/staging.yaml', '--rehearsal']);
  const { share } = JSON.parse(
    (await curfewHere(['savings', 'examples/atlas/staging.yaml', '--rehearsal', '--json'])).stdout,
  );
  const readme = readFileSync('README.md', 'utf8').replaceAll(/\s+/g, ' ');

  expect(stdout).toContain(`${share.percentOfHours} % of the hours and about ${share.percentOfMoney} % of $`);
  expect(readme).toContain(`\`curfew savings\` puts it at about ${share.percentOfMoney} % of always-on`);
  expect(Math.round(share.percentOfHours / 33.3)).toBe(1);
});
