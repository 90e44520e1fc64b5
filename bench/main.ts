// `npm run bench`: measures what Curfew claims, and says what of it is reached. `-- --json` gives JSON Lines,
// `-- --only <prefix>` a part.
import { parseArgs } from 'node:util';
import { families } from './families.ts';
import type { Family } from './figure.ts';
import { figureLine } from './figure-table.ts';
import { matrixText } from './matrix.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } });
const only = values.only ?? '';

/** One of the two names begins with the other: `ready` asks for `ready.ratio`, and `ready.ratio` for the family `ready`. */
const touches = (prefix: string): boolean => prefix.startsWith(only) || only.startsWith(`${prefix}.`);

const chosen = families.filter(
  ({ namePrefixes, onlyWhenAsked }) => namePrefixes.some(touches) && (only !== '' || !onlyWhenAsked),
);

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

const measure = async ({ measure: figures }: Family): Promise<void> => {
  for await (const figure of figures((name) => name.startsWith(only) || only.startsWith(name))) {
    if ('skipped' in figure) process.stderr.write(`skipped ${figure.skipped}: ${figure.why}\n`);
    // Its numbers are figures, too.
    else if ('matrix' in figure) values.json || print(matrixText(figure));
    else if (figure.name.startsWith(only)) print(values.json ? JSON.stringify(figure) : figureLine(figure));
  }
};

if (chosen.length === 0) {
  const knownPrefixes = families.flatMap((family) => family.namePrefixes).join(', ');
  process.stderr.write(`bench: no figure's name begins with "${only}"; there are ${knownPrefixes}\n`);
  process.exitCode = 2;
}
for (const family of chosen)
  try {
    await measure(family);
  } catch (error) {
    // The other families are worth measuring anyway.
    process.stderr.write(
      `${family.namePrefixes.join(', ')}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  }
