// One execution environment of a function of a pipeline, in a process of its own, so that it can be killed at any moment.
//   node function-runner.mjs <normalise | clickhouse-sink> <folder of the bundle, with pipeline.json>
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [name, folder] = process.argv.slice(2);
const { normaliseOver, sinkOver } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
const securityIn = () => ({ kind: 'plain' });
const handler =
  name === 'normalise'
    ? normaliseOver(securityIn)
    : sinkOver({ securityIn, credentials: async () => ({ username: 'default', password: '' }), scheme: 'http' });

process.on('message', async ({ event }) => {
  try {
    process.send({ result: await handler(event) });
  } catch (error) {
    process.send({ failed: String(error?.cause ?? error) });
  }
});
process.send({ ready: true });
