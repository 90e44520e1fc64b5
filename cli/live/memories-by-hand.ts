// `curfew memories` and `curfew forget`: the state that a stop saved for the next start, and deleting it.
import { offsetTime } from '#core/offset-time.ts';
import type { Definition } from '#definition/definition.ts';
import { whatIsRemembered } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import { begunAt } from '#run/memory/begun-at.ts';
import { forgetMemory, rememberedOf } from '#run/memory/forget.ts';
import { orphansOf, sayOrphan } from '#run/memory/remembered.ts';
import { consent } from '../terminal/ask.ts';
import { dayTime } from '../terminal/local-time.ts';
import { shown, styled, terminalWidth } from '../terminal/output.ts';
import { inPlace } from '../terminal/question.ts';
import { table } from '../terminal/table.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson } from './tell.ts';

export type MemoriesOptions = SiteOptions & { readonly json?: true };
export type ForgetOptions = MemoriesOptions & { readonly yes?: true };

/** `orphaned`: why no start restores it, and what to do. */
export const memoryJson = (memory: Memory, definition: Definition) => {
  const { resource, kind, run, aws, givenBack } = memory;
  const at = begunAt(run);
  const [orphan] = orphansOf(definition, [memory]);
  return {
    resource,
    kind,
    aws: aws ?? null,
    remembered: whatIsRemembered(memory),
    since: at === undefined ? null : offsetTime(at, definition.timeZone),
    run,
    givenBack: givenBack === true,
    orphaned: orphan ? sayOrphan(orphan, definition) : null,
  };
};

const rowOf = (one: ReturnType<typeof memoryJson>, timeZone: string): string[] => [
  one.orphaned === null ? one.resource : styled('yellow', `⚠ ${one.resource}`),
  one.remembered,
  one.since === null ? '' : `since ${dayTime(Date.parse(one.since), timeZone)}`,
  styled('dim', one.kind),
  one.orphaned ?? one.run,
];

const columns = [{}, {}, {}, { canGo: 1 }, { isText: true }] as const;

export const showMemories = (name: string, options: MemoriesOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'end', json: options.json })(async (site) => {
    const { definition, ports } = site;
    const { environment, timeZone } = definition;
    const all = (await ports.state.memories(environment)).map((one) => memoryJson(one, definition));
    if (options.json) return tellJson(site, { environment, memories: all });
    if (all.length === 0) return tell(site, `no saved state of ${environment}: a start has nothing to restore`);
    const rows = all.toSorted((a, b) => Number(a.orphaned !== null) - Number(b.orphaned !== null));
    const title = `${styled('bold', `Saved state of ${environment}`)}, for the next start`;
    tell(site, [title, ...table({ columns, rows: rows.map((one) => rowOf(one, timeZone)), width: terminalWidth() })]);
  });

const question = async (memory: Memory, site: Site, profile: string | undefined): Promise<string | undefined> => {
  if (site.isSimulated) return undefined;
  const where = inPlace(site.place, { account: await site.account(), profile });
  return [
    `This deletes the saved state of ${memory.resource} of ${site.definition.environment} ${where}: ${whatIsRemembered(memory)}.`,
    'Nothing changes in AWS; no start restores it any more.',
    `Forget ${memory.resource}?`,
  ]
    .map(shown)
    .join('\n');
};

/** Answers with the exit code. */
export const forgetByHand = (name: string, resource: string, options: ForgetOptions): Promise<number> =>
  siteOf(name, options, { otherwise: 'end', json: options.json })(async (site) => {
    const { definition, ports } = site;
    const memory = await rememberedOf(definition.environment, resource, ports);
    const code = await consent(options, () => question(memory, site, options.profile ?? process.env.AWS_PROFILE));
    if (code !== 0) return code;
    await forgetMemory(definition, memory, ports);
    const { environment } = definition;
    if (options.json) tellJson(site, { environment, forgotten: memoryJson(memory, definition) });
    else
      tell(
        site,
        `the saved state of ${resource} of ${environment} is deleted (${whatIsRemembered(memory)}); nothing changed in AWS`,
      );
    return 0;
  });
