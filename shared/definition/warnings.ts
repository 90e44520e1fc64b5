// What is allowed in a definition and probably not meant: said, never refused.
import { pluralise } from '#core/pluralise.ts';
import type { Weekday } from '#kinds/fields.ts';
import { definitionOf, type Resource } from '#kinds/resource.ts';
import { calendarWarnings, openingWarnings } from './calendar-warnings.ts';
import type { Definition, OneOrMore, WeeklySlot } from './definition.ts';
import { earlyWarnings } from './early-warnings.ts';
import { gateWarnings } from './gate-warnings.ts';
import { ownWeekWarnings } from './own-week-warnings.ts';
import { regionMeant } from './place-names.ts';
import type { Problem } from './problem.ts';
import { regions, regionsAsOf, regionsWithDurableFunctions } from './regions.ts';
import { slotList } from './schedule/slot-list.ts';
import { type StaysUp, staysUpFor } from './schedule/stays-up.ts';
import { longestStay, weekWarnings } from './week-warnings.ts';

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

const minuteText = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** Of days of the month there are many times; one tells what is missing. */
const monthGap = (start: OneOrMore<WeeklySlot>, stop: OneOrMore<WeeklySlot>): Problem[] => {
  const stay = longestStay(start, stop);
  const hours = stay ? (stay.toMs - stay.fromMs) / 3_600_000 : 0;
  if (!stay || hours <= 24) return [];
  const times = `for example from ${minuteText(stay.fromMs)} to ${minuteText(stay.toMs)} (${hoursText(hours)})`;
  return [
    warning(
      ['schedule', 'stop'],
      `no stop within 24 h of a start: the environment stays up, ${times}`,
      'add a stop for every day if this is not intended',
    ),
  ];
};

const gapWarnings = ({ schedule: { start, stop } }: Definition): Problem[] => {
  if (!start) return [];
  if (!stop) {
    const what = 'has no `stop`: the environment stays up until somebody stops it';
    return [{ ...warning(['schedule'], what, 'add `stop: { days: every day, at: "20:00" }`'), at: 'key' }];
  }
  if ([...slotList(start), ...slotList(stop)].some(({ on }) => on)) return monthGap(start, stop);
  return staysUpFor(start, stop).map((stay) =>
    warning(
      ['schedule', 'stop', 'days'],
      `no stop within 24 h of a start: the environment stays up ${stayText(stay)}`,
      `add \`${stay.missing}\` to the days of the stop if this is not intended`,
    ),
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

/** Without `nowMs` nothing is said of what days to come bring. */
export const warningsIn = (definition: Definition, nowMs?: number): Problem[] => [
  ...regionWarnings(definition),
  ...gapWarnings(definition),
  ...weekWarnings(definition),
  ...openingWarnings(definition),
  ...(nowMs === undefined ? [] : calendarWarnings(definition, nowMs)),
  ...unreadCalendars(definition),
  ...dependencyWarnings(definition),
  ...accessWarnings(definition),
  ...gateWarnings(definition),
  ...earlyWarnings(definition),
  ...ownWeekWarnings(definition, nowMs),
];
