// `curfew memories` and `curfew forget`: what is remembered in order to restore, and forgetting it on purpose.
import { offsetTime } from '#core/offset-time.ts';
import type { Definition } from '#definition/definition.ts';
import { whatIsRemembered } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import { begunAt } from '#run/memory/begun-at.ts';
import { forgetMemory, rememberedOf } from '#run/memory/forget.ts';
import { orphansOf, sayOrphan } from '#run/memory/remembered.ts';
import { consent } from '../terminal/ask.ts';
import { dayTime } from '../terminal/local-time.ts';
import { print, shown, styled, table } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import type { SiteOptions } from './site-options.ts';

export type MemoriesOptions = SiteOptions & { readonly json?: true };
export type ForgetOptions = MemoriesOptions & { readonly yes?: true };

/** `orphaned`: why no start gives it back, and what can be done. */
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
  styled('dim', one.kind),
  one.remembered,
  one.since === null ? '' : `since ${dayTime(Date.parse(one.since), timeZone)}`,
  one.orphaned ?? one.run,
];

export const showMemories = (name: string, options: MemoriesOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'end' })(async ({ definition, ports }) => {
    const { environment, timeZone } = definition;
    const all = (await ports.state.memories(environment)).map((one) => memoryJson(one, definition));
    if (options.json) return print(JSON.stringify({ environment, memories: all }));
    if (all.length === 0) return print(`nothing is remembered of ${environment}: there is nothing to give back`);
    for (const line of table(
      all.map((one) => rowOf(one, timeZone)),
      '',
      process.stdout.columns,
    ))
      print(line);
  });

const question = (memory: Memory, { environment }: Definition, isRehearsal: boolean): string | undefined =>
  isRehearsal
    ? undefined
    : [
        `This forgets what is remembered of ${memory.resource} of ${environment}: ${whatIsRemembered(memory)}.`,
        'Nothing of it is changed in AWS, and no start gives it back any more.',
        `Forget ${memory.resource}?`,
      ]
        .map(shown)
        .join('\n');

/** Answers with the exit code. */
export const forgetByHand = (name: string, resource: string, options: ForgetOptions): Promise<number> =>
  siteOf(name, options, { otherwise: 'end' })(async ({ definition, ports }) => {
    const memory = await rememberedOf(definition.environment, resource, ports);
    const code = await consent(options, () => question(memory, definition, options.rehearsal === true));
    if (code !== 0) return code;
    await forgetMemory(definition, memory, ports);
    if (options.json)
      print(JSON.stringify({ environment: definition.environment, forgotten: memoryJson(memory, definition) }));
    else
      print(
        `${resource} of ${definition.environment} is forgotten (${whatIsRemembered(memory)}); nothing was changed in AWS`,
      );
    return 0;
  });
