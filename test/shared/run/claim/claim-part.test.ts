// The claim of a run of some resources, and of one that leaves up what is awake by a week of its own.
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { OperationError } from '#core/errors.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import { claimRun } from '#run/claim/claim-run.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

// A Saturday at noon: only `shop`, which needs `db`, is awake.
const noon = Date.parse('2026-11-21T12:00:00-03:00');
const awake = { days: ['sat' as const], from: '12:00', until: '14:00' };
const resources = [database('db'), service('shop', { dependsOn: ['db'], awakeOn: [awake] }), database('log')];
const plain = definitionOf(resources.map(({ ...one }) => ({ ...one, awakeOn: undefined }) as never));
const leaves = [{ names: ['shop', 'db'], reason: 'shop stays awake until 2026-11-21T14:00:00-03:00' }];

type Given = { readonly of?: typeof plain; readonly state?: object; readonly at?: number };

const claim = async (action: Action, more: Partial<RunRequest> = {}, given: Given = {}) => {
  const { of = definitionOf(resources), at = noon } = given;
  const state = { ...memoryStateStore(), ...given.state };
  const deps = {
    ...{ definition: () => of, state, isEnabled: async () => true },
    runtime: { now: () => new Date(at), random: () => 0, newId: () => 'id' },
  } as unknown as Dependencies;
  const workflow = localWorkflow({
    ...{ journal: memoryJournal(), log: { info() {}, warn() {} }, nowMs: () => at, sleepUntil: async () => {} },
  });
  const request = { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false, ...more };
  const claimed = await claimRun(workflow, action, request, { run: 'run-1', at, id: 'id' } as never, deps);
  return { claimed, request, lease: await state.readLease('staging') };
};
const failing = (code: string) => ({
  reports: async () => {
    throw new OperationError(code as 'ACCESS_DENIED', 'the table does not answer');
  },
});
const leavesOf = (one: Claim) => (one.granted ? one.leaves : 'not granted');

describe('a claim by a person', () => {
  it.each<[string, unknown, Parameters<typeof claim>]>([
    ['a stop leaves up what is awake by its own week', leaves, ['stop']],
    ['a start leaves nothing', undefined, ['start']],
    ['a stop of what is awake leaves nothing', undefined, ['stop', { only: ['shop'] }]],
    ['a stop where nothing has a week of its own leaves nothing', undefined, ['stop', {}, { of: plain }]],
    ['a stop after the end of the week leaves nothing', undefined, ['stop', {}, { at: noon + 2 * 3_600_000 }]],
    [
      'a stop that may not read leaves up what is awake all the same',
      leaves,
      ['stop', {}, { state: failing('ACCESS_DENIED') }],
    ],
    ['a stop during an outage waits for its end', 'not granted', ['stop', {}, { state: failing('UNAVAILABLE') }]],
    [
      'a stop that finds a bug does not act',
      'not granted',
      ['stop', {}, { state: { reports: async () => Promise.reject(new Error('a bug')) } }],
    ],
  ])('%s', async (_, expected, asked) => {
    const { claimed } = await claim(...asked);

    expect(leavesOf(claimed)).toEqual(expected);
    expect('leaves' in claimed).toBe(expected === leaves);
  });

  it('a claim of some resources is of them, and so is its lease', async () => {
    const { claimed, lease } = await claim('stop', { only: ['shop'] });

    expect(claimed.request.only).toEqual(['shop']);
    expect(lease).toMatchObject({ only: ['shop'] });
    expect(Object.keys((await claim('stop')).lease ?? {})).not.toContain('only');
    expect('only' in (await claim('stop')).claimed.request).toBe(false);
  });

  it('a claim of what is not in the definition is refused, and says what was meant', async () => {
    const { claimed, lease } = await claim('stop', { only: ['shp'] });

    expect(claimed).toMatchObject({ granted: false, outcome: 'refused' });
    expect(claimed).toHaveProperty(
      'reason',
      expect.stringMatching(/^staging has no resource `shp`.*; nothing was changed$/),
    );
    expect(lease).toBeUndefined();
  });
});

describe('a claim of a delivery', () => {
  const at = (ms: number) => ({ requestedBy: 'schedule', scheduledTime: new Date(ms).toISOString() });

  it('a delivery for a time that is still to come is skipped, and says so', async () => {
    const { claimed } = await claim('start', at(noon + 24 * 3_600_000));

    expect(claimed).toMatchObject({
      ...{ granted: false, outcome: 'skipped' },
      reason: 'its slot at 2026-11-22T15:00:00.000Z is in the future; nothing was changed',
    });
  });

  it('a delivery of a week of its own is of those that are due, and one slot for each of them', async () => {
    const slots: object[] = [];
    const claimSlot = async (_: string, slot: object, id: string) => {
      slots.push(slot);
      return id;
    };
    const { claimed } = await claim('start', { ...at(noon), only: ['shop'] }, { state: { claimSlot } });

    expect(claimed).toMatchObject({ granted: true, request: { only: ['shop'] } });
    expect(slots).toEqual([{ action: 'start', scheduledTime: new Date(noon).toISOString(), only: ['shop'] }]);
  });

  it('a stop that ends a week is of all that it no longer needs', async () => {
    const { claimed, lease } = await claim(
      'stop',
      { ...at(noon + 7_200_000), only: ['shop'] },
      { at: noon + 7_200_000 },
    );

    expect(claimed.request.only).toEqual(['db']);
    expect(lease).toMatchObject({ only: ['db'] });
  });

  it('a stop of the schedule leaves up what is awake', async () => {
    const evening = Date.parse('2026-11-20T20:00:00-03:00');
    const late = { ...awake, days: ['fri' as const], until: '23:00' };
    const of = definitionOf([database('db'), service('shop', { awakeOn: [late] }), database('log')]);
    const { claimed } = await claim('stop', at(evening), { of, at: evening });

    expect(leavesOf(claimed)).toEqual([
      { names: ['shop'], reason: 'shop stays awake until 2026-11-20T23:00:00-03:00' },
    ]);
  });
});
