// What differs between a deployed definition and a file, change by change: what it takes effect by, what it needs. Pure.
import type { Definition } from '#definition/definition.ts';
import { compareFiles, type Difference, withDifference } from '#definition/diff/compare.ts';
import { definitionIn, type EnvironmentFile } from '#definition/diff/file-content.ts';
import { tonight } from '#definition/diff/tonight.ts';
import { holdNow, tonightAwake } from '#definition/diff/tonight-awake.ts';
import { differenceText, placeOf } from '#definition/diff/words.ts';
import { withMaintenance } from '#definition/schedule/maintenance.ts';
import type { WantedInputs } from '#definition/schedule/wanted-state.ts';
import { type Granted, grantedBy, isNothing, type Missing, missingFrom, superfluousIn } from './granted.ts';

/**
 * `at-once`: at the next look or message. `schedules`: with the schedules that are set then. `next-run`: a run in progress keeps what
 * it began with. `rights`, `stack`: only after a deployment. `never`: of another environment.
 */
export type TakesEffect = 'at-once' | 'schedules' | 'next-run' | 'rights' | 'stack' | 'never';

type Change = {
  readonly change: Difference['change'];
  /** `schedule.stop.at` */
  readonly path: string;
  /** `20:00 → 19:00` */
  readonly text: string;
  readonly takesEffect: TakesEffect;
  readonly missing: Missing;
  readonly superfluous: Missing;
};

export type Changes = {
  readonly changes: readonly Change[];
  /** What all of them together need and was not granted. */
  readonly missing: Missing;
  readonly superfluous: Missing;
  /** What they mean for the coming hours, in sentences. */
  readonly tonight: readonly string[];
};

const nothing: Missing = { rights: [], forbidden: [], topics: [], databases: [], brokers: false };

const isSlot = ([section, action, field]: Difference['path']): boolean =>
  section === 'schedule' &&
  (action === 'start' || action === 'stop') &&
  (field === undefined || ['at', 'days', 'on', 'readyBy', 'notBefore'].includes(String(field)));

const ofRuns: readonly unknown[] = ['resources', 'cleanup', 'startAlways'];

/** Without what the stack has to do with it. */
const byItself = ({ path }: Difference): TakesEffect => {
  if (path[0] === 'environment' || path[0] === 'region' || path[0] === 'account') return 'never';
  if (isSlot(path) || path[0] === 'timeZone' || path[1] === 'spreadMinutes' || path[2] === 'awakeOn')
    return 'schedules';
  return ofRuns.includes(path[0]) || path.includes('waitFor') ? 'next-run' : 'at-once';
};

/** Fields that no right, no subscription and no rule depends on: there is nothing to compare. */
const fieldsOfRuns: readonly unknown[] = [
  'dependsOn',
  'deadlineMinutes',
  'optional',
  'startAlways',
  'fallbackDesired',
  'graceMinutes',
];

const mayNeedRights = ({ path: [section, , field], before, after }: Difference): boolean => {
  if (section === 'resources') return !fieldsOfRuns.includes(field);
  if (section === 'calendars')
    return field === 'changeCalendar' || [before, after].some((one) => JSON.stringify(one)?.includes('changeCalendar'));
  return ['notifications', 'alarms', 'access', 'cleanup', 'costs', 'budgetGuard'].includes(String(section));
};

type Versions = {
  readonly before: EnvironmentFile;
  readonly after: EnvironmentFile;
  /** What the last deployment granted; without it, what the file before needed. */
  readonly granted?: Granted | undefined;
  readonly nowMs: number;
  /** What could decide besides the schedule: a hold, a person's request. */
  readonly inputs?: WantedInputs;
  /** The windows of databases that attend them, where they are known. */
  readonly windows?: Parameters<typeof withMaintenance>[1] | undefined;
};

/** Of what is missing, that which the file before did without: the rest is no news of this change. */
const broughtBy = (missing: Missing, before: Missing): Missing => {
  const known = new Set([...before.rights, ...before.forbidden].map((right) => JSON.stringify(right)));
  const isNew = (right: Missing['rights'][number]): boolean => known.has(JSON.stringify(right));
  return {
    rights: missing.rights.filter(isNew),
    forbidden: missing.forbidden.filter(isNew),
    topics: missing.topics.filter((one) => before.topics.includes(one)),
    databases: missing.databases.filter((one) => before.databases.includes(one)),
    brokers: missing.brokers && before.brokers,
  };
};

const effectOf = (difference: Difference, missing: Missing): TakesEffect => {
  const itself = byItself(difference);
  if (itself === 'never' || isNothing(missing)) return itself;
  return missing.rights.length + missing.forbidden.length > 0 ? 'rights' : 'stack';
};

type Coming = Parameters<typeof tonight>[0];

/** A hold is told with what it has to do with. */
const sayTonight = (versions: Coming, inputs: WantedInputs | undefined): string[] => {
  const said = [...tonight(versions, inputs), ...tonightAwake(versions)];
  const isTold = said.some((text) => text.includes('a hold keeps it'));
  return said.length === 0 || isTold ? said : [...said, ...holdNow(inputs?.overrides ?? [], versions)];
};

export const changesBetween = ({ before, after, nowMs, inputs, windows, ...versions }: Versions): Changes => {
  const [old, next] = [definitionIn(before), definitionIn(after)];
  const attended = (definition: Definition) => (windows ? withMaintenance(definition, windows) : definition);
  const needed = grantedBy(old);
  const granted = versions.granted ?? needed;
  const changes = compareFiles(before, after).map((difference): Change => {
    const alone = mayNeedRights(difference) ? grantedBy(definitionIn(withDifference(before, difference))) : undefined;
    const missing = alone ? broughtBy(missingFrom(granted, alone), missingFrom(needed, alone)) : nothing;
    return {
      change: difference.change,
      path: placeOf(difference),
      text: differenceText(difference),
      takesEffect: effectOf(difference, missing),
      missing,
      superfluous: alone ? superfluousIn(needed, alone) : nothing,
    };
  });
  const all = grantedBy(next);
  return {
    changes,
    missing: missingFrom(granted, all),
    superfluous: superfluousIn(granted, all),
    tonight: sayTonight({ before: attended(old), after: attended(next), nowMs }, inputs),
  };
};

/** Whether a deployment has to come first. */
export const needsDeployment = ({ takesEffect }: Pick<Change, 'takesEffect'>): boolean =>
  takesEffect === 'rights' || takesEffect === 'stack';
