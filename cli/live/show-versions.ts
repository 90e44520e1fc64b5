// `curfew history`, `curfew show` and `curfew adopt`: the versions of a definition, one of them, and who owns it.
import { offsetTime } from '#core/offset-time.ts';
import type { HistoryEntry } from '#functions/control/history.ts';
import { dayTime } from '../terminal/local-time.ts';
import { printFile, styled, terminalWidth } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';
import { siteOf } from './open-site.ts';
import type { SiteOptions } from './site-options.ts';
import { complainOf, tell, tellJson } from './tell.ts';
import { asked, whoText } from './versions.ts';

export type HistoryOptions = SiteOptions & { readonly json?: true; readonly limit: number };
export type ShowOptions = SiteOptions & { readonly json?: true; readonly version?: number };
export type AdoptOptions = SiteOptions & { readonly json?: true; readonly owner: 'cli' | 'stack' };

const changesText = ({ changes, changed, basedOn }: HistoryEntry): string => {
  if (changed === 0) return basedOn === undefined ? 'the first' : '';
  const more = changed - changes.length;
  return `${changes.join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const rowOf = (entry: HistoryEntry, timeZone: string): string[] => [
  `v${entry.version}`,
  dayTime(Date.parse(entry.at), timeZone),
  whoText(entry),
  entry.why ?? '',
  changesText(entry),
];

const columns = ['version', 'applied', 'by', 'why', 'changes'].map((text, index) => ({
  head: styled('dim', text),
  ...(index === 2 ? { canGo: 1 } : {}),
  ...(index === 4 ? { isText: true as const } : {}),
}));

export const showHistory = (name: string, options: HistoryOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'end', json: options.json })(async (site) => {
    const { environment, timeZone } = site.definition;
    const { versions } = await asked(site, { verb: 'history', limit: options.limit }, 'history');
    if (options.json) {
      for (const { at, ...one } of versions) tellJson(site, { ...one, at: offsetTime(Date.parse(at), timeZone) });
      return;
    }
    if (versions.length === 0) return tell(site, `${environment} has no definition yet: curfew deploy FILE`);
    const rows = versions.toReversed().map((entry) => rowOf(entry, timeZone));
    const title = `${styled('bold', `Definitions of ${environment}`)}, the newest last`;
    tell(site, [title, ...table({ columns, rows, width: terminalWidth() })]);
  });

/** The file as it is, so that it can be written to one. */
export const showVersion = (name: string, options: ShowOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'end', json: true })(async (site) => {
    const { version } = options;
    const shown = await asked(site, { verb: 'show', ...(version === undefined ? {} : { version }) }, 'shown');
    if (options.json) return tellJson(site, { ...shown.version, yaml: shown.yaml });
    printFile(shown.yaml);
    // The output is the file and nothing else: the mark goes elsewhere.
    if (site.isSimulated) complainOf(site, `definition v${shown.version.version} of ${site.definition.environment}`);
  });

export const adoptByHand = (name: string, options: AdoptOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'end', json: options.json })(async (site) => {
    const { environment } = site.definition;
    const { kind: _kind, ...adopted } = await asked(site, { verb: 'adopt', owner: options.owner }, 'adopted');
    if (options.json) tellJson(site, { environment, ...adopted });
    else if (adopted.owner === 'cli')
      tell(site, `the definition of ${environment} is changed by curfew apply from now on`);
    else tell(site, `the definition of ${environment} belongs to the stack ${adopted.stack} from now on`);
  });
