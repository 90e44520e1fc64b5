// The plan of a run that a person would make now, of everything or of some resources.
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { InputError, OperationError } from '#core/errors.ts';
import type { Memory } from '#kinds/memory.ts';
import { planForPerson } from '#run/plan/plan-for-person.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { database, definitionOf, named, service } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

// A Saturday at noon: only `shop`, which needs `db`, is awake.
const noon = Date.parse('2026-11-21T12:00:00-03:00');
const awakeOn = [{ days: ['sat' as const], from: '12:00', until: '14:00' }];
const resources = [
  database('db'),
  service('shop', { dependsOn: ['db'], awakeOn }),
  service('web', { dependsOn: ['db'] }),
  database('log'),
];
const stays = 'shop stays awake until 2026-11-21T14:00:00-03:00';

const refusing = (error: Error) => async () => Promise.reject(error);
const outage = new OperationError('UNAVAILABLE', 'the table does not answer');
const task = { cluster: 'atlas', family: 'report', arn: 'task/1' };
const gone: Memory = { kind: 'rds-instance', resource: named('gone'), run: 'x', downBy: 'curfew', aws: 'atlas-gone' };

const seen = async (): Promise<readonly (typeof task)[]> => [task];

const plan = (
  action: Action,
  only?: readonly string[],
  more: object = {},
  of = definitionOf(resources),
  standaloneTasks = seen,
) => {
  const aws = simulatedCloud(of.resources);
  const deps = {
    ...{ services: aws.services, state: { ...memoryStateStore(), ...more }, definition: () => of },
    ...{
      standaloneTasks,
      runtime: { now: () => new Date(noon), random: () => 0, newId: () => 'id' },
    },
  };
  return aws.finish(planForPerson(action, 'staging', deps as never, only));
};
const decisions = async (made: ReturnType<typeof plan>) =>
  Object.fromEntries((await made).items.map(({ resource, decision }) => [resource, decision]));

describe('a plan for a person', () => {
  it('a plan of a stop leaves up what is awake by its own week, with what it needs, and says why', async () => {
    const { items } = await plan('stop');
    const left = items.filter(({ decision }) => decision !== 'act');

    expect(left.map(({ resource }) => resource).toSorted()).toEqual(['db', 'shop']);
    expect(left.map(({ reason }) => reason).join()).toContain(stays);
  });

  it.each<[string, Record<string, string>, Parameters<typeof plan>]>([
    ['a stop of what is awake', { shop: 'act' }, ['stop', ['shop']]],
    ['a stop of what it needs', { db: 'act', shop: 'act', web: 'act' }, ['stop', ['db']]],
    ['a start with what it needs', { db: 'skip', shop: 'skip' }, ['start', ['shop']]],
    ['a start of everything', { db: 'skip', shop: 'skip', web: 'skip', log: 'skip' }, ['start']],
    [
      'a stop where nothing has a week of its own',
      { db: 'act', log: 'act' },
      [
        'stop',
        undefined,
        { overrides: refusing(new Error('not asked')) },
        definitionOf([database('db'), database('log')]),
      ],
    ],
  ])('a plan has to do with all of %s', async (_, expected, asked) => {
    expect(await decisions(plan(...asked))).toEqual(expected);
  });

  it.each([['overrides'], ['reports'], ['readLease']])(
    'a plan goes by the definition where the table does not answer about %s',
    async (read) => {
      const left = await decisions(plan('stop', undefined, { [read]: refusing(outage) }));

      expect(left.web).toBe('act');
      expect([left.shop, left.db]).not.toContain('act');
      await expect(plan('stop', undefined, { [read]: refusing(new TypeError('a bug')) })).rejects.toThrow('a bug');
    },
  );

  it('a plan of what is not in the definition is none', async () => {
    await expect(plan('stop', ['shp'])).rejects.toThrow(InputError);
    await expect(plan('stop', ['shp'])).rejects.toThrow(/staging has no resource `shp`/);
  });

  it('a plan of a stop warns of jobs, and of what is down and no longer in the definition', async () => {
    const memories = async () => [gone];
    const whole = await plan('stop', undefined, { memories });

    expect(whole.warnings).toEqual([expect.stringMatching(/^1 task of report in cluster /)]);
    expect(whole.orphans).toEqual([expect.stringMatching(/^gone: no longer in the definition, but down/)]);
    expect('orphans' in (await plan('stop', ['shop'], { memories }))).toBe(false);
    expect('warnings' in (await plan('start', undefined, { memories }))).toBe(false);
    expect('outlived' in whole).toBe(false);
    expect('wereUp' in whole).toBe(false);
  });

  it('a plan of a stop is made also where jobs cannot be seen, and where there is no cluster nobody looks', async () => {
    const whole = definitionOf(resources);
    const alone = definitionOf([database('db')]);

    expect('warnings' in (await plan('stop', undefined, {}, whole, refusing(outage)))).toBe(false);
    await expect(plan('stop', undefined, {}, whole, refusing(new TypeError('a bug')))).rejects.toThrow('a bug');
    expect('warnings' in (await plan('stop', undefined, {}, alone, refusing(new TypeError('a bug'))))).toBe(false);
    expect('warnings' in (await plan('start', undefined, {}, whole, refusing(new TypeError('a bug'))))).toBe(false);
  });

  it('a plan is made without reports where the table does not answer', async () => {
    const reports = refusing(new TypeError('a bug'));

    expect((await plan('stop', ['log'], { reports: refusing(outage) })).items).toHaveLength(1);
    await expect(plan('stop', ['log'], { reports })).rejects.toThrow('a bug');
  });
});
