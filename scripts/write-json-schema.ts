// Writes schema.json: `node scripts/write-json-schema.ts` after a change of the format.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentJsonSchema } from '#definition/json-schema.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}schema.json`;

writeFileSync(file, JSON.stringify(environmentJsonSchema(), null, 2));
execFileSync('npx', ['biome', 'format', '--write', file], { cwd: root, stdio: 'inherit' });
