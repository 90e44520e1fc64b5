// The tests beside definitions that are not theirs: `environments/` is the user's folder. Puts one there that has the name of a
// fixture and is another environment, and one that is broken, runs the tests and removes both: `node
// scripts/test-beside-environments.ts [arguments of vitest]`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const folder = 'environments';

if (existsSync(folder)) throw new Error(`${folder}/ is there already, and is somebody's: move it away first`);
const staging = readFileSync('examples/atlas/staging.yaml', 'utf8');
mkdirSync(folder);
try {
  writeFileSync(`${folder}/staging.yaml`, staging.replaceAll('poc-atlas-dev', 'theirs').replace('20:00', '17:30'));
  writeFileSync(`${folder}/broken.yaml`, 'environment: [\n');
  const { status } = spawnSync('vitest', ['run', ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
