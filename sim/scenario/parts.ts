// The parts of a scenario in addition to its timeline: the night, the world, the alarms.

import type { Definition } from '#definition/definition.ts';
import type { Problem } from '#definition/problem.ts';
import type { AlarmWorld } from '../aws/alarm-states.ts';
import { check } from './check.ts';
import { defaultNight } from './default-night.ts';
import type { Night, Relations } from './relations.ts';
import type { ResourceWorld } from './scenario.ts';
import { alarm, type ScenarioOutline } from './schema.ts';

/** A year that is mistyped would be simulated to its end. */
const longestNightMs = 366 * 24 * 3_600_000;

export const clockProblems = ({ clock }: ScenarioOutline): Problem[] => {
  const at = { path: ['clock', 'to'], at: 'value' } as const;
  if (!clock || clock === 'unreadable') return [];
  if (clock.to <= clock.from)
    return [{ ...at, what: 'is not after `from`', remedy: 'let the scenario end after it begins' }];
  if (clock.to - clock.from <= longestNightMs) return [];
  return [{ ...at, what: 'is more than a year after `from`', remedy: 'rehearse a shorter time' }];
};

/** The scenario's own, or else the first night of the definition's schedule. */
export const nightOf = ({ clock }: ScenarioOutline, definition: Definition | undefined): Night | undefined => {
  if (clock === 'unreadable') return undefined;
  if (clock) return clock.to > clock.from ? { fromMs: clock.from, toMs: clock.to } : undefined;
  return definition && defaultNight(definition);
};

/** By name, as far as it is right. */
export const worldOf = (world: ScenarioOutline['world'], { facts }: Relations): Record<string, ResourceWorld> =>
  Object.fromEntries(
    Object.entries(world).flatMap(([name, entry]) => {
      const path = ['world', name];
      const known = facts(name, entry, { path, at: 'key' }, path);
      return known === undefined ? [] : [[name, known]];
    }),
  );

/** Functions and the state table distinguish environments by their names. */
export const twiceNamed = (definitions: readonly (Definition | undefined)[]): Problem[] => {
  const names = definitions.map((one) => one?.environment);
  return names.flatMap((name, index): Problem[] =>
    name !== undefined && names.indexOf(name) < index
      ? [
          {
            path: ['others', index - 1],
            at: 'value',
            what: `has the name \`${name}\` of another environment in this scenario`,
            remedy: 'rename it',
          },
        ]
      : [],
  );
};

const alarmOf = (entry: unknown, index: number, { add, known }: Relations): AlarmWorld[] => {
  const path = ['alarms', index];
  const { data, problems } = check(alarm, entry, path);
  add(...problems);
  if (data === undefined) return [];
  known(data.watches, { path: [...path, 'watches'], at: 'value' });
  return [data];
};

export const alarmsOf = (entries: ScenarioOutline['alarms'], relations: Relations): AlarmWorld[] => {
  const alarms = entries.flatMap((entry, index) => alarmOf(entry, index, relations));
  for (const [index, { name }] of alarms.entries())
    if (alarms.findIndex((other) => other.name === name) < index)
      relations.add({
        path: ['alarms', index, 'name'],
        at: 'value',
        what: `the alarm \`${name}\` is defined twice`,
        remedy: 'rename one',
      });
  return alarms;
};
