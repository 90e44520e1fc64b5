// Every command at 80 and 140 columns and on a pipe, with 5 and 68 resources whose names have 40 characters: what it prints is kept in
// `snapshots/`, and held to what must be so of all of it: no outcome is lost, no word is broken, and what is simulated says so.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visibleWidth } from '../../cli/terminal/text-width.ts';
import { curfewAt, definitionOfSize } from './at-width.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
const fileOf = (count: number): string => {
  const file = join(folder, `${count}.yaml`);
  writeFileSync(file, definitionOfSize(count));
  return file;
};
mkdirSync(folder, { recursive: true });
const [five, many] = [fileOf(5), fileOf(68)];
const database = 'orders-db-00-the-quite-long-name-of-a-pa';

/** On the simulated AWS, unless they ask none. */
const simulated: Readonly<Record<string, string>> = {
  plan: 'plan FILE stop --rehearsal',
  'plan-verbose': 'plan FILE start --rehearsal --verbose',
  status: 'status FILE --rehearsal --at 20:08',
  'stop-dry-run': 'stop FILE --rehearsal --dry-run',
  'runs-last': 'runs FILE last --rehearsal --at 20:50',
  savings: 'savings FILE --rehearsal --at 20:50',
  rehearse: 'rehearse FILE',
};
const small: Readonly<Record<string, string>> = {
  runs: 'runs FILE --rehearsal',
  'stop-follow': 'stop FILE --rehearsal --follow --why load --by ana',
  memories: 'memories FILE --rehearsal --at 23:00',
  forget: `forget FILE ${database} --rehearsal --at 23:00`,
  hold: 'hold FILE --rehearsal --up --until 22:00 --why load --by ana',
  release: 'release FILE --rehearsal',
  pause: 'pause FILE --rehearsal',
  resume: 'resume FILE --rehearsal',
  silence: 'silence checkout-* --environment FILE --rehearsal --for 2h --why load --by ana',
  'deploy-guard': 'deploy-guard FILE --stacks data --rehearsal',
};
const plain: Readonly<Record<string, string>> = {
  validate: 'validate FILE',
  logs: 'logs FILE',
  help: '--help',
  'help-hold': 'hold --help',
  'help-cleanup': 'cleanup --help',
  render: 'render test/fixtures/notifications/metric-alarm.json',
};

const argsOf = (command: string, file: string): string[] =>
  command.split(' ').map((word) => (word === 'FILE' ? file : word));

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** A first line, and each after an empty one, in the simulated AWS. */
const blockHeads = (text: string): string[] =>
  text.split('\n').filter((line, index, all) => line !== '' && (index === 0 || all[index - 1] === ''));

/** What was shown once is not played again. */
const known = new Map<string, string>();

const shownAt = async (command: string, file: string, width?: number): Promise<string> => {
  const key = `${command} ${file} ${width}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const { stdout, stderr, code } = await curfewAt(argsOf(command, file), width);
  const shown = `${stdout}${stderr}[exit ${code}]\n`.replaceAll(folder, '/acme');
  known.set(key, shown);
  return shown;
};

const everything: readonly (readonly [name: string, command: string, size: number])[] = [
  ...Object.entries(simulated).flatMap(([name, command]) => [
    [name, command, 5] as const,
    [name, command, 68] as const,
  ]),
  ...Object.entries(small).map(([name, command]) => [name, command, 5] as const),
  ...Object.entries(plain).map(([name, command]) => [name, command, 5] as const),
];

describe('what a command prints', () => {
  it.each(everything)(
    'what a command prints fits the terminal, whole: %s (curfew %s, %i resources)',
    async (name, command, size) => {
      const file = size === 5 ? five : many;
      const onPipe = await shownAt(command, file);
      const words = new Set(wordsOf(onPipe));
      const pages: string[] = [];
      for (const width of [80, 140]) {
        const shown = await shownAt(command, file, width);
        const lines = shown.split('\n');
        // No word is broken: each stands whole on the pipe, too, and each that a narrow table leaves out is a column that can go.
        expect(
          wordsOf(shown).filter((word) => !words.has(word)),
          `${width} columns`,
        ).toEqual([]);
        const tooWide = lines.filter((line) => visibleWidth(line) > width && wordsOf(line).length > 1);
        expect(tooWide, `${width} columns`).toEqual([]);
        pages.push(`### ${width} columns\n${shown}`);
      }
      const page = `${pages.join('\n')}\n### pipe\n${onPipe}`;
      if (command.includes('--rehearsal') || name === 'rehearse')
        for (const head of blockHeads(onPipe)) expect(head).toMatch(/^(?:.* )?\[rehearsal\]|^\[exit/);
      await expect(page).toMatchFileSnapshot(`snapshots/${name}-${size}.txt`);
    },
  );

  it.each(['stop-dry-run', 'plan', 'runs-last', 'rehearse'])(
    'what a command prints counts every outcome at 68 resources: %s',
    async (name) => {
      for (const width of [80, 140]) {
        const shown = await shownAt(simulated[name] ?? '', many, width);
        expect(shown).toMatch(
          name === 'plan' || name === 'stop-dry-run' ? /67 to stop, 1 unchanged/ : /\d+ more done, 1 unchanged/,
        );
      }
    },
  );
});
