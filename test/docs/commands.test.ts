// Every command line that a page or a help text shows is one: parsed by the command itself, and where it needs no account, run.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { stacks } from '#run/deployment/guard-plan.ts';
import { program } from '../../cli/curfew.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { curfewHere } from '../cli/in-process.ts';
import { argumentsOfCurfew, commandLines } from './command-lines.ts';
import { blocksIn, codeIn, pages } from './pages.ts';

/** The command with nothing behind it: it only judges its arguments. */
const judge = () => {
  const whole = program();
  for (const command of [whole, ...whole.commands])
    command.configureOutput({ writeErr: () => {}, writeOut: () => {} }).action(() => {});
  return whole;
};

/** What is wrong with arguments of `curfew`, if anything. */
const faultOf = (args: readonly string[]): string | undefined => {
  // Shells ask for it; a library answers.
  if (args[0] === 'complete') return undefined;
  try {
    judge().parse(['node', 'curfew', ...args]);
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : `curfew ${args.join(' ')}: ${error.message}`;
  }
};

const shells = new Set(['sh', 'bash', 'zsh', 'fish']);
const shown = pages
  .flatMap((page) => blocksIn(page).filter(({ language }) => shells.has(language)))
  .flatMap(({ body }) => commandLines(body));
/** In help, what stands behind a wide gap explains the line. */
const examplesOf = (help: string): string => (help.split('Examples:')[1] ?? '').replaceAll(/(\S) {2,}.*$/gm, '$1');
const inHelp = program().commands.flatMap((command) => {
  let help = '';
  const writeOut = (text: string): void => {
    help += text;
  };
  command.configureOutput({ writeOut }).outputHelp();
  return commandLines(examplesOf(help));
});
const curfewLines = (lines: readonly string[][]): string[][] =>
  lines.flatMap((words) => [argumentsOfCurfew(words) ?? []]).filter((args) => args.length > 0);

describe('command lines of curfew', () => {
  it('command lines of curfew in pages are understood by the command', () => {
    const lines = curfewLines(shown);

    expect(lines.length).toBeGreaterThan(30);
    expect(lines.flatMap((args) => faultOf(args) ?? [])).toEqual([]);
  });

  it('command lines of curfew in help texts are understood by the command', () => {
    const lines = curfewLines(inHelp);

    expect(lines.length).toBeGreaterThan(30);
    expect(lines.flatMap((args) => faultOf(args) ?? [])).toEqual([]);
  });

  it('command lines of curfew are refused where they are wrong', () => {
    const wrong = [
      'stop',
      'stop staging --why x --folow',
      'plan staging halt',
      'hold staging --up-until 8am --why x',
      'sleep staging',
    ];

    expect(wrong.flatMap((line) => faultOf(line.split(' ')) ?? [])).toHaveLength(wrong.length);
  });

  it('command lines of curfew within sentences name commands and options that exist', () => {
    const named = curfewLines(pages.flatMap((page) => codeIn(page).map((code) => code.split(' '))));
    const commands = new Map(program().commands.map((command) => [command.name(), command]));
    const faults = named.flatMap(([names = '', ...rest]) => {
      if (!/^[a-z]/.test(names)) return [];
      return names.split('|').flatMap((name) => {
        const command = commands.get(name);
        if (!command) return name === 'complete' ? [] : [`there is no command ${name}`];
        const known = command.options.map(({ long }) => long);
        const options = rest.join(' ').match(/--[a-z-]+/g) ?? [];
        return options.filter((option) => !known.includes(option)).map((option) => `${name} has no ${option}`);
      });
    });

    expect(named.length).toBeGreaterThan(20);
    expect(faults).toEqual([]);
  });
});

/** Nothing but the simulated AWS: no account, no network, and quick. */
const isFree = (args: readonly string[]): boolean => {
  const [name] = args;
  if (name === 'rehearse') return !args.includes('--nights');
  if (name === 'validate' || name === 'render') return true;
  if (name === 'plan') return !args.includes('--live');
  return args.includes('--rehearsal') || args.includes('--scenario');
};

/** Files that a reader is to have made, or gets from AWS. */
const isTheirs = (args: readonly string[]): boolean => args.some((word) => /mine\.yaml|my-|^alarm\.json$/.test(word));

/** Pages are written where they are in nobody's way. */
const elsewhere = (args: readonly string[]): string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-docs-'));
  return args.map((word, index) => (args[index - 1] === '--html' ? join(folder, word) : word));
};

const free = [
  ...new Set(
    curfewLines([...shown, ...inHelp])
      .filter((args) => isFree(args) && !isTheirs(args))
      .map((args) => JSON.stringify(args)),
  ),
].map((args): [string, string[]] => [JSON.parse(args).join(' '), JSON.parse(args)]);

describe('command lines that need no account', () => {
  it.each(free)('a command line of the docs works without an account: curfew %s', async (_, args) => {
    const { code, stderr } = await curfewHere(elsewhere(args));

    // A night in which something failed is one to learn from; what could not be understood is none.
    expect([code, stderr]).toEqual([
      expect.toSatisfy((one: number) => one === 0 || one === 1),
      expect.not.stringMatching(/error:/),
    ]);
  });
});

describe("the reader's own environment in the quickstart", () => {
  const definition = pages
    .filter(({ file }) => file === 'docs/quickstart.md')
    .flatMap(blocksIn)
    .find(({ language, body }) => language === 'yaml' && body.includes('environment: mine'));
  const file = join(mkdtempSync(join(tmpdir(), 'curfew-docs-')), 'mine.yaml');
  writeFileSync(file, definition?.body ?? '');
  const own = curfewLines(shown).filter((args) => args.includes('./mine.yaml') && isFree(args));

  it("the quickstart validates, plans and rehearses the reader's own environment", () => {
    expect(own.map(([name]) => name)).toEqual(['validate', 'plan', 'rehearse']);
  });

  it.each(own.map((args): [string, string[]] => [args.join(' '), args]))(
    "the quickstart's example environment goes through curfew %s",
    async (_, args) => {
      const { code, stderr } = await curfewHere(elsewhere(args.map((word) => (word === './mine.yaml' ? file : word))));

      expect([code, stderr]).toEqual([0, '']);
    },
  );
});

describe('other command lines', () => {
  const lines = [...shown, ...pages.flatMap((page) => codeIn(page).map((code) => code.split(' ')))];

  it('npm scripts that the docs name exist', () => {
    const scripts = lines
      .flatMap(([npm, run, name]) => (npm === 'npm' && run === 'run' && name ? [name.replace(/…$/, '')] : []))
      .filter((name) => name !== '');

    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });

  it('stacks that the docs deploy exist', () => {
    const named = lines
      .filter(([npx, cdk]) => npx === 'npx' && cdk === 'cdk')
      .flatMap((words) => words.flatMap((word) => /^(?:staging2?|prod|ENV|mine)\/(\w+)$/.exec(word)?.[1] ?? []));

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !(stacks as readonly string[]).includes(name))).toEqual([]);
  });
});
