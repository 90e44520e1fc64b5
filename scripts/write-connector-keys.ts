// Writes shared/pipeline/mongodb/connector-keys.json from the connector's own ConfigDef:
//   node scripts/write-connector-keys.ts 'FOLDER/*'     # a class path with the connector and Kafka Connect's runtime
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connectorKeys } from './integration/connector-keys.ts';

const [classPath = ''] = process.argv.slice(2);
const file = fileURLToPath(new URL('../shared/pipeline/mongodb/connector-keys.json', import.meta.url));
const keys = await connectorKeys(classPath);
if (keys.length === 0) throw new Error(`no keys found with the class path ${classPath}`);
writeFileSync(file, `[\n${keys.map((key) => `  ${JSON.stringify(key)}`).join(',\n')}\n]\n`);
