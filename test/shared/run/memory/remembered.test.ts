// Memories of what the definition does not name any more: what they were, and what to do about them.
import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { whatIsRemembered } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import { forgetMemory, rememberedOf } from '#run/memory/forget.ts';
import { orphanLines, orphansOf, owedTo, sayOrphan } from '#run/memory/remembered.ts';
import { database, definitionOf, named, numbered, service } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const run = 'staging-stop-20261116T230000Z';
const count = (name: string, more: Partial<Extract<Memory, { kind: 'ecs-service' }>> = {}): Memory => ({
  kind: 'ecs-service',
  resource: named(name),
  desired: 3,
  run,
  aws: `atlas/atlas-${name}`,
  ...more,
});
const definition = definitionOf([service('shop'), database('db')]);

describe('a memory of something that is not in the definition', () => {
  it('a memory of something that is not in the definition says what it was, since when, from which run, and how to give it back or up', () => {
    const [orphan] = orphansOf(definition, [count('shop'), count('old')]);

    expect(orphan?.memory.resource).toBe('old');
    expect(orphan && sayOrphan(orphan, definition)).toBe(
      'no longer in the definition, but down since 2026-11-16T20:00:00-03:00 ' +
        `(ecs-service atlas/atlas-old, 3 tasks, stored by ${run}): ` +
        'to start it, add `old: { kind: ecs-service, cluster: atlas, service: atlas-old }` to `resources` again ' +
        'and start staging; to leave it down: curfew forget staging old',
    );
  });

  it('a memory of something that is not in the definition knows a resource that was renamed', () => {
    const [orphan] = orphansOf(definition, [count('store', { aws: 'atlas/atlas-shop' })]);

    expect(orphan && sayOrphan(orphan, definition)).toContain(
      'its name is now shop: rename it to store until the next start, ' +
        '`store: { kind: ecs-service, cluster: atlas, service: atlas-shop }`; to leave it down: ' +
        'curfew forget staging store',
    );
  });

  it('a memory of something that is not in the definition is one, too, where another kind has the name by now, and where nobody knows what AWS calls it', () => {
    const [orphan] = orphansOf(definition, [count('db', { aws: undefined } as object)]);

    expect(orphan && sayOrphan(orphan, definition)).toContain('`db: { kind: ecs-service, cluster: …, service: … }`');
  });

  it.each<[string, Memory, string]>([
    [
      'of a run that is named by no time',
      { ...count('old'), run: 'by-hand', aws: undefined } as unknown as Memory,
      'but down (ecs-service, 3 tasks, stored by by-hand): ',
    ],
    [
      'of something with one name, which may have slashes',
      { kind: 'rds-instance', resource: named('old'), run, downBy: 'curfew', aws: 'a/b' },
      '`old: { kind: rds-instance, instance: a/b }`',
    ],
    [
      'of something that AWS calls as it calls another kind',
      { kind: 'rds-instance', resource: named('old'), run, downBy: 'curfew', aws: 'atlas/atlas-shop' },
      'to start it, add ',
    ],
  ])('a memory of something that is not in the definition is told %s', (_, memory, words) => {
    const [orphan] = orphansOf(definition, [memory]);

    expect(orphan && sayOrphan(orphan, definition)).toContain(words);
  });

  it.each<[string, Memory, boolean, string]>([
    ['a count', count('old'), true, '3 tasks'],
    ['a zero', count('old', { desired: 0 }), false, '0 tasks'],
    ['a count that was given back', count('old', { givenBack: true }), false, '3 tasks, restored'],
    [
      'a database of ours',
      { kind: 'rds-instance', resource: named('old'), run, downBy: 'curfew' },
      true,
      'stopped by Curfew',
    ],
    [
      "somebody else's database",
      { kind: 'rds-instance', resource: named('old'), run, downBy: 'somebody' },
      false,
      'stopped by somebody else before the stop',
    ],
    [
      'a cache',
      {
        kind: 'elasticache-replication-group',
        resource: named('old'),
        run,
        replicas: 1,
        multiAz: true,
        automaticFailover: true,
      },
      true,
      '1 replica with Multi-AZ',
    ],
  ])(
    'a memory of something that is not in the definition is told to people where something is to be undone: %s',
    (_, memory, told, words) => {
      expect(owedTo(orphansOf(definition, [memory]))).toHaveLength(told ? 1 : 0);
      expect(whatIsRemembered(memory)).toBe(words);
    },
  );

  it('a memory of something that is not in the definition is told in so many lines at most', () => {
    const lines = orphanLines(
      definition,
      numbered(25, 'old', (name) => count(name)),
    );

    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 15 more: curfew memories staging');
  });
});

describe('forgetting on purpose', () => {
  const ports = async (held: boolean) => {
    const state = memoryStateStore();
    await state.remember('staging', count('old'));
    const lease = { run: 'staging-start-x', action: 'start' as const, until: 2_000 };
    if (held) await state.acquireLease('staging', lease, 0, false);
    return { state, runtime: { now: () => new Date(1_000), random: () => 0, newId: () => 'id' } };
  };

  it('forgetting on purpose removes that memory', async () => {
    const { state, runtime } = await ports(false);

    await forgetMemory(definition, await rememberedOf('staging', 'old', { state, runtime }), { state, runtime });
    expect(await state.memories('staging')).toEqual([]);
  });

  it('forgetting on purpose waits for a run that is at work', async () => {
    const { state, runtime } = await ports(true);

    await expect(forgetMemory(definition, count('old'), { state, runtime })).rejects.toThrow(
      /staging-start-x is running in staging/,
    );
    expect(await state.memories('staging')).toHaveLength(1);
  });

  it('forgetting on purpose names what is remembered where there is nothing by that name', async () => {
    await expect(rememberedOf('staging', 'odl', await ports(false))).rejects.toThrow(InputError);
    await expect(rememberedOf('staging', 'odl', await ports(false))).rejects.toThrow(/memories exist for old$/);
  });

  it('forgetting on purpose names all that is remembered, and nothing where nothing is', async () => {
    const { state, runtime } = await ports(false);
    await state.remember('staging', count('older'));

    await expect(rememberedOf('staging', 'odl', { state, runtime })).rejects.toThrow(/exist for old, older$/);
    await expect(rememberedOf('production', 'odl', { state, runtime })).rejects.toThrow(
      /^no memory of odl in production$/,
    );
  });
});
