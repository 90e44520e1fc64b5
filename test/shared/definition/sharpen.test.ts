// What the command makes of the problems of a definition: better remedies, and one message per cause.
import { describe, expect, it } from 'vitest';
import { hashWarnings } from '#definition/hash-comments.ts';
import { kindRemedy } from '#definition/kind-remedy.ts';
import { parseDefinition } from '#definition/load.ts';
import { regionMeant, timeZoneMeant } from '#definition/place-names.ts';
import { InvalidFileError, pathText } from '#definition/problem.ts';
import { sharpened } from '#definition/sharpen.ts';
import { kinds } from '#kinds/resource.ts';
import { validYaml } from './wrong-file.ts';

/** What is said of the valid file after a replacement: place, and the message with its remedy. */
const said = (from: string, to: string): string[] => {
  expect(validYaml).toContain(from);
  const text = validYaml.replace(from, to);
  try {
    parseDefinition(text, 'qa.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof InvalidFileError)) throw error;
    return sharpened(error.problems, text).map(
      ({ path, line, what, remedy }) => `${line}: ${pathText(path)}: ${what}; ${remedy}`,
    );
  }
};

const all = `the kinds are ${kinds.map((kind) => `\`${kind}\``).join(', ')}`;

describe('a problem of a definition', () => {
  it.each([
    ['timeZone:', 'timezone:', '3: timezone: unknown key; did you mean `timeZone`?'],
    ['instance: qa-db', 'instnace: qa-db', '16: resources.db.instnace: unknown key; did you mean `instance`?'],
    ['"#qa"', '#qa', '11: notifications.slack.channel: is empty: `#qa` begins a comment; write it in quotes: "#qa"'],
    [
      'start: { days: [mon, tue], at: "08:00" }',
      'start: { days: [mon, tue], at: #8 }',
      '7: : `#8` begins a comment here, so the rest of the line is not read; write the value in quotes: "#8"',
    ],
    [
      'cache: { kind: elasticache-replication-group, replicationGroup: qa-cache }',
      'cache: { kind: elasticache-replication-group, replicationGroup: qa #1 }',
      '17: : `#1` begins a comment here, so the rest of the line is not read; write the value in quotes: "qa #1"',
    ],
    [
      'cache: { kind: elasticache-replication-group, replicationGroup: qa-cache }',
      'cache: { kind: elasticache-replication-group, replicationGroup: the qa # cache, dependsOn: [] }',
      '17: : `#` begins a comment here, so the rest of the line is not read; write the value in quotes: "the qa # cache"',
    ],
  ])('a problem of a definition is one message for one cause: %s → %s', (from, to, expected) => {
    expect(said(from, to)).toEqual([expected]);
  });

  it('a problem of a definition stays as it is where nothing better is known', () => {
    expect(said('enabled: true', 'enabled: yes')).toEqual([
      '5: schedule.enabled: is `yes`, but a boolean is needed; write `true` or `false`, without quotes',
    ]);
  });
});

describe('an unknown kind', () => {
  it.each([
    ['rds', 'rds-instance'],
    ['EC2', 'ec2-instance'],
    ['aws_instance', 'ec2-instance'],
    ['AWS::EC2::Instance', 'ec2-instance'],
    ['aws_db_instance', 'rds-instance'],
    ['aws_ecs_service', 'ecs-service'],
    ['ecs_service', 'ecs-service'],
    ['ecs-servic', 'ecs-service'],
    ['aurora', 'aurora-cluster'],
    ['redis', 'elasticache-replication-group'],
  ])('an unknown kind is answered with the kind that is meant, and with all of them: %s', (given, meant) => {
    expect(kindRemedy(given, kinds)).toBe(`did you mean \`${meant}\`? (${all})`);
  });

  it.each(['gke-instance', 'vm-instance', 'lambda', 'sns-topic', 'dynamodb-table', 'x', undefined])(
    'an unknown kind that is near another one by letters alone is answered with all of them: %s',
    (given) => {
      expect(kindRemedy(given, kinds)).toBe(all);
    },
  );

  it('an unknown kind is told with its place in the file', () => {
    expect(said('kind: rds-instance', 'kind: aws_instance')).toEqual([
      `15: resources.db.kind: \`aws_instance\` is not known here; did you mean \`ec2-instance\`? (${all})`,
    ]);
  });
});

describe('a region or a time zone', () => {
  it.each([
    ['us-est-1', 'us-east-1'],
    ['us-east1', 'us-east-1'],
    ['eu_west_1', 'eu-west-1'],
    ['Frankfurt', 'eu-central-1'],
    ['EU (Ireland)', 'eu-west-1'],
    ['São Paulo', 'sa-east-1'],
    ['mars', undefined],
  ])('a region is known by its code, its city and a slip: %s', (given, meant) => {
    expect(regionMeant(given)).toBe(meant);
  });

  it.each([
    ['Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['Europe/Berln', 'Europe/Berlin'],
    ['Sao Paulo', 'America/Sao_Paulo'],
    ['New York', 'America/New_York'],
    ['nowhere at all', undefined],
  ])('a time zone is known by its name, its city and a slip: %s', (given, meant) => {
    expect(timeZoneMeant(given)).toBe(meant);
  });

  it('a region or a time zone is told with its place in the file', () => {
    expect(said('region: us-east-1', 'region: Frankfurt')).toEqual([
      '2: region: `Frankfurt` does not look like an AWS region; did you mean `eu-central-1`?',
    ]);
  });
});

describe('a comment that looks like a part of the value before it', () => {
  it.each([
    ['webhookSecret: acme/slack #prod', 'acme/slack', '#prod'],
    ['cluster: { a: b }\nservice: shop #2 of us', 'shop', '#2'],
  ])('a comment that looks like a part of the value before it is a warning: %s', (text, value, word) => {
    expect(hashWarnings(text)).toMatchObject([
      { what: `is \`${value}\`: \` ${word}\` begins a comment and is not part of the value` },
    ]);
  });

  it.each(['region: us-east-1 # here', 'channel: "#qa" # the channel', 'a: b', 'a: [', '# only this', 'a: b #!'])(
    'a comment that looks like one is none: %j',
    (text) => {
      expect(hashWarnings(text)).toEqual([]);
    },
  );
});
