// `curfew init`: from an account to a definition that validates. It asks nothing, and overwrites no file without `--force`.

import { mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { InputError } from '#core/errors.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Definition } from '#definition/definition.ts';
import { stages } from '#definition/dependency-graph.ts';
import { parseDefinition } from '#definition/load.ts';
import { environmentFile } from '#definition/schema.ts';
import type { Filter, Proposal } from '#init/proposal.ts';
import { proposeDefinition } from '#init/propose-definition.ts';
import { wantsTags } from '#init/propose-selection.ts';
import { whyNoGuess } from '#init/why-no-guess.ts';
import { environmentsDirectory } from '../files/environments.ts';
import { projectFile } from '../files/project-file.ts';
import { refuseExisting, writeFile } from '../files/write-file.ts';
import { SiteError } from '../live/site-error.ts';
import { print, printJson, styled } from '../terminal/output.ts';
import { markedJson, rehearsalMark } from '../terminal/simulated.ts';
import { type Account, readAccount } from './account.ts';
import { definitionText } from './definition-text.ts';
import type { InitOptions } from './options.ts';
import { proposalLines } from './proposal-lines.ts';

const checkName = (name: string): void => {
  const [wrong] = environmentFile.shape.environment.safeParse(name).error?.issues ?? [];
  if (wrong) throw new InputError(`\`${name}\` ${wrong.message}; nothing was read or written`);
};

const filterOf = ({ tag = [], prefix = [], stack = [] }: InitOptions): Filter => ({
  tags: tag.map((text) => {
    const at = text.indexOf('=');
    return { key: text.slice(0, at), value: text.slice(at + 1) };
  }),
  prefixes: prefix,
  stacks: stack,
});

/** Where the machine is, if the schedules of AWS know that zone. */
const machineZone = (): string => {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return environmentFile.shape.timeZone.safeParse(zone).success ? zone : 'UTC';
};

const fileFor = (name: string, { output, force }: InitOptions): string => {
  const file = output ?? relative('', join(environmentsDirectory, `${name}.yaml`));
  refuseExisting(file, '--output', force);
  return file;
};

/** Where editors find the schema from a file here: a command from elsewhere may be gone tomorrow. */
const schemaFor = (file: string): string | undefined => {
  const schema = projectFile('schema.json');
  return relative('', schema).startsWith('..') ? undefined : relative(dirname(file), schema);
};

/** Throws `SiteError` naming what was there instead: what nothing can stop is no environment. */
const mustHaveFound = ({ resources, leftOut }: Proposal, { inventory, region }: Account): void => {
  if (resources.some(({ identity }) => identity.kind !== 'always-on')) return;
  const lines = proposalLines({ resources, leftOut }, inventory.unread);
  const what = leftOut.length > 0 ? 'nothing that fits was found' : 'nothing that could be operated was found';
  throw new SiteError([`${what} in ${region}; no file was written.`, ...lines].join('\n'));
};

/** The definition is valid; if it is too large for one run, this reports it. */
const parsed = (text: string, file: string): Definition => {
  try {
    return parseDefinition(text, file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `What was found is no valid definition; no file was written. Select fewer resources.\n${error.message}`,
    );
  }
};

const noGuessIn = (resources: Proposal['resources'], { unread }: Account['inventory']) => {
  const nothingGuessed = whyNoGuess(resources, unread.length === 0);
  return nothingGuessed === undefined ? {} : { nothingGuessed };
};

const asJson = (file: string, definition: Definition, { resources, leftOut }: Proposal, { inventory }: Account) => ({
  file,
  environment: definition.environment,
  region: definition.region,
  timeZone: definition.timeZone,
  resources: resources.map(({ identity, settings, ...one }) => ({ ...one, ...identity, ...settings })),
  leftOut,
  unread: inventory.unread,
  ...noGuessIn(resources, inventory),
});

const tell = (
  file: string,
  definition: Definition,
  proposal: Proposal,
  { inventory }: Account,
  isRehearsal: boolean,
): void => {
  const { environment, resources } = definition;
  const guesses = proposal.resources.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0);
  const count = `${pluralise(resources.length, 'resource')} in ${pluralise(stages(resources, 'start').length, 'stage')}`;
  const mark = isRehearsal ? `${rehearsalMark} ` : '';
  print(
    `${mark}${styled('green', '✓')} ${file}: ${count}, ${pluralise(guesses, 'dependency', 'dependencies')} guessed`,
  );
  for (const line of proposalLines(proposal, inventory.unread)) print(line);
  const called = file === relative('', join(environmentsDirectory, `${environment}.yaml`)) ? environment : file;
  print();
  print(`${mark}Confirm what the file marks as guessed, then:`);
  print(`  curfew validate ${called}`);
  print(`  curfew plan ${called} stop${isRehearsal ? ' --rehearsal' : ''}`);
  print(`  curfew rehearse ${called}`);
};

/** Answers with the exit code. */
export const initEnvironment = async (name: string, options: InitOptions): Promise<number> => {
  checkName(name);
  const file = fileFor(name, options);
  const filter = filterOf(options);
  const account = await readAccount(name, options, wantsTags(filter));
  const proposal = proposeDefinition(account.inventory, filter);
  mustHaveFound(proposal, account);
  const isAllRead = account.inventory.unread.length === 0;
  const about = {
    environment: name,
    region: account.region,
    timeZone: machineZone(),
    schema: schemaFor(file),
    isAllRead,
    isSimulated: options.rehearsal === true,
  };
  const text = definitionText(proposal, about);
  const definition = parsed(text, file);
  // The user's folder begins with its first definition; a path that somebody gave is not made up.
  if (options.output === undefined) mkdirSync(dirname(file), { recursive: true });
  writeFile(file, text, '--output', options.force);
  const isRehearsal = options.rehearsal === true;
  if (options.json) printJson(markedJson(asJson(file, definition, proposal, account), isRehearsal));
  else tell(file, definition, proposal, account, isRehearsal);
  return account.inventory.unread.length > 0 ? 1 : 0;
};
