// Whether a person is asked before a disruptive action, and in which words. Pure.

import type { Action } from '#core/action.ts';
import type { PlannedTopic } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Definition } from '#definition/definition.ts';
import { nextSlotThatCounts } from '#definition/schedule/next-slot.ts';
import { slotAt } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import { spreadText } from '#definition/schedule/spread-text.ts';
import { dayTime } from './local-time.ts';
import { shown } from './output.ts';

type Manner = { readonly isTerminal: boolean; readonly yes?: true; readonly json?: true };

/** Programs are never asked: what they begin would wait for ever. */
export const isAsked = ({ isTerminal, yes, json }: Manner): boolean => isTerminal && !yes && !json;

export const isYes = (answer: string): boolean => /^\s*y(es)?\s*$/i.test(answer);

type Whose = {
  readonly account?: { readonly id: string; readonly alias?: string } | undefined;
  readonly profile?: string | undefined;
};

/** In which account and region, and with whose credentials. */
export const inPlace = (place: string, { account, profile }: Whose = {}): string => {
  const alias = account?.alias === undefined ? '' : ` (${account.alias})`;
  const whose = account === undefined ? '' : ` of account ${account.id}${alias}`;
  return `in ${place}${whose}${profile === undefined ? '' : ` with the profile ${profile}`}`;
};

type AskedRun = {
  readonly action: Action;
  readonly definition: Definition;
  /** `in us-east-1 of account 123456789012 (acme)`. */
  readonly where: string;
  /** How many resources the run would change now, of how many; or why that is not known. */
  readonly live: { readonly changes: number; readonly resources: number } | { readonly reason: string };
  /** Some resources alone. */
  readonly only?: readonly string[] | undefined;
  readonly supersede?: true | undefined;
  readonly nowMs: number;
};

const comesBack = (definition: Definition, nowMs: number): string => {
  const { environment, schedule, timeZone } = definition;
  const at = schedule.enabled ? nextSlotThatCounts(definition, 'start', nowMs) : undefined;
  return at === undefined
    ? `No schedule starts it again: it stays down until curfew start ${environment}.`
    : `Its schedule starts it again ${dayTime(at, timeZone)}${spreadText(slotAt(slotsOf(definition, 'start'), timeZone, at))} (${timeZone}), unless it is paused or held by then.`;
};

export const runQuestion = ({ action, definition, where, live, supersede, only, nowMs }: AskedRun): string => {
  const { environment } = definition;
  const isKnown = 'changes' in live;
  const count = isKnown ? `${live.changes} of ${pluralise(live.resources, 'resource')}` : live.reason;
  const forWhom = isKnown ? ' for everybody who uses them' : '';
  const rest = action === 'stop' ? 'what needs them' : 'what they need';
  const what = only ? `${listed(only)} of ${environment}, with ${rest},` : environment;
  const lines = [
    ...(action === 'stop'
      ? [`This stops ${what} ${where}: ${count}${forWhom}.`, comesBack(definition, nowMs)]
      : [`This starts ${what} ${where}: ${count}.`]),
    ...(supersede ? ['A run that is changing it now ends where it is; what it has done stays done.'] : []),
    supersede
      ? `Take over and ${action} ${only ? listed(only) : environment}?`
      : `Stop ${only ? listed(only) : environment}?`,
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

/** Prefixes, and names of topics that are emptied without a matching prefix. */
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
      ? [`Deleted and recreated, which also loses committed offsets: ${listed(remade.map(({ topic }) => topic))}`]
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
    `This ${subject(asked)} ${asked.where}: the records that the plan counted are lost permanently.`,
    ...(emptied ? lossesOf(emptied) : boundsOf(asked)),
    'Empty these topics?',
  ];
  return lines.map(shown).join('\n');
};
