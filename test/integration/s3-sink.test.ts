// The export to S3 in a real Kafka Connect worker: the deployed configuration, real transformations and converters, records as services
// write them (JSON without a schema), and files in S3 by the fields that were selected.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pause } from '#core/runtime/pause.ts';
import { sinkConfiguration } from '#infra/platform/sink-configuration.ts';
import { startWorker } from '../../scripts/integration/connect-worker.ts';
import { adminOfCluster, bootstrap, freshPrefix, produceText, removeAll } from './support/kafka.ts';

const endpoint = (): string => {
  const { AWS_ENDPOINT_URL } = process.env;
  if (!AWS_ENDPOINT_URL) throw new Error('AWS_ENDPOINT_URL is not set: run these tests with npm run test:integration');
  return AWS_ENDPOINT_URL;
};

/** The emulator shows nothing to nobody. */
const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request' };

const keysIn = async (bucket: string): Promise<string[]> => {
  const listed = await (await fetch(`${endpoint()}/${bucket}?list-type=2`, { headers })).text();
  return [...listed.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => decodeURIComponent(key ?? '')).sort();
};

const contentOf = async (bucket: string, key: string): Promise<unknown[]> => {
  const path = key.split('/').map(encodeURIComponent).join('/');
  const text = await (await fetch(`${endpoint()}/${bucket}/${path}`, { headers })).text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
};

/** Files come with the next flush, a second later at most; a worker that never writes is found out after a minute. */
const filesIn = async (bucket: string, count: number): Promise<string[]> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const keys = await keysIn(bucket);
    if (keys.length >= count) return keys;
    await pause(200);
  }
  return keysIn(bucket);
};

const records = [
  { event_type: 'click', country: 'BR', id: 1 },
  { event_type: 'view', country: 'BR', id: 2 },
  { event_type: 'click', country: 'PT', id: 3 },
  { country: 'BR', id: 4 },
].map((record) => JSON.stringify(record));

describe.each([
  {
    fields: ['event_type'] as const,
    expected: {
      'event_type=click': [1, 3],
      'event_type=view': [2],
      // A record without the field is kept as well.
      'event_type=null': [4],
    },
  },
  {
    fields: ['event_type', 'country'] as const,
    expected: {
      'event_type,country={country=BR, event_type=click}': [1],
      'event_type,country={country=PT, event_type=click}': [3],
      'event_type,country={country=BR, event_type=view}': [2],
      'event_type,country={country=BR, event_type=null}': [4],
    },
  },
])('the export to S3 by $fields', ({ fields, expected }) => {
  const prefix = freshPrefix();
  const topic = `${prefix}events.raw`;
  const bucket = `${prefix.replace('.', '')}-${fields.length}`;
  const admin = adminOfCluster();
  let worker: Awaited<ReturnType<typeof startWorker>>;

  beforeAll(async () => {
    const spec = { name: topic, partitions: 1, replicationFactor: 1, configs: {} };
    await admin.createTopic(spec, { validateOnly: false });
    await fetch(`${endpoint()}/${bucket}`, { method: 'PUT', headers });
    await produceText(topic, [records[0] ?? '', 'no JSON at all', '"text alone"', ...records.slice(1)]);
    const sink = {
      topics: [topic] as const,
      failedTopic: `${prefix}failed`,
      failedTopicReplication: 1,
      prefix: 'kafka',
      partitionFields: fields,
      tasksMax: 1,
    };
    worker = await startWorker({
      bootstrap: bootstrap(),
      name: `${prefix}sink`,
      connector: {
        ...sinkConfiguration(sink, { region: 'us-east-1', bucket }),
        // The emulator in the place of S3; everything else is as it is deployed.
        'aws.s3.endpoint': endpoint(),
        ...(process.env.S3_SINK_PLUGIN ? { 'aws.access.key.id': 'any', 'aws.secret.access.key': 'any' } : {}),
      },
    });
  });
  afterAll(async () => {
    await worker?.stop();
    await removeAll(admin, prefix);
    await admin.close();
  });

  it('writes every record as it is into a file of its folder, and none twice', { timeout: 90_000 }, async () => {
    const keys = await filesIn(bucket, Object.keys(expected).length);

    const written = await Promise.all(
      keys.map(async (key) => {
        const [, folder = ''] = /^kafka\/[^/]+\/(.*)\/0-\d+\.jsonl$/.exec(key) ?? [];
        const ids = (await contentOf(bucket, key)).map((record) => (record as { id: number }).id);
        return [folder, ids] as const;
      }),
    );
    expect(Object.fromEntries(written)).toEqual(expected);
  });

  it('goes on after a record that is no JSON object, and keeps it in a topic of its own', async () => {
    expect(await worker.status()).toMatchObject({ tasks: [{ state: 'RUNNING' }] });

    const offsets = await admin.topics();
    expect([...offsets.keys()]).toContain(`${prefix}failed`);
  });
});
