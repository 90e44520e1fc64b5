// What a start leaves down, and what it cannot start for that.
import { describe, expect, it } from 'vitest';
import type { Memory } from '#kinds/memory.ts';
import type { Reading } from '#kinds/observation.ts';
import { decide } from '#run/plan/decide.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { database, definitionOf, named } from '#test/support/definitions.ts';

const resources = [
  database('db'),
  database('app', { dependsOn: ['db'] }),
  database('web', { dependsOn: ['app'] }),
  database('up', { dependsOn: ['db'] }),
  database('log'),
  database('other', { dependsOn: ['log', 'db'] }),
];
const status = (value: string): Reading => ({
  state: 'seen',
  observation: { kind: 'rds-instance', status: value, engine: 'postgres', replicas: [] },
});
const readings = new Map(resources.map(({ name }) => [name, status(name === 'up' ? 'available' : 'stopped')]));
const by = (name: string, downBy: 'curfew' | 'somebody'): Memory => ({
  ...{ kind: 'rds-instance', resource: named(name), run: 'staging-stop-1', downBy },
});
const memories = resources.map(({ name }) => by(name, name === 'db' ? 'somebody' : 'curfew'));

describe('what somebody else took down', () => {
  it('what somebody else took down stays down, and with it what depends on it, directly or not', () => {
    const { items } = planOperation('start', definitionOf(resources), readings, memories);
    const of = (name: string) => items.find(({ resource }) => resource === name);

    expect(of('db')).toMatchObject({ decision: 'skip', staysDown: true });
    for (const name of ['app', 'web', 'other'])
      expect(of(name)).toMatchObject({
        ...{ decision: 'refuse', code: 'STAYS_DOWN' },
        reason: `blocked: waits for db, which is ${of('db')?.reason}`,
      });
    expect(of('up')).toMatchObject({ decision: 'skip', reason: 'available' });
    expect(of('log')).toMatchObject({ decision: 'act' });
    expect(items.map((one) => 'staysDown' in one)).toEqual(items.map(({ resource }) => resource === 'db'));
    expect(items.map((one) => 'expectedSeconds' in one)).toEqual(items.map(() => false));
  });

  it('what Curfew took down starts, and nothing waits in vain', () => {
    const ours = resources.map(({ name }) => by(name, 'curfew'));
    const { items } = planOperation('start', definitionOf(resources), readings, ours);

    expect(
      items
        .filter(({ decision }) => decision === 'act')
        .map(({ resource }) => resource as string)
        .toSorted(),
    ).toEqual([...['app', 'db', 'log', 'other', 'web']]);
  });

  it('a stop blocks nothing for what is down anyway', () => {
    const { items } = planOperation('stop', definitionOf(resources), readings, memories);

    expect(items.map(({ decision }) => decision)).not.toContain('refuse');
  });

  it('two that stay down are each said to', () => {
    const both = resources.map(({ name }) => by(name, name === 'db' || name === 'app' ? 'somebody' : 'curfew'));
    const { items } = planOperation('start', definitionOf(resources), readings, both);

    expect(
      items
        .filter(({ staysDown }) => staysDown)
        .map(({ resource }) => resource as string)
        .toSorted(),
    ).toEqual([...['app', 'db']]);
    expect(items.find(({ resource }) => resource === 'app')?.decision).toBe('skip');
  });
});

describe('what AWS does not have', () => {
  it('what AWS does not have is gone for a stop, and not for a start', () => {
    const absent = (action: 'start' | 'stop') => decide(action, database('db'), { state: 'absent' }, undefined);

    expect(absent('stop')).toMatchObject({ kind: 'refuse', code: 'NOT_FOUND', isGone: true });
    expect('isGone' in absent('start')).toBe(false);
  });
});
