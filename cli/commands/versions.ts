// The commands about the deployed definition: diff, apply, history, show, adopt.
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ApplyOptions } from '../live/apply-file.ts';
import type { DiffOptions } from '../live/diff-file.ts';
import type { AdoptOptions, HistoryOptions, ShowOptions } from '../live/show-versions.ts';
import { deployedOption, withSiteOptions, yesMeans } from '../live/site-options.ts';
import { whyOf } from '../live/text-options.ts';

const fileArgument = ['<definition>', 'name of an environment, or path of a file'] as const;

const versionOf = (text: string): number => {
  if (!/^v?[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It is the number of a version.');
  return Number(text.replace(/^v/, ''));
};

const limitOf = (text: string): number => {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > 400)
    throw new InvalidArgumentError('It is a whole number from 1 to 400.');
  return Number(text);
};

export const diffCommand = (): Command =>
  withSiteOptions(
    new Command('diff')
      .description('compare a file with the definition that is deployed')
      .argument(...fileArgument)
      .addOption(deployedOption()),
  )
    .option('--json', 'print the differences as one JSON object')
    .addHelpText(
      'after',
      `
Exits with 0 if the file is what is deployed, with 1 if it differs.

Examples:
  curfew diff mine.yaml
  curfew diff mine.yaml --json | jq -r '.changes[].path'
  curfew diff staging --rehearsal --deployed examples/atlas/staging.yaml`,
    )
    .action(async (name: string, options: DiffOptions) => {
      const { diffFile } = await import('../live/diff-file.ts');
      process.exitCode = await diffFile(name, options);
    });

export const applyCommand = (): Command =>
  withSiteOptions(
    new Command('apply')
      .description('make a file the definition that runs use')
      .argument(...fileArgument)
      .option('--why <text>', 'reason, shown in history', whyOf)
      .option('--version <number>', 'apply the file of this version again, as a new one', versionOf)
      .option('--forget', 'delete what is saved of resources that are taken out while they are down')
      .addOption(deployedOption()),
  )
    .option('--yes', yesMeans)
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      `
It takes seconds and no stack update. What needs new rights is refused: deploy it first. A run in progress keeps the definition that
it began with.

Examples:
  curfew apply mine.yaml --why "winter hours"
  curfew apply mine --version 41
  curfew apply staging --rehearsal --deployed examples/atlas/staging.yaml`,
    )
    .action(async (name: string, options: ApplyOptions) => {
      const { applyByHand } = await import('../live/apply-file.ts');
      process.exitCode = await applyByHand(name, options);
    });

export const historyCommand = (): Command =>
  withSiteOptions(
    new Command('history')
      .description('list the versions of a definition: who, when, why, what')
      .argument(...fileArgument)
      .option('--limit <number>', 'number of versions', limitOf, 20),
  )
    .option('--json', 'print the versions as JSON Lines, newest first')
    .addHelpText('after', '\nExamples:\n  curfew history staging\n  curfew history staging --rehearsal')
    .action(async (name: string, options: HistoryOptions) => {
      const { showHistory } = await import('../live/show-versions.ts');
      await showHistory(name, options);
    });

export const showCommand = (): Command =>
  withSiteOptions(
    new Command('show')
      .description('print the file of the deployed definition, or of an old version')
      .argument(...fileArgument)
      .option('--version <number>', 'the version (default: the current one)', versionOf),
  )
    .option('--json', 'print the version with its file as one JSON object')
    .addHelpText('after', '\nExamples:\n  curfew show mine\n  curfew show mine --version 41')
    .action(async (name: string, options: ShowOptions) => {
      const { showVersion } = await import('../live/show-versions.ts');
      await showVersion(name, options);
    });

export const adoptCommand = (): Command =>
  withSiteOptions(
    new Command('adopt')
      .description('change who owns the definition: people (cli), or the stack that it is deployed with')
      .argument(...fileArgument)
      .addOption(
        new Option('--owner <owner>', 'who changes it from now on').choices(['cli', 'stack']).makeOptionMandatory(),
      ),
  )
    .option('--json', 'print the owner as one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  curfew adopt mine --owner cli\n  curfew adopt staging --owner stack --rehearsal',
    )
    .action(async (name: string, options: AdoptOptions) => {
      const { adoptByHand } = await import('../live/show-versions.ts');
      await adoptByHand(name, options);
    });
