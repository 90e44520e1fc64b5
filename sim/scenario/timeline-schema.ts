// One entry of the timeline: a time, and one thing that happens then.
import type * as z from 'zod';
import { type Path, shown } from '#definition/problem.ts';
import { didYouMean } from '#definition/suggest.ts';
import type { Fault } from '../faults.ts';
import { check } from './check.ts';
import { time } from './fields.ts';
import type { Relations } from './relations.ts';
import type { TimelineEntry } from './scenario.ts';
import { type ActionName, actions } from './schema.ts';

type ActionFields<A extends ActionName> = z.output<(typeof actions)[A]>;
type Effect = TimelineEntry extends infer E ? (E extends TimelineEntry ? Omit<E, 'at'> : never) : never;
type Context = { readonly at: number | undefined; readonly path: Path; readonly relations: Relations };

const names = Object.keys(actions) as ActionName[];
const isAction = (key: string): key is ActionName => key in actions;

/** Nothing lasts until before it began. */
const endsLater = (until: number | undefined, { at, path, relations }: Context): void => {
  if (until === undefined || at === undefined || until > at) return;
  const remedy = 'let it end later, or remove it to continue until the end';
  relations.add({ path: [...path, 'until'], at: 'value', what: 'is not after the `at` of this entry', remedy });
};

const itemOperations = /^dynamodb:(Get|Put|Update|Delete)Item$/;

const faultOf = (fields: ActionFields<'fault'>, context: Context): Effect | undefined => {
  const { path, relations } = context;
  const { operation, resource, item, error, lostResponse, latencySeconds, times, every, until } = fields;
  const failures = [error, lostResponse].filter((one) => one !== undefined).length;
  if (failures > 1 || (failures === 0 && latencySeconds === undefined)) {
    const what = failures === 0 ? 'has no failure' : 'has both `error` and `lostResponse`';
    relations.add({
      path,
      at: 'key',
      what,
      remedy: 'give it `error: ThrottlingException`, `lostResponse: true` or `latencySeconds: 25`',
    });
  }
  if (resource !== undefined) relations.canBeAbout(operation, resource, { path: [...path, 'resource'], at: 'value' });
  if (item !== undefined && !itemOperations.test(operation))
    relations.add({
      path: [...path, 'item'],
      at: 'value',
      what: `\`${operation}\` does not address one item of the state table`,
      remedy: 'use `dynamodb:GetItem`, `PutItem`, `UpdateItem` or `DeleteItem`, or remove `item`',
    });
  endsLater(until, context);
  const fault: Fault = {
    operation,
    ...(item === undefined ? {} : { item }),
    ...(resource === undefined ? {} : { resource }),
    ...(error === undefined ? {} : { error }),
    ...(lostResponse ? { lostResponse } : {}),
    ...(latencySeconds === undefined ? {} : { latencySeconds }),
    ...(times === undefined ? {} : { times }),
    ...(every === undefined ? {} : { every }),
    ...(until === undefined ? {} : { untilMs: until }),
  };
  return { do: 'fault', fault };
};

const changeOf = ({ resource, ...facts }: ActionFields<'set'>, { path, relations }: Context): Effect | undefined => {
  if (Object.keys(facts).length === 0)
    relations.add({ path, at: 'key', what: 'changes nothing', remedy: 'add what changes, for example `desired: 5`' });
  const checked = relations.facts(resource, facts, { path: [...path, 'resource'], at: 'value' }, path);
  return checked && { do: 'set', resource, facts: checked };
};

/** A hold has an end, an owner and a reason; a release has nothing else. */
const overrideOf = (
  { upUntil, downUntil, release, by, why }: ActionFields<'override'>,
  context: Context,
): Effect | undefined => {
  const { at, path, relations } = context;
  const wrong = (what: string, remedy: string): undefined => {
    relations.add({ path, at: 'key', what, remedy });
    return undefined;
  };
  const alternatives = [upUntil, downUntil, release].filter((one) => one !== undefined);
  if (alternatives.length !== 1)
    return wrong('has more than one action', 'use exactly one of `upUntil`, `downUntil` and `release: true`');
  if (release) return { do: 'release' };
  const until = upUntil ?? downUntil;
  if (by === undefined || why === undefined || until === undefined)
    return wrong('has no owner or reason', 'add `by: ana` and `why: release`');
  if (at !== undefined && until <= at)
    return wrong('ends before it begins', 'let it end later than the `at` of this entry');
  return { do: 'hold', hold: upUntil === undefined ? 'down' : 'up', until, by, why };
};

/** What each action becomes. */
const effects: { readonly [A in ActionName]: (fields: ActionFields<A>, context: Context) => Effect | undefined } = {
  override: overrideOf,
  invoke: ({ function: name, input }) =>
    name === 'reconcile' ? { do: 'reconcile', event: input } : { do: 'invoke', function: name, input },
  scale(fields, { path, relations }) {
    relations.canBeAbout('autoscaling:RegisterScalableTarget', fields.resource, {
      path: [...path, 'resource'],
      at: 'value',
    });
    return { do: 'scale', ...fields };
  },
  switch: (fields) => ({ do: 'switch', ...fields }),
  runTask: (fields) => ({ do: 'run-task', ...fields }),
  alarm: (fields) => ({ do: 'mute-alarm', ...fields }),
  deploy: (fields) => ({ do: 'deploy', ...fields }),
  deliver: (fields) => ({ do: 'deliver', ...fields }),
  set: changeOf,
  fault: faultOf,
  crash: (fields) => ({ do: 'crash', ...fields }),
  schedules({ until, only }, context) {
    endsLater(until, context);
    return { do: 'lose-schedules', untilMs: until, ...(only ? { only } : {}) };
  },
  editSchedule({ function: name, at, enabled }) {
    if (at !== undefined) return { do: 'edit-schedule', function: name, edit: { at } };
    return { do: 'edit-schedule', function: name, edit: enabled === undefined ? { deleted: true } : { enabled } };
  },
  definition(fields, { path, relations }) {
    const definition = relations.changedDefinition(fields, path);
    return definition && { do: 'redefine', definition };
  },
  slack({ status, retryAfterSeconds, times, until }, context) {
    if (until !== undefined) endsLater(until, context);
    return {
      do: 'slack',
      status,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...(times === undefined && until !== undefined ? {} : { times: times ?? 1 }),
      ...(until === undefined ? {} : { untilMs: until }),
    };
  },
};

const effectOf = <A extends ActionName>(action: A, fields: unknown, context: Context): Effect | undefined => {
  const checked = check<ActionFields<A>>(
    actions[action] as unknown as z.ZodType<ActionFields<A>>,
    fields,
    context.path,
  );
  context.relations.add(...checked.problems);
  return checked.data === undefined ? undefined : effects[action](checked.data, context);
};

/** The one action of an entry; everything else in it is a problem. */
const actionOf = (entry: object, path: Path, { add }: Relations): ActionName | undefined => {
  const keys = Object.keys(entry).filter((key) => key !== 'at');
  const [action, ...more] = keys.filter(isAction);
  for (const key of keys.filter((one) => !isAction(one)))
    add({ path: [...path, key], at: 'key', what: 'unknown key', remedy: didYouMean(key, ['at', ...names]) });
  for (const key of more)
    add({
      path: [...path, key],
      at: 'key',
      what: `a second action next to \`${action}\``,
      remedy: 'make it a separate entry',
    });
  if (keys.length === 0) add({ path, at: 'value', what: 'has no action', remedy: didYouMean('', names) });
  return action;
};

/** What happens and when; nothing if the entry is wrong. */
export const timelineEntry = (entry: unknown, path: Path, relations: Relations): TimelineEntry | undefined => {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    const what = `is ${entry === null ? 'empty' : shown(entry)}, but a mapping is needed`;
    relations.add({ path, at: 'value', what, remedy: 'write `- { at: <time>, <what happens>: { … } }`' });
    return undefined;
  }
  const checkedAt = check(time, 'at' in entry ? entry.at : undefined, [...path, 'at']);
  relations.add(...checkedAt.problems);
  const at = checkedAt.data;
  if (at !== undefined) relations.happens(at, [...path, 'at']);
  const action = actionOf(entry, path, relations);
  if (action === undefined) return undefined;
  const fields: unknown = Object.getOwnPropertyDescriptor(entry, action)?.value;
  const effect = effectOf(action, fields, { at, path: [...path, action], relations });
  return effect === undefined || at === undefined ? undefined : { at, ...effect };
};
