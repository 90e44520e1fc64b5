// Every command at 80 and 140 columns, on a pipe and as JSON, with 5 and 68 resources whose names have 40 characters: what it prints is
// kept in `snapshots/`, and held to what must be so of all of it: no outcome is lost, no word is broken, and what is simulated says so.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeKafka, fakeKafka } from '#test/support/kafka/fake-kafka.ts';
import { program } from '../../cli/curfew.ts';
import { visibleWidth } from '../../cli/terminal/text-width.ts';
import { differences, jsonKeys, type Keys, reportKeys } from '../docs/json-keys.ts';
import { curfewAt, definitionOfSize } from './at-width.ts';
import { everyCommand, isSimulated, type Shown } from './every-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
const fileOf = (count: number): string => {
  const file = join(folder, `${count}.yaml`);
  writeFileSync(file, definitionOfSize(count));
  return file;
};
mkdirSync(join(folder, 'temp'));
const files = new Map([5, 68].map((count) => [count, fileOf(count)]));

/** What is deployed, where the file has changed since. */
const earlier = join(folder, 'earlier.yaml');
writeFileSync(
  earlier,
  definitionOfSize(5).replace('at: "20:00"', 'at: "19:00"').replace('channel: "#ops"', 'channel: "#operations"'),
);

let kafka: FakeKafka;
beforeAll(async () => {
  kafka = await fakeKafka({ brokers: 1 });
  for (const name of ['orders.a-topic-with-quite-a-long-name.v1', 'orders.a-topic-with-quite-a-long-name.v2']) {
    kafka.world.createTopic({ name, partitions: 2, replicationFactor: 1, configs: { 'retention.ms': '1000' } });
    kafka.world.produce(name, 0, 5);
  }
});
afterAll(() => kafka.close());
beforeEach(() => {
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nonexistent');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => void vi.unstubAllEnvs());

const argsOf = (command: string, size: number): string[] =>
  command.split(' ').map((word) =>
    word
      .replace(/^FILE$/, files.get(size) ?? '')
      .replace(/^EARLIER$/, earlier)
      .replace(/^BROKER$/, kafka.bootstrap[0] ?? '')
      .replace(/^TEMP/, join(folder, 'temp')),
  );

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** A first line, and each after an empty one, in the simulated AWS. */
const blockHeads = (text: string): string[] =>
  text.split('\n').filter((line, index, all) => line !== '' && (index === 0 || all[index - 1] === ''));

/** What was shown once is not played again. */
const known = new Map<string, string>();

const shownAt = async (
  command: string,
  size: number,
  width?: number,
  colours?: 'NO_COLOR' | 'FORCE_COLOR',
): Promise<string> => {
  const key = `${command} ${size} ${width} ${colours}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const { stdout, stderr, code } = await curfewAt(argsOf(command, size), width, colours);
  const shown = `${stdout}${stderr}[exit ${code}]\n`.replaceAll(folder, '/acme');
  known.set(key, shown);
  return shown;
};

const withSizes = everyCommand.flatMap((one) => (one.sizes ?? [5]).map((size) => [one, size] as const));
const titled = withSizes.map(([one, size]) => [one.command, size, one] as const);

const heldToWidth = (shown: string, width: number, words: ReadonlySet<string>, { varies }: Shown): void => {
  // No word is broken: each stands whole on the pipe, too, and each that a narrow table leaves out is a column that can go.
  if (varies === undefined)
    expect(
      wordsOf(shown).filter((word) => !words.has(word)),
      `${width} columns`,
    ).toEqual([]);
  const tooWide = shown.split('\n').filter((line) => visibleWidth(line) > width && wordsOf(line).length > 1);
  expect(tooWide, `${width} columns`).toEqual([]);
};

describe('what a command prints', () => {
  it.each(titled)('what a command prints fits the terminal, whole: curfew %s, %i resources', async (_, size, one) => {
    const onPipe = await shownAt(one.command, size);
    const words = new Set(wordsOf(onPipe));
    const pages: string[] = [];
    for (const width of [80, 140]) {
      const shown = await shownAt(one.command, size, width);
      if (!one.isForPrograms) heldToWidth(shown, width, words, one);
      expect(shown).not.toContain('\u001b');
      pages.push(`### ${width} columns\n${shown}`);
    }
    if (isSimulated(one) && one.isForPrograms) expect(onPipe).toContain('\n[rehearsal] ');
    else if (isSimulated(one))
      for (const head of blockHeads(onPipe)) expect(head).toMatch(/^(?:.* )?\[rehearsal\]|^\[exit/);
    if (one.varies === undefined)
      await expect(`${pages.join('\n')}\n### pipe\n${onPipe}`).toMatchFileSnapshot(`snapshots/${one.name}-${size}.txt`);
  });

  it.each(everyCommand.filter(({ varies }) => varies === undefined).map((one) => [one.command, one] as const))(
    'what a command prints says the same in colour: curfew %s',
    async (_, { command }) => {
      const coloured = await shownAt(command, 5, 80, 'FORCE_COLOR');

      expect(stripVTControlCharacters(coloured)).toBe(await shownAt(command, 5, 80));
    },
  );

  it.each(['stop-dry-run', 'plan', 'runs-last', 'rehearse'])(
    'what a command prints counts every outcome at 68 resources: %s',
    async (name) => {
      const { command = '' } = everyCommand.find((one) => one.name === name) ?? {};
      for (const width of [80, 140])
        expect(await shownAt(command, 68, width)).toMatch(
          name === 'plan' || name === 'stop-dry-run' ? /67 to stop, 1 unchanged/ : /\d+ more done, 1 unchanged/,
        );
    },
  );
});

const leaves = (command: Command, path: readonly string[] = []): (readonly [name: string, command: Command])[] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands.flatMap((one) => leaves(one, [...path, one.name()]));
const commands = leaves(program());
const hasOption = (name: string, option: string): boolean =>
  commands.some(([full, command]) => full === name && command.options.some(({ long }) => long === option));
const nameOf = ({ command }: Shown): string =>
  commands.map(([name]) => name).find((name) => command === name || command.startsWith(`${name} `)) ?? '';

describe('every command', () => {
  it('every command is among those that are shown at several widths', () => {
    const shown = new Set(everyCommand.map(nameOf));

    expect(commands.map(([name]) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(commands.map(([name]) => name))('every command has help that fits the terminal: curfew %s', async (name) => {
    const onPipe = await shownAt(`${name} --help`, 5);
    for (const width of [80, 140])
      heldToWidth(await shownAt(`${name} --help`, 5, width), width, new Set(wordsOf(onPipe)), {
        name,
        command: name,
      });
  });

  it('every command that prints JSON has its keys in docs/commands.md', () => {
    const printing = commands.map(([name]) => name).filter((name) => hasOption(name, '--json'));

    expect([...jsonKeys.keys()].toSorted()).toEqual(printing.toSorted());
  });

  /** A trace and the configuration of a connector have the keys that others give them. */
  const keysOf = (one: Shown): Keys | undefined => {
    const name = nameOf(one);
    if (name === 'rehearse' || name === 'pipeline connector') return undefined;
    return name === 'runs' || /--follow|--dry-run/.test(one.command) ? reportKeys : jsonKeys.get(name);
  };

  const withJson = everyCommand.filter((one) => !one.command.includes('--help') && hasOption(nameOf(one), '--json'));

  it.each(withJson.map((one) => [one.command, one] as const))(
    'every command prints JSON and nothing else for programs, marked where it is simulated: curfew %s --json',
    async (_, one) => {
      const { stdout, stderr, code } = await curfewAt([...argsOf(one.command, 5), '--json'], 80);
      const values = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));

      expect(await shownAt(one.command, 5), 'how it ends').toContain(`[exit ${code}]`);
      if (stderr === '') expect(values.length).toBeGreaterThan(0);
      if (isSimulated(one)) for (const value of values.flat()) expect(value).toMatchObject({ simulated: true });
      const keys = keysOf(one);
      if (keys) expect([...new Set(values.flat().flatMap((value) => differences(value, keys)))]).toEqual([]);
    },
  );
});
