import { describe, expect, test } from 'vitest';
import { loadPipeline, parsePipeline } from '#pipeline/file/load.ts';

const guide = `mappings:
  - match: { ns.db: ingest, ns.coll: files }
    event_type_override:
      when: "$eq(fullDocument.status, 'arrived')"
      value: "file_arrived"
      else: "file_event"
    tags:   [consumer_id, file_type, status]
    attrs:
      - size_bytes
      - expected_count
      - checksum
`;

const whole = `pipeline: files
region: us-east-1
topics: { source: events.mongo.ingest.files }
source:
  mongodb: { database: ingest, collection: files, topicPrefix: events.mongo, connectionSecret: cdc/mongodb }
mappings:
  - match: { ns.db: ingest }
    tags: [status]
sink:
  clickhouse: { ingestion: function, host: ch.example.com, credentialsSecret: cdc/clickhouse }
`;

const complaintOf = (text: string): string => {
  try {
    parsePipeline(text, 'p.yaml');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
};

describe('a pipeline file', () => {
  test("in the guide's exact form is valid", () => {
    expect(parsePipeline(guide, 'p.yaml').mappings).toHaveLength(1);
  });

  test('with every section is valid, with defaults for what it leaves out', () => {
    expect(parsePipeline(whole, 'p.yaml')).toMatchObject({
      topics: { events: 'events.normalized.record', deadLetters: 'events.normalized.dlq' },
      sink: { clickhouse: { table: 'record_raw', ttlDays: 90, port: 8_443 } },
    });
  });

  test('of the repository is valid', () => {
    expect(loadPipeline('examples/cdc/pipelines/files.yaml').pipeline).toBe('files');
  });

  test.each([
    [
      'a range',
      "when: '[1..1e7]'",
      'p.yaml:4:13: mappings[0].event_type_override.when: `[1..1e7]` a range is not allowed, at character 4',
    ],
    ['a filter', "when: 'a[0]'", 'a filter with `[]` is not allowed, at character 1'],
    ['text that is no JSONata', "when: 'a ='", 'is not JSONata'],
  ])('whose condition has %s is refused with line and position', (_, condition, complaint) => {
    expect(complaintOf(guide.replace(/when: .*/, condition))).toContain(complaint);
  });

  test.each([
    [
      'a misspelt key',
      'topicPrefix:',
      'topicPrefx:',
      'source.mongodb.topicPrefx: unknown key; did you mean `topicPrefix`?',
    ],
    ['a topic with `::`', 'events.mongo.ingest.files }', '"a::b" }', 'is not the name of a topic'],
    [
      'another topic than the connector writes to',
      'events.mongo.ingest.files }',
      'events.other }',
      'the connector writes to `events.mongo.ingest.files`',
    ],
    [
      'the namespace in the prefix',
      'topicPrefix: events.mongo,',
      'topicPrefix: events.mongo.ingest.files,',
      'write `topicPrefix: events.mongo`',
    ],
    ['no host for the function', 'host: ch.example.com, ', '', 'sink.clickhouse.host: is missing'],
    [
      'no secret for the function',
      ', credentialsSecret: cdc/clickhouse',
      '',
      'sink.clickhouse.credentialsSecret: is missing',
    ],
    ['a way of ingestion that there is not', 'ingestion: function', 'ingestion: functon', 'did you mean `function`?'],
    ['a table that needs quotes', 'host: ch', 'table: "a b", host: ch', 'is not a name: letters, digits and `_`'],
    ['a URL for a host', 'host: ch.example.com', 'host: "https://ch.example.com"', 'no `https://`'],
    ['a region with a slip of the pen', 'us-east-1', 'us-east1', 'did you mean `us-east-1`?'],
    [
      'one topic for two things',
      '{ source: events.mongo.ingest.files }',
      '{ source: events.mongo.ingest.files, events: x, deadLetters: x }',
      'is also another topic',
    ],
    [
      'an empty expression',
      'tags: [status]',
      'tags: [status]\n    event_type_override: { when: "", value: x }',
      'is not JSONata',
    ],
    [
      'fields that would have one name',
      'tags: [status]',
      'tags: [a_b, a.b]',
      'would be called `a_b` like the field above it',
    ],
    [
      'a mapping that is never reached',
      'tags: [status]',
      'tags: [status]\n  - match: { ns.db: ingest, ns.coll: files }',
      'is never used: mapping 1 above it',
    ],
    [
      'pollers upside down',
      'mappings:',
      'normaliser: { pollers: { min: 3, max: 2 } }\nmappings:',
      'is less than `min`',
    ],
  ])('with %s is refused', (_, from, to, complaint) => {
    expect(whole).toContain(from);
    expect(complaintOf(whole.replace(from, to))).toContain(complaint);
  });

  test('of a whole database reads topics below its prefix', () => {
    const database = whole.replace(', collection: files', '');
    expect(complaintOf(database)).toBe('');
    expect(
      complaintOf(database.replace('source: events.mongo.ingest.files', 'source: events.mongo.other.files')),
    ).toContain('nobody writes to');
  });

  test.each([
    ['empty', '', 'is empty'],
    ['no YAML', 'a: [', 'not valid YAML'],
    ['without a mapping', 'pipeline: files\n', 'mappings: is missing'],
  ])('that is %s is refused', (_, text, complaint) => {
    expect(complaintOf(text)).toContain(complaint);
  });

  test('that does not exist is named', () => {
    expect(() => loadPipeline('nowhere.yaml')).toThrow('nowhere.yaml does not exist');
  });
});
