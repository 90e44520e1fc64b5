// The key `cleanup` of a definition, and the file of `curfew cleanup --topics`.
import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { parseCleanupFile } from '#definition/cleanup-file.ts';
import { parseDefinition } from '#definition/load.ts';
import { validYaml } from './wrong-file.ts';

const complaints = (parse: () => unknown): string[] => {
  try {
    parse();
  } catch (error) {
    if (error instanceof InputError)
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim());
    throw error;
  }
  return [];
};

const inEnvironment = (lines: string) =>
  parseDefinition(`${validYaml}cleanup:\n  cluster: qa-msk\n${lines}`, 'qa.yaml');

describe('the cleanup of an environment', () => {
  it('the cleanup of an environment may be missing, and then there is none', () => {
    expect(parseDefinition(validYaml, 'qa.yaml')).not.toHaveProperty('cleanup');
  });

  it('the cleanup of an environment has everything that the file says, and careful defaults', () => {
    const text =
      '  prefixes: { orders.: truncate }\n  topics: { orders.new: { partitions: 3, replicationFactor: 2 } }\n';

    expect(inEnvironment(text).cleanup).toEqual({
      cluster: 'qa-msk',
      prefixes: [{ prefix: 'orders.', strategy: 'truncate' }],
      topics: [{ name: 'orders.new', partitions: 3, replicationFactor: 2, configs: {} }],
      deny: [],
      accept: [],
      caps: { topicsMax: 500 },
    });
  });

  it('the cleanup of an environment takes settings as they are easiest to write, and gigabytes as bytes', () => {
    const text = `  topics:
    orders.new: { partitions: 1, replicationFactor: 1, configs: { retention.ms: 1000, preallocate: true } }
  caps: { topics: 5, gigabytes: 0.5 }
`;
    const { cleanup } = inEnvironment(text);

    expect(cleanup?.topics[0]?.configs).toEqual({ 'retention.ms': '1000', preallocate: 'true' });
    expect(cleanup?.caps).toEqual({ topicsMax: 5, bytesMax: 500_000_000 });
  });

  it.each([
    [
      'a wildcard',
      '  prefixes: { "orders*": truncate }\n',
      /34:15.*holds a wildcard: a prefix is plain text; rename it/,
    ],
    ['two characters', '  prefixes: { "o.": truncate }\n', /`o\.` is shorter than 3 characters/],
    ['an unknown strategy', '  prefixes: { orders.: shred }\n', /`shred` is not known here/],
    ['a prefix of internal topics', '  prefixes: { __consumer_: truncate }\n', /covers is internal to Kafka/],
    ['a prefix of Kafka Connect', '  prefixes: { connect-prod-: truncate }\n', /state of Kafka Connect/],
    ['a prefix denied by itself', '  prefixes: { pay.: truncate }\n  deny: ["pay.*"]\n', /denied by the configuration/],
    [
      'a denied topic by name',
      '  topics: { orders-changelog: { partitions: 1, replicationFactor: 1 } }\n',
      /34:13: cleanup\.topics\.orders-changelog: a cleanup must not touch `orders-changelog`: state of a Kafka Streams/,
    ],
    ['a topic without partitions', '  topics: { orders.new: { replicationFactor: 1 } }\n', /partitions: is missing/],
    ['an unknown key', '  prefix: orders.\n', /cleanup\.prefix: unknown key; did you mean `prefixes`\?/],
    ['an impossible cap', '  caps: { topics: 0 }\n', /`0` is not a whole number from 1/],
    ['a broker without a port', '  bootstrap: [kafka]\n', /`kafka` is not a broker: HOST:PORT/],
  ])('the cleanup of an environment is refused with place and remedy for %s', (_, text, complaint) => {
    expect(complaints(() => inEnvironment(text))).toEqual([expect.stringMatching(complaint)]);
  });
});

describe('a file of topics', () => {
  it('a file of topics holds the same keys, without the cluster', () => {
    expect(parseCleanupFile('prefixes: { orders.: recreate }\ndeny: ["*.dlq"]\n', 'topics.yaml')).toMatchObject({
      prefixes: [{ prefix: 'orders.', strategy: 'recreate' }],
      deny: ['*.dlq'],
    });
  });

  it('a file of topics is refused with its own lines and paths', () => {
    const text = 'topics:\n  _schemas: { partitions: 1, replicationFactor: 1 }\ncolour: red\n';

    expect(complaints(() => parseCleanupFile(text, 'topics.yaml'))).toEqual([
      expect.stringMatching(/^topics\.yaml:2:3: topics\._schemas: a cleanup must not touch/),
      expect.stringMatching(/^topics\.yaml:3:1: colour: unknown key; use one of `prefixes`/),
    ]);
  });
});
