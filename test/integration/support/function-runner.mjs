// One execution environment of a function of a pipeline, in a process of its own, so that it can be killed at any moment.
//   node function-runner.mjs <name of the function> <folder of the bundle, with pipeline.json>
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [name, folder] = process.argv.slice(2);
const { normaliseOver, sinkOver, storeOver, intakeOver, readerOver } = await import(
  pathToFileURL(join(folder, 'index.mjs')).href
);
const securityIn = () => ({ kind: 'plain' });
// INTAKE_SECRET is what every secret of a sender holds. Its queue is nobody's: Kafka is there.
const intake = () => ({
  securityIn,
  secret: async () => process.env.INTAKE_SECRET ?? '',
  send: async () => {
    throw new Error('no queue');
  },
});
// STORE_LOGIN is what the secret of a store holds.
const storeLogin = JSON.parse(process.env.STORE_LOGIN ?? '{}');
const handlers = {
  normalise: () => normaliseOver(securityIn),
  'clickhouse-sink': () =>
    sinkOver({ securityIn, credentials: async () => ({ username: 'default', password: '' }), scheme: 'http' }),
  'event-intake': () => intakeOver(intake),
  'change-reader': () => readerOver({ securityIn }),
  'store-metadata': () => storeOver({ securityIn, credentials: async () => storeLogin, isEncrypted: false }),
};
const handler = handlers[name]();

process.on('message', async ({ event }) => {
  try {
    process.send({ result: await handler(event) });
  } catch (error) {
    process.send({ failed: String(error?.cause ?? error) });
  }
});
process.send({ ready: true });
