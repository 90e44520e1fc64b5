import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guideConnector } from '../../shared/pipeline/mongodb/guide-connector.ts';
import { curfewHere } from '../in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-pipeline-'));
const fileWith = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const shipped = 'examples/cdc/pipelines/files.yaml';

describe('curfew pipeline validate', () => {
  test('says which files are valid, and exits with 0', async () => {
    const { code, stdout } = await curfewHere(['pipeline', 'validate', shipped]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '✓ files: 1 mapping\n' });
  });

  test('names line, place and remedy of every problem, and exits with 2', async () => {
    const file = fileWith(
      'wrong.yaml',
      'mappings:\n  - match: { ns.db: a }\n    event_type_override: { when: "a[0]", valu: x }\n',
    );
    const { code, stderr } = await curfewHere(['pipeline', 'validate', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:3:34: mappings[0].event_type_override.when: \`a[0]\` a filter`);
    expect(stderr).toContain('valu: unknown key; did you mean `value`?');
  });

  test('refuses the connector of the guide with every defect, and one that is right it accepts', async () => {
    const { code, stderr } = await curfewHere(['pipeline', 'validate', fileWith('guide.json', guideConnector)]);
    expect(code).toBe(2);
    expect(stderr).toContain('is not a valid connector configuration, 8 problems:');
    const { stdout } = await curfewHere(['pipeline', 'connector', shipped]);
    expect((await curfewHere(['pipeline', 'validate', fileWith('right.json', stdout)])).code).toBe(0);
  });

  test('gives programs one object per file', async () => {
    const { stdout } = await curfewHere([
      'pipeline',
      'validate',
      shipped,
      fileWith('guide.json', guideConnector),
      '--json',
    ]);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toEqual({ pipeline: shipped, valid: true, problems: [] });
    expect(second).toMatchObject({ valid: false });
    expect(second.problems).toContainEqual(
      expect.objectContaining({ path: 'topic.prefix', severity: 'error', remedy: 'write `events.mongo`' }),
    );
  });

  test('names a file that is not there', async () => {
    const { code, stderr } = await curfewHere(['pipeline', 'validate', 'nowhere.json']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'nowhere.json cannot be read: ENOENT\n' });
  });
});

describe('curfew pipeline test', () => {
  const copy = () => {
    const own = mkdtempSync(join(tmpdir(), 'curfew-samples-'));
    cpSync('examples/cdc/pipelines', own, { recursive: true });
    return { file: join(own, 'files.yaml'), samples: join(own, 'files.samples') };
  };

  test('passes for the samples of the repository', async () => {
    const { code, stdout } = await curfewHere(['pipeline', 'test', shipped]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/8 samples, 0 failed\n$/);
  });

  test('shows what a changed mapping changes, place by place, and exits with 1', async () => {
    const { file } = copy();
    writeFileSync(file, readFileSync(file, 'utf8').replace('value: file_arrived', 'value: file_here'));
    const { code, stdout } = await curfewHere(['pipeline', 'test', file]);
    expect(code).toBe(1);
    expect(stdout).toContain('✗ arrived\n    event.event_type: expected "file_arrived", got "file_here"');
    expect(stdout).toContain('8 samples, 3 failed');
  });

  test('accepts what the samples give with --update', async () => {
    const { file } = copy();
    writeFileSync(file, readFileSync(file, 'utf8').replace('value: file_arrived', 'value: file_here'));
    await curfewHere(['pipeline', 'test', file, '--update']);
    expect((await curfewHere(['pipeline', 'test', file])).code).toBe(0);
  });

  test('says which sample has no expectation yet, and does not call it passed', async () => {
    const { file, samples } = copy();
    rmSync(join(samples, 'read.expected.json'));
    const { code, stdout } = await curfewHere(['pipeline', 'test', file]);
    expect(code).toBe(1);
    expect(stdout).toContain('? read: nobody has said what to expect');
    expect(existsSync(join(samples, 'read.expected.json'))).toBe(false);
  });

  test('without samples says where to put them', async () => {
    const file = fileWith('alone.yaml', 'mappings:\n  - match: {}\n');
    const { code, stderr } = await curfewHere(['pipeline', 'test', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`there are no samples in ${file.replace('.yaml', '.samples')}`);
  });
});

describe('curfew pipeline sql', () => {
  test('prints the table alone where the function inserts', async () => {
    const { stdout } = await curfewHere(['pipeline', 'sql', shipped]);
    expect(stdout.match(/CREATE /g)).toHaveLength(1);
  });

  const engine = fileWith(
    'engine.yaml',
    readFileSync(shipped, 'utf8').replace('ingestion: function', 'ingestion: engine'),
  );

  test('prints everything for the Kafka engine, which needs the brokers', async () => {
    const { stdout } = await curfewHere(['pipeline', 'sql', engine, '--bootstrap', 'b-1:9098,b-2:9098']);
    expect(stdout.match(/CREATE /g)).toHaveLength(7);
    expect(stdout).toContain("kafka_broker_list = 'b-1:9098,b-2:9098'");
    expect((await curfewHere(['pipeline', 'sql', engine])).stderr).toContain('add --bootstrap HOST:PORT');
  });

  test('prints the same statements as one JSON object for programs, in the same order', async () => {
    const call = ['pipeline', 'sql', engine, '--bootstrap', 'b-1:9098'];
    const { stdout } = await curfewHere([...call, '--json']);
    const { statements } = JSON.parse(stdout) as { readonly statements: readonly { comment: string; sql: string }[] };
    const text = statements.map(({ comment, sql }) => `-- ${comment}\n${sql};`).join('\n\n');
    expect(statements).toHaveLength(7);
    expect(`${text}\n`).toBe((await curfewHere(call)).stdout);
  });

  test('says which section a file lacks', async () => {
    const { code, stderr } = await curfewHere(['pipeline', 'sql', fileWith('bare.yaml', 'mappings:\n  - match: {}\n')]);
    expect(code).toBe(2);
    expect(stderr).toContain('has no section `sink`');
  });
});

describe('curfew pipeline connector', () => {
  test('prints the same configuration for programs, on one line', async () => {
    const people = await curfewHere(['pipeline', 'connector', shipped]);
    const { stdout } = await curfewHere(['pipeline', 'connector', shipped, '--json']);
    expect(stdout.trimEnd()).not.toContain('\n');
    expect(JSON.parse(stdout)).toEqual(JSON.parse(people.stdout));
  });
});
