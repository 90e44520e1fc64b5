// Writes schema.json and pipeline-schema.json: `node scripts/write-json-schema.ts` after a change of a format.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentJsonSchema } from '#definition/json-schema.ts';
import { pipelineJsonSchema } from '#pipeline/file/json-schema.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const schemas = { 'schema.json': environmentJsonSchema(), 'pipeline-schema.json': pipelineJsonSchema() };

for (const [name, schema] of Object.entries(schemas)) {
  const file = `${root}${name}`;
  writeFileSync(file, JSON.stringify(schema, null, 2));
  execFileSync('npx', ['biome', 'format', '--write', file], { cwd: root, stdio: 'inherit' });
}
