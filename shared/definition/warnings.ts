// What is allowed in a definition and probably not meant: said, never refused.
import { pluralise } from '#core/pluralise.ts';
import type { Weekday } from '#kinds/fields.ts';
import { definitionOf, type Resource } from '#kinds/resource.ts';
import type { Definition } from './definition.ts';
import { earlyWarnings } from './early-warnings.ts';
import { gateWarnings } from './gate-warnings.ts';
import { regionMeant } from './place-names.ts';
import type { Problem } from './problem.ts';
import { regions, regionsAsOf, regionsWithDurableFunctions } from './regions.ts';
import { slotList } from './schedule/slot-list.ts';
import { specialDays } from './schedule/special-days.ts';
import { type StaysUp, staysUpFor } from './schedule/stays-up.ts';

const warning = (path: Problem['path'], what: string, remedy: string): Problem => ({ path, at: 'value', what, remedy });

const regionWarnings = ({ region }: Definition): Problem[] => {
  if (!regions.includes(region)) {
    const best = regionMeant(region);
    const remedy = best === undefined ? 'check it' : `did you mean \`${best}\`?`;
    return [warning(['region'], `\`${region}\` is not an AWS region (as of ${regionsAsOf})`, remedy)];
  }
  if (regionsWithDurableFunctions.includes(region)) return [];
  const what = `start and stop need durable functions, which Lambda may not have in \`${region}\` (as of ${regionsAsOf})`;
  return [warning(['region'], what, 'check before you deploy')];
};

const dayNames: Readonly<Record<Weekday, string>> = {
  ...{ mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday' },
  ...{ fri: 'Friday', sat: 'Saturday', sun: 'Sunday' },
};

const hoursText = (hours: number): string => {
  const [whole, minutes] = [Math.floor(hours), Math.round((hours % 1) * 60)];
  return minutes === 0 ? `${whole} h` : `${whole} h ${minutes} min`;
};

const stayText = ({ from, to, hours }: StaysUp): string =>
  `from ${dayNames[from.day]} ${from.at} to ${dayNames[to.day]} ${to.at} (${hoursText(hours)})`;

const gapWarnings = ({ schedule: { start, stop } }: Definition): Problem[] => {
  if (!start) return [];
  if (!stop) {
    const what = 'has no `stop`: the environment stays up until somebody stops it';
    return [{ ...warning(['schedule'], what, 'add `stop: { days: every day, at: "20:00" }`'), at: 'key' }];
  }
  return staysUpFor(start, stop).map((stay) =>
    warning(
      ['schedule', 'stop', 'days'],
      `no stop within 24 h of a start: the environment stays up ${stayText(stay)}`,
      `add \`${stay.missing}\` to the days of the stop if this is not intended`,
    ),
  );
};

/** A working day that goes like one without a start changes nothing. */
const openingWarnings = (definition: Definition): Problem[] => {
  const { start } = definition.schedule;
  const special = specialDays(definition);
  return definition.calendars.flatMap(({ name, open = [] }) =>
    open.flatMap(({ date, name: what }) => {
      const like = special.open.get(date)?.like;
      if (start === undefined || (like !== undefined && slotList(start).some(({ days }) => days.includes(like))))
        return [];
      const goes = like === undefined ? 'no day of the week has a start' : `\`${like}\` has no start`;
      return [
        warning(
          ['calendars', name],
          `${what} (${date}) is open, but ${goes}: nothing is started`,
          'name a day that has one: `open: mon`',
        ),
      ];
    }),
  );
};

/** Without AWS nothing is known of it. */
const unreadCalendars = ({ calendars }: Definition): Problem[] =>
  calendars.flatMap(({ name, changeCalendar, isUnread }) =>
    isUnread && changeCalendar !== undefined
      ? [
          warning(
            ['calendars', name, 'changeCalendar'],
            `the Change Calendar \`${changeCalendar}\` was not read: its days are not known here`,
            'it is read when you apply the file, and once a day',
          ),
        ]
      : [],
  );

const roleOf = ({ kind }: Resource) => definitionOf(kind).init.role;

/** What uses stores beside stores, and no dependencies at all. */
const dependencyWarnings = ({ resources }: Definition): Problem[] => {
  const [store] = resources.filter((one) => roleOf(one) === 'store');
  const [client] = resources.filter((one) => roleOf(one) !== 'store');
  if (!store || !client || resources.some(({ dependsOn }) => dependsOn.length > 0)) return [];
  const what = `${pluralise(resources.length, 'resource')} and no \`dependsOn\`: all start and stop at the same time`;
  const remedy = `add dependencies, for example \`dependsOn: [${store.name}]\` to \`${client.name}\``;
  return [{ ...warning(['resources'], what, remedy), at: 'key' }];
};

/** Wider than the names of the file: the reader has to know. */
const accessWarnings = ({ access, resources }: Definition): Problem[] => {
  if (access?.services !== 'cluster') return [];
  const clusters = [...new Set(resources.flatMap((one) => (one.kind === 'ecs-service' ? [one.cluster] : [])))];
  const what = `start and stop may change every service of ${clusters.map((one) => `\`${one}\``).join(', ')}, also those that this file does not name`;
  return [{ ...warning(['access'], what, 'leave it out if others use these clusters, too'), at: 'key' }];
};

export const warningsIn = (definition: Definition): Problem[] => [
  ...regionWarnings(definition),
  ...gapWarnings(definition),
  ...openingWarnings(definition),
  ...unreadCalendars(definition),
  ...dependencyWarnings(definition),
  ...accessWarnings(definition),
  ...gateWarnings(definition),
  ...earlyWarnings(definition),
];
