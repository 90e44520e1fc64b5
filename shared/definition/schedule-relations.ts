// What the slots of a schedule have to do with each other, and calendars with files. As in relations.ts, of the file as it was read.
import type * as z from 'zod';
import { awakeSlot } from './awake-fields.ts';
import type { Path, Problem } from './problem.ts';
import { startSlot, stopSlot } from './schema.ts';

type Entry = Readonly<Record<string, unknown>>;

const problem = (path: Path, what: string, remedy: string): Problem => ({ path, at: 'value', what, remedy });

type PlacedSlot = { readonly path: Path; readonly slot: z.output<typeof startSlot> & { readonly at: string } };

/** Those that can be read, with their places in the file. */
const placedSlots = (schedule: Entry, action: 'start' | 'stop'): PlacedSlot[] => {
  const written = schedule[action];
  const path = ['schedule', action];
  const all = Array.isArray(written)
    ? written.map((value: unknown, index) => ({ path: [...path, index], value }))
    : [{ path, value: written }];
  return all.flatMap(({ path: place, value }) => {
    const slot = (action === 'start' ? startSlot : stopSlot).safeParse(value).data;
    if (!slot) return [];
    const due = 'readyBy' in slot ? slot.readyBy : undefined;
    return [{ path: place, slot: { ...slot, at: slot.at ?? due ?? '' } }];
  });
};

/** A day on which both are, at the same time. */
const commonDay = (one: PlacedSlot['slot'], other: PlacedSlot['slot']): string | undefined => {
  if (one.at !== other.at) return undefined;
  const day = one.days?.find((each) => other.days?.includes(each)) ?? one.on?.find((each) => other.on?.includes(each));
  return day === undefined ? undefined : String(day);
};

const timeProblems = ({ path, slot: { at, readyBy, notBefore } }: PlacedSlot): Problem[] => {
  if (at === '') return [{ ...problem([...path, 'at'], 'is missing', 'add `at: "08:00"`'), at: 'key' }];
  if (readyBy === undefined)
    return notBefore === undefined
      ? []
      : [problem([...path, 'notBefore'], 'has no meaning without `readyBy`', 'write `readyBy` instead of `at`')];
  if (at !== readyBy)
    return [problem([...path, 'at'], 'has both `at` and `readyBy`', 'keep `readyBy`; it begins early enough')];
  if (notBefore === undefined || notBefore < readyBy) return [];
  return [
    problem(
      [...path, 'notBefore'],
      `\`${notBefore}\` is not before \`${readyBy}\``,
      'write an earlier time of the same day',
    ),
  ];
};

const daysProblems = ({ path, slot: { days, on } }: PlacedSlot): Problem[] => {
  if (days && on)
    return [problem([...path, 'on'], 'has both `days` and `on`', 'write two slots, one with `days` and one with `on`')];
  return days || on ? [] : [{ ...problem([...path, 'days'], 'is missing', 'add `days: weekdays`'), at: 'key' }];
};

/** Two of one action at the same time: one is superfluous, or meant for another day. */
const twins = (slots: readonly PlacedSlot[]): Problem[] =>
  slots.flatMap(({ path, slot }, index) => {
    const day = slots
      .slice(0, index)
      .map((before) => commonDay(before.slot, slot))
      .find((one) => one !== undefined);
    if (day === undefined) return [];
    return [problem([...path, 'at'], `\`${slot.at}\` on ${day} is there twice`, 'remove one')];
  });

const awakeProblems = (path: Path, value: unknown): Problem[] => {
  const slot = awakeSlot.safeParse(value).data;
  if (!slot) return [];
  const crosses = slot.on && slot.until <= slot.from;
  return [
    ...daysProblems({ path, slot: { ...slot, at: slot.from } }),
    ...(crosses
      ? [
          problem(
            [...path, 'until'],
            `\`${slot.until}\` is on the day after a day of the month`,
            'end it on the same day',
          ),
        ]
      : []),
  ];
};

/** Of a resource's own week. */
export const awakeOnProblems = ({ resources }: { readonly resources: Readonly<Record<string, Entry>> }): Problem[] =>
  Object.entries(resources).flatMap(([name, { awakeOn }]) => {
    const path = ['resources', name, 'awakeOn'];
    return Array.isArray(awakeOn)
      ? awakeOn.flatMap((one: unknown, index) => awakeProblems([...path, index], one))
      : awakeProblems(path, awakeOn);
  });

/** Whoever stores a definition has only its text. */
export const calendarProblems = ({ calendars }: { readonly calendars: Readonly<Record<string, Entry>> }): Problem[] =>
  Object.entries(calendars).flatMap(([name, { ical, days }]) =>
    ical === undefined || days !== undefined
      ? []
      : [
          problem(
            ['calendars', name, 'ical'],
            `the file \`${String(ical)}\` was not read`,
            'check or apply the file with the command',
          ),
        ],
  );

export const scheduleProblems = ({ schedule }: { readonly schedule: Entry }): Problem[] => {
  if (Object.keys(schedule).length === 0) return [];
  if (!('start' in schedule || 'stop' in schedule))
    return [
      {
        ...problem(['schedule'], 'has neither `start` nor `stop`', 'add `stop: { days: every day, at: "20:00" }`'),
        at: 'key',
      },
    ];
  const [starts, stops] = [placedSlots(schedule, 'start'), placedSlots(schedule, 'stop')];
  return [
    ...[...starts, ...stops].flatMap(daysProblems),
    ...starts.flatMap(timeProblems),
    ...stops.flatMap((stop) => {
      const day = starts.map((start) => commonDay(start.slot, stop.slot)).find((one) => one !== undefined);
      if (day === undefined) return [];
      const what = `start and stop are at the same time, \`${stop.slot.at}\` on ${day}`;
      return [problem([...stop.path, 'at'], what, 'move one')];
    }),
    ...twins(starts),
    ...twins(stops),
  ];
};
