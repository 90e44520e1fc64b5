// Writes the pages of docs/ that are made from the code: `npm run docs` after a change of the format or of the permissions.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generatedPages } from './docs/generated-pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = Object.keys(generatedPages);

for (const [file, text] of Object.entries(generatedPages)) writeFileSync(`${root}${file}`, text());
execFileSync('npx', ['biome', 'format', '--write', ...files], { cwd: root, stdio: 'inherit' });
