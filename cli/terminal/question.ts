// Whether somebody is asked before something is taken away that cannot simply be undone, and in which words. Pure.

import type { Action } from '#core/action.ts';
import type { PlannedTopic } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Definition } from '#definition/definition.ts';
import { nextSlotThatCounts } from '#definition/schedule/next-slot.ts';
import type { Resource } from '#kinds/resource.ts';
import { stoppableNameOf } from '#run/alarms/downtime.ts';
import { dayTime } from './local-time.ts';
import { shown } from './output.ts';

type Manner = { readonly isTerminal: boolean; readonly yes?: true; readonly json?: true };

/** Programs are never asked: what they begin would wait for ever. */
export const isAsked = ({ isTerminal, yes, json }: Manner): boolean => isTerminal && !yes && !json;

export const isYes = (answer: string): boolean => /^\s*y(es)?\s*$/i.test(answer);

/** Where and with whose rights, as far as it is known before AWS is asked. */
export const inPlace = (place: string, profile: string | undefined): string =>
  profile === undefined ? `in ${place}` : `in ${place} with the profile ${profile}`;

type AskedRun = {
  readonly action: Action;
  readonly definition: Definition;
  /** `in us-east-1`. */
  readonly where: string;
  readonly dryRun?: true | undefined;
  readonly rehearsal?: true | undefined;
  readonly supersede?: true | undefined;
  readonly nowMs: number;
};

const goesDown = (resource: Resource): boolean =>
  stoppableNameOf(resource).length > 0 && resource.leaveAlone === undefined && resource.keptUp === undefined;

const comesBack = (definition: Definition, nowMs: number): string => {
  const { environment, schedule, timeZone } = definition;
  const at = schedule.enabled ? nextSlotThatCounts(definition, 'start', nowMs) : undefined;
  return at === undefined
    ? `No schedule brings it back: it stays down until somebody says curfew start ${environment}.`
    : `Its schedule brings it back ${dayTime(at, timeZone)} (${timeZone}), unless it is paused or held by then.`;
};

/** Nothing where nothing is taken away from anybody. */
export const runQuestion = ({ action, definition, where, nowMs, ...options }: AskedRun): string | undefined => {
  const { environment, resources } = definition;
  if (options.dryRun || options.rehearsal || (action === 'start' && !options.supersede)) return undefined;
  const down = `${resources.filter(goesDown).length} of ${pluralise(resources.length, 'resource')}`;
  const lines = [
    ...(action === 'stop'
      ? [`This stops ${environment} ${where}: ${down} for everybody who uses them.`, comesBack(definition, nowMs)]
      : [`This starts ${environment} ${where}.`]),
    ...(options.supersede ? ['A run that is changing it now ends where it is; what it has done stays done.'] : []),
    options.supersede ? `Take over and ${action} ${environment}?` : `Stop ${environment}?`,
  ];
  return lines.map(shown).join('\n');
};

type AskedCleanup = {
  readonly mode: 'execute' | 'resume';
  /** `on the cluster acme in us-east-1`, `at localhost:9092`. */
  readonly where: string;
  readonly planHash?: string;
  readonly run?: string;
  /** The topics of the plan, where it is known. */
  readonly planned: readonly PlannedTopic[] | undefined;
  /** What no plan may go beyond, where that is known. */
  readonly bounds: { readonly names: readonly string[]; readonly topicsMax: number } | undefined;
};

/** Prefixes, and names of topics that are emptied whatever a prefix says. */
export const namesIn = ({ prefixes, topics }: Pick<CleanupRules, 'prefixes' | 'topics'>): string[] => [
  ...prefixes.map(({ prefix }) => prefix),
  ...topics.filter(({ empty }) => empty === 'truncate' || empty === 'recreate').map(({ name }) => name),
];

const namesShown = 5;

const listed = (names: readonly string[]): string => {
  const more = names.length - namesShown;
  return more > 0 ? `${names.slice(0, namesShown).join(', ')} and ${more} more` : names.join(', ');
};

const recordsOf = (topics: readonly PlannedTopic[]): string => {
  const sum = topics.reduce((all, { records }) => all + (records === 'unknown' ? Number.NaN : records), 0);
  return Number.isNaN(sum) ? 'an unknown number of records' : `up to ${sum.toLocaleString('en')} records`;
};

const lossesOf = (emptied: readonly PlannedTopic[]): string[] => {
  const rules = [...new Set(emptied.map(({ matchedBy }) => matchedBy))];
  const remade = emptied.filter(({ action }) => action === 'recreate');
  return [
    `${pluralise(emptied.length, 'topic')} (${listed(rules)}), ${recordsOf(emptied)}: ${listed(emptied.map(({ topic }) => topic))}`,
    ...(remade.length > 0
      ? [`Deleted and made again, which also loses committed offsets: ${listed(remade.map(({ topic }) => topic))}`]
      : []),
  ];
};

const boundsOf = ({ bounds }: AskedCleanup): string[] =>
  bounds ? [`${pluralise(bounds.topicsMax, 'topic')} at most, within: ${listed(bounds.names)}`] : [];

const subject = ({ mode, planHash, run }: AskedCleanup): string => {
  if (mode === 'execute') return `executes plan ${planHash}`;
  if (run !== undefined) return `resumes ${run}`;
  return planHash === undefined ? 'resumes the last run' : `resumes plan ${planHash}`;
};

/** Nothing where the plan is known and empties no topic. */
export const cleanupQuestion = (asked: AskedCleanup): string | undefined => {
  const emptied = asked.planned?.filter(({ action }) => action === 'truncate' || action === 'recreate');
  if (emptied?.length === 0) return undefined;
  const lines = [
    `This ${subject(asked)} ${asked.where}: the records that the plan counted are lost for good.`,
    ...(emptied ? lossesOf(emptied) : boundsOf(asked)),
    'Empty these topics?',
  ];
  return lines.map(shown).join('\n');
};
