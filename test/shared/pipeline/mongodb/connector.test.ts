import { describe, expect, test } from 'vitest';
import { configProblems } from '#pipeline/mongodb/connector-checks.ts';
import { connectorConfig } from '#pipeline/mongodb/connector-config.ts';
import { readConnectorConfig } from '#pipeline/mongodb/read-connector-config.ts';
import { guideConnector } from './guide-connector.ts';

const source = {
  database: 'ingest',
  collection: 'files',
  topicPrefix: 'events.mongo',
  connectionSecret: 'cdc/mongodb',
  copyExisting: true,
  heartbeatSeconds: 60,
  overrides: {},
};

const right = connectorConfig(source, 'events.dlq');

const found = (config: Record<string, string>) =>
  configProblems(config).map(({ key, severity }) => `${severity} ${key}`);

describe('the configuration that a pipeline needs', () => {
  test('has nothing wrong with it', () => {
    expect(configProblems(right)).toEqual([]);
    expect(configProblems(connectorConfig({ ...source, copyExisting: false }, 'events.dlq'))).toEqual([]);
  });

  test('names its secret and holds no brokers, passwords or addresses', () => {
    expect(right['connection.uri']).toBe(`\${secretManager:cdc/mongodb:uri}`);
    expect(Object.keys(right).filter((key) => /bootstrap|sasl|security/.test(key))).toEqual([]);
  });

  test('lets the pipeline set further keys', () => {
    expect(connectorConfig({ ...source, overrides: { 'poll.max.batch.size': '10' } }, 'x')['poll.max.batch.size']).toBe(
      '10',
    );
  });
});

describe("the guide's connector as it is printed", () => {
  const { config, problems } = readConnectorConfig(guideConnector);

  test('is refused with each of its defects', () => {
    expect([...problems, ...configProblems(config)].map(({ key, severity }) => `${severity} ${key}`)).toEqual([
      'error sasl.jaas.config', // not JSON: quotes within the value
      'error bootstrap.servers',
      'error security.protocol',
      'error sasl.mechanism',
      'error sasl.jaas.config', // of the worker
      'error connection.uri',
      'error topic.prefix',
      'error publish.full.document.only',
      'warning output.json.formatter',
      'warning heartbeat.interval.ms',
    ]);
  });

  test('names the line whose quotes are not escaped, and the topic that records would really go to', () => {
    expect(problems[0]?.what).toContain('line 17');
    const prefix = configProblems(config).find(({ key }) => key === 'topic.prefix');
    expect(prefix?.what).toContain('events.mongo.ingest.files.ingest.files');
    expect(prefix?.remedy).toBe('write `events.mongo`');
  });
});

describe('a connector configuration', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a key with a slip of the pen', { 'poll.max.batch.sise': '5' }, 'error poll.max.batch.sise'],
    ['a number that is none', { 'poll.max.batch.size': 'many' }, 'error poll.max.batch.size'],
    ['a number that is too small', { 'poll.max.batch.size': '0' }, 'error poll.max.batch.size'],
    [
      'a boolean that is none',
      { 'change.stream.document.key.as.key': 'yes' },
      'error change.stream.document.key.as.key',
    ],
    ['a choice that there is not', { 'output.format.key': 'jsn' }, 'error output.format.key'],
    ['a format that the normaliser does not read', { 'output.format.value': 'bson' }, 'error output.format.value'],
    ['another connector', { 'connector.class': 'com.example.Sink' }, 'error connector.class'],
    ['a prefix with `::`', { 'topic.prefix': 'a::b' }, 'error topic.prefix'],
    ['a prefix that ends in the database', { 'topic.prefix': 'events.ingest' }, 'error topic.prefix'],
    ['a prefix that ends in the namespace', { 'topic.prefix': 'events.ingest.files' }, 'error topic.prefix'],
    ['a password in the connection string', { 'connection.uri': 'mongodb+srv://u:p@host/' }, 'error connection.uri'],
    ['no connection string', { 'connection.uri': '' }, 'error connection.uri'],
    ['no database', { database: '' }, 'warning database'],
    ['tolerance without dead letters', { 'errors.deadletterqueue.topic.name': '' }, 'error errors.tolerance'],
    ['the document alone', { 'publish.full.document.only': 'TRUE' }, 'error publish.full.document.only'],
    [
      'updates without their document',
      { 'change.stream.full.document': 'default' },
      'warning change.stream.full.document',
    ],
    ['no heartbeat', { 'heartbeat.interval.ms': '0' }, 'warning heartbeat.interval.ms'],
    ['a prefix with a separator after the namespace', { 'topic.prefix': 'cdc.ingest.files.' }, 'error topic.prefix'],
    ['a prefix with the namespace in hyphens', { 'topic.prefix': 'cdc-ingest-files' }, 'error topic.prefix'],
    ['a mapped topic with `::`', { 'topic.namespace.map': '{"*": "a::b"}' }, 'error topic.namespace.map'],
    ['a map that is none', { 'topic.namespace.map': 'a=b' }, 'error topic.namespace.map'],
    ['stages without their brackets', { pipeline: '{"$match": {}}' }, 'error pipeline'],
    [
      'the resume token as key',
      { 'change.stream.document.key.as.key': 'False' },
      'warning change.stream.document.key.as.key',
    ],
    [
      'JSON that is converted to JSON',
      { 'value.converter': 'org.apache.kafka.connect.json.JsonConverter' },
      'error value.converter',
    ],
    [
      'tolerance in capitals, without dead letters',
      { 'errors.tolerance': 'ALL', 'errors.deadletterqueue.topic.name': '' },
      'error errors.tolerance',
    ],
    ['a password of a key store', { 'connection.ssl.keystorePassword': 'x' }, 'error connection.ssl.keystorePassword'],
    [
      'a login of its producer',
      { 'producer.override.sasl.jaas.config': 'Scram required username="a" password="b";' },
      'error producer.override.sasl.jaas.config',
    ],
    ['offsets of the worker', { 'offset.storage.topic': 'x' }, 'error offset.storage.topic'],
  ])('with %s is told so, and of nothing else', (_, change, problem) => {
    expect(found({ ...right, ...change })).toEqual([problem]);
  });

  test.each<[string, Record<string, string>]>([
    ['a connection string without a password', { 'connection.uri': 'mongodb://localhost:27017' }],
    ['a prefix that only begins like the database', { 'topic.prefix': 'ingest-events' }],
    ['a prefix whose last word is that of the database', { 'topic.prefix': 'team-ingest' }],
    ['a mapped topic of the namespace', { 'topic.namespace.map': '{"ingest.*": "x{sep}{coll}"}' }],
    ['stages as the shell writes them', { pipeline: '[{$match: {a: 1}}]' }],
    ['a password that is a reference', { 'connection.ssl.keystorePassword': `\${secretManager:a:b}` }],
    ['keys of a transformation', { transforms: 'a', 'transforms.a.type': 'x' }],
    ['a producer of its own', { 'producer.override.compression.type': 'zstd' }],
    ['tolerance none without dead letters', { 'errors.tolerance': 'none', 'errors.deadletterqueue.topic.name': '' }],
    ['the least number that is allowed', { 'poll.max.batch.size': '1' }],
    ['an empty choice', { 'change.stream.full.document.before.change': '' }],
  ])('with %s has nothing wrong with it', (_, change) => {
    expect(found({ ...right, ...change })).toEqual([]);
  });

  test('never has a password in what is wrong with it', () => {
    const secrets = {
      'connection.uri': 'mongodb://u:hunter2@host/',
      'connection.ssl.truststorePassword': 'hunter2',
      'producer.override.sasl.jaas.config': 'required password="hunter2"',
      'sasl.jaas.config': 'required password="hunter2"',
    };
    expect(JSON.stringify(configProblems({ ...right, ...secrets }))).not.toContain('hunter2');
  });

  test('suggests the key that was meant', () => {
    const [problem] = configProblems({ ...right, 'poll.max.batch.sise': '5' });
    expect(problem?.remedy).toContain('poll.max.batch.size');
  });

  test.each([
    ['not JSON at all', 'hello', 'not JSON'],
    ['a list', '[]', 'not a JSON object'],
  ])('that is %s is refused', (_, text, what) => {
    expect(readConnectorConfig(text).problems[0]?.what).toContain(what);
  });

  test('may be nested as the interface of Kafka Connect has it', () => {
    expect(readConnectorConfig('{"name":"x","config":{"database":"a","tasks.max":1}}').config).toEqual({
      name: 'x',
      database: 'a',
      'tasks.max': '1',
    });
  });
});
