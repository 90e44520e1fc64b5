// The types that the package exports have every key that a definition may have.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environmentJsonSchema } from '#definition/json-schema.ts';
import { parseRunEvent } from '#functions/run-event.ts';
import type { RunEvent } from '../../../cli/api/types.ts';

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};

const schema = environmentJsonSchema() as Schema;

/** The keys of an object, in whichever form it may be written. */
const keysOf = (one: Schema | undefined): string[] => [
  ...new Set([
    ...Object.keys(one?.properties ?? {}),
    ...[...(one?.anyOf ?? []), ...(one?.oneOf ?? []), ...(one?.items ? [one.items] : [])].flatMap(keysOf),
  ]),
];

const within = (one: Schema | undefined, key: string): Schema | undefined =>
  one?.properties?.[key] ??
  [...(one?.anyOf ?? []), ...(one?.oneOf ?? [])].map((form) => within(form, key)).find((found) => found !== undefined);

const values = (one: Schema | undefined): Schema | undefined =>
  typeof one?.additionalProperties === 'object' ? one.additionalProperties : undefined;

const text = readFileSync(new URL('../../../cli/api/types.ts', import.meta.url), 'utf8');

/** The members of a type of the file, those of what is written inside it, too. */
const membersOf = (...names: readonly string[]): string[] =>
  names.flatMap((name) => {
    const [body] = new RegExp(`export type ${name} = (?:\\{.*\\};|[\\s\\S]*?\\n\\};)\\n`).exec(text) ?? [];
    if (body === undefined) throw new Error(`there is no type ${name}`);
    return [...body.matchAll(/readonly (\w+)\??:/g)].map(([, member]) => member ?? '');
  });

const [resources, schedule, calendars] = ['resources', 'schedule', 'calendars'].map((key) => within(schema, key));
const resource = values(resources);
const start = within(schedule, 'start');

describe('the types of the package', () => {
  it.each([
    ['a definition', keysOf(schema), membersOf('Definition'), ['startAlways']],
    ['a schedule', keysOf(schedule), membersOf('Schedule'), []],
    ['a start', keysOf(start), membersOf('Slot'), ['readyBy']],
    ['a stop', keysOf(within(schedule, 'stop')), membersOf('Slot'), []],
    // A day is written as a date, a file of days by its name.
    ['a calendar', keysOf(values(calendars)), membersOf('Calendar', 'ClosedDays'), ['ical', 'days']],
    ['notifications', keysOf(within(schema, 'notifications')), membersOf('Notifications'), []],
    ['a resource', keysOf(resource), membersOf('AnyResource', 'ResourceFields'), ['deadlineMinutes']],
    ['its own week', keysOf(within(resource, 'awakeOn')), membersOf('AwakeSlot'), []],
    ['its snapshots', keysOf(within(resource, 'snapshotBeforeStop')), membersOf('SnapshotPolicy'), []],
    ...['alarms', 'access', 'costs', 'budgetGuard', 'investigations'].map(
      (key) => [key, keysOf(within(schema, key)), membersOf('Definition'), []] as const,
    ),
  ] as const)('the types of the package have every key of %s', (_, keys, members, otherwise: readonly string[]) => {
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.filter((key) => !members.includes(key))).toEqual(otherwise);
  });

  it('an event of the type is one that the functions take', () => {
    const all: Required<RunEvent> = {
      ...{ environment: 'staging', requestedBy: 'ana', why: 'release', only: ['scoring'] },
      ...{ supersede: true, dryRun: true },
    };

    expect(parseRunEvent(all)).toEqual(all);
    expect(membersOf('RunEvent')).toEqual(Object.keys(all));
  });
});
