// What a run is called, and what becomes of one whose definition cannot be read.
import { describe, expect, it } from 'vitest';
import { InputError, InvocationError, OperationError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { identify, pinnedDefinition, runName } from '#run/claim/identify.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';

const slot = '2026-11-20T23:00:00.000Z';
const pin = { version: 'v1' } as never;

describe('the name of a run', () => {
  const ofSlot = (only?: readonly string[]) =>
    runName('stop', { environment: 'shops', scheduledTime: slot, ...(only ? { only } : {}) }, 0, 'id');

  it('a run of a slot is named by it, and one of some resources by them, too', () => {
    expect(ofSlot()).toBe('shops-stop-20261120T230000Z');
    expect(ofSlot(['web'])).toBe('shops-stop-20261120T230000Z-web');
    expect(ofSlot(['web', 'db'])).toMatch(/^shops-stop-20261120T230000Z-web-[a-z0-9]+$/);
  });

  it('no two runs of one slot have the same name unless they are of the same resources', () => {
    const names = [['web'], ['web', 'db'], ['web', 'log'], ['db', 'web'], ['web', 'd', 'b'], ['web', 'db', '']];

    expect(new Set(names.map(ofSlot)).size).toBe(names.length);
    expect(ofSlot(['web', 'db'])).toBe(ofSlot(['web', 'db']));
  });
});

describe('a run whose definition cannot be read', () => {
  const run = async (read: () => Promise<Definition>) => {
    let reads = 0;
    const counted = async () => {
      reads++;
      return read();
    };
    const keys: string[] = [];
    const journal = memoryJournal();
    const set: typeof journal.set = (key, entry) => {
      keys.push(key);
      journal.set(key, entry);
    };
    const workflow = localWorkflow({
      ...{ journal: { get: journal.get, set }, log: { info() {}, warn() {} } },
      ...{ nowMs: () => 0, sleepUntil: async () => {} },
    });
    const definitions = { pin: async () => pin, read: counted };
    const runtime = { now: () => new Date(Date.parse(slot)), random: () => 0, newId: (prefix: string) => `${prefix}1` };
    const request = { environment: 'shops', requestedBy: 'ana', supersede: false, dryRun: false };
    const identity = await identify(workflow, 'stop', request, { runtime, definitions: definitions as never });
    return { identity, reads, keys };
  };
  const failing = (error: unknown) => async () => {
    throw error;
  };
  const named = { run: 'shops-stop-20261120T230000Z-run1', at: Date.parse(slot), id: 'run1' };

  it('a run is pinned to the definition that can be read', async () => {
    expect((await run(async () => ({}) as Definition)).identity).toEqual({ ...named, definition: pin });
  });

  it.each([
    ['is wrong', new InputError('shops.yaml: no resources')],
    ['may not be read', new OperationError('ACCESS_DENIED', 'missing permission s3:GetObject')],
  ])('a run whose definition %s is refused at once and says why', async (_, error) => {
    const { identity, reads, keys } = await run(failing(error));

    expect(identity).toEqual({ ...named, refused: error.message });
    expect(reads).toBe(1);
    expect(keys.join()).not.toContain('without a definition');
  });

  it.each([
    ['an outage', new OperationError('UNAVAILABLE', 'not now'), 'not now'],
    ['an error that is none', 'nothing', 'nothing'],
  ])('a run tries again after %s, and is refused in the end', async (_, error, refused) => {
    const { identity, reads, keys } = await run(failing(error));

    expect(identity.refused).toContain(refused);
    expect(reads).toBeGreaterThan(1);
    expect(keys.some((key) => key.includes('identify without a definition'))).toBe(true);
  });

  it('a later invocation reads the same definition, or says that it cannot', async () => {
    const definition = {} as Definition;
    const lost = pinnedDefinition('shops', pin, { read: failing(new Error('it is gone')) } as never);

    expect(await pinnedDefinition('shops', pin, { read: async () => definition } as never)).toBe(definition);
    await expect(lost).rejects.toThrow(new InvocationError('the definition of this run cannot be read: it is gone'));
    await expect(lost).rejects.toMatchObject({ cause: new Error('it is gone') });
  });
});
