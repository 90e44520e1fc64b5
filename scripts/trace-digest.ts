// Digests the traces of seeded random nights and of every scenario file. A change that is to leave behaviour as it is prints the
// same digest before and after: `node scripts/trace-digest.ts --nights 1000 --seed 1`.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { randomNight } from '#sim/random/night.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { traceLine } from '#sim/trace.ts';

const { values } = parseArgs({
  options: { nights: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});

const digestOf = async (scenario: Scenario): Promise<string> => {
  const hash = createHash('sha256');
  for (const line of (await rehearse(scenario)).lines)
    hash.update(`${traceLine(line, scenario.definition.timeZone)}\n`);
  return hash.digest('hex');
};

const digestOfAll = async (what: string, scenarios: Iterable<Scenario>): Promise<void> => {
  const all = createHash('sha256');
  let count = 0;
  for (const scenario of scenarios) {
    all.update(await digestOf(scenario));
    count++;
  }
  process.stdout.write(`${count} ${what}: ${all.digest('hex')}\n`);
};

function* nights(first: number, count: number): Generator<Scenario> {
  for (let seed = first; seed < first + count; seed++) yield randomNight(seed);
}

const folder = 'sim/scenarios';
await digestOfAll(
  'scenarios',
  readdirSync(folder)
    .toSorted()
    .map((file) => loadScenario(`${folder}/${file}`)),
);
await digestOfAll('nights', nights(Number(values.seed), Number(values.nights)));
