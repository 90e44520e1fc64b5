// `curfew diff`: a file against the definition that is deployed. Nothing is changed.
import { type Changes, changesBetween } from '#access/changes.ts';
import type { Loaded } from '#definition/check-text.ts';
import type { Definition } from '#definition/definition.ts';
import { fileContent } from '#definition/diff/file-content.ts';
import { withKnownCalendars } from '#definition/known-calendars.ts';
import { attends } from '#definition/schedule/maintenance.ts';
import { readYaml } from '#definition/yaml-file.ts';
import { loadedDefinitionFor } from '../files/environments.ts';
import { changeLines, changesJson } from '../tables/changes-table.ts';
import { terminalWidth } from '../terminal/output.ts';
import { shellQuoted } from '../terminal/shell-quoted.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson } from './tell.ts';
import { type AnswerOf, asked, versionText } from './versions.ts';
import { wantedInputs } from './wanted-inputs.ts';

export type DiffOptions = SiteOptions & { readonly json?: true };

type Current = NonNullable<AnswerOf<'current'>['version']>;

type Compared = { readonly current?: Current; readonly changes?: Changes };

/** Whoever may ask `control`, but not read the table, is told by the schedule alone. */
const inputsOf = (site: Site) => wantedInputs(site).catch(() => undefined);

/** Of the databases that are to be up for them; whoever may not read them is told nothing of them. */
const windowsOf = async ({ definition: before, windows }: Site, after: Definition) => {
  const own = new Map([...before.resources, ...after.resources].filter(attends).map((one) => [one.name, one]));
  return own.size === 0 ? undefined : (await windows([...own.values()])).of;
};

/** Nothing where no definition was ever applied. */
export const comparedWith = async (
  site: Site,
  { text, definition }: Pick<Loaded, 'text' | 'definition'>,
): Promise<Compared> => {
  const { version: current, granted } = await asked(site, { verb: 'current' }, 'current');
  if (!current) return {};
  const before = fileContent(readYaml(current.yaml).content);
  const after = withKnownCalendars(fileContent(readYaml(text).content), before);
  const nowMs = site.ports.runtime.now().getTime();
  const [inputs, windows] = await Promise.all([inputsOf(site), windowsOf(site, definition)]);
  const changes = changesBetween({ before, after, granted, nowMs, windows, ...(inputs ? { inputs } : {}) });
  return { current, changes };
};

/** What is said of a comparison before its changes. */
export const comparedLines = ({ current, changes }: Compared, { definition, file }: Loaded): string[] => {
  const { environment } = definition;
  if (!current || !changes) return [`${environment} has no definition yet: curfew deploy ${shellQuoted(file)}`];
  const version = versionText(current, definition);
  if (changes.changes.length === 0) return [`${environment}: ${file} is what is deployed, ${version}`];
  return [`${environment}: ${file} differs from ${version}`, ...changeLines(changes, file, terminalWidth())];
};

const comparedJson = ({ current, changes }: Compared, { definition }: Loaded) => ({
  environment: definition.environment,
  version: current?.version ?? null,
  hash: current?.hash ?? null,
  same: changes?.changes.length === 0,
  ...(changes ? changesJson(changes) : { changes: [] }),
});

/** Answers with the exit code: 0 if it is the same, 1 if it differs. */
export const diffFile = (name: string, options: DiffOptions): Promise<number> => {
  const loaded = loadedDefinitionFor(name);
  return siteOf(name, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    const compared = await comparedWith(site, loaded);
    if (options.json) tellJson(site, comparedJson(compared, loaded));
    else tell(site, comparedLines(compared, loaded));
    return compared.changes?.changes.length === 0 ? 0 : 1;
  });
};
