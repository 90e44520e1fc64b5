// Weeks of their own, windows and snapshots of resources that change nothing. Pure.
import { isGate, type Resource } from '#kinds/resource.ts';
import type { Definition } from './definition.ts';
import type { Problem } from './problem.ts';
import { awakeAhead } from './schedule/awake-ahead.ts';
import { comingUp, type UpTime, upTimes } from './schedule/coming.ts';

const warning = (name: string, key: string, what: string, remedy: string): Problem => ({
  ...{ path: ['resources', name, key], at: 'value', what, remedy },
});

const remedy = 'remove one of the two';

/** What the reason in `leaveAlone` makes meaningless. */
const leftAlone = ({ name, leaveAlone, ...resource }: Resource): Problem[] => {
  if (leaveAlone === undefined) return [];
  const of = (key: string, is: boolean): Problem[] =>
    is ? [warning(name, key, 'changes nothing: `leaveAlone` keeps Curfew from starting and stopping it', remedy)] : [];
  return [
    ...of('awakeOn', resource.awakeOn !== undefined),
    ...of('maintenance', 'maintenance' in resource && resource.maintenance === 'attend'),
    ...of('snapshotBeforeStop', 'snapshotBeforeStop' in resource && resource.snapshotBeforeStop !== undefined),
  ];
};

const alwaysAwake = ({ name, awakeOn, leaveAlone, ...resource }: Resource): Problem[] =>
  awakeOn === 'always' && leaveAlone === undefined && 'maintenance' in resource && resource.maintenance === 'attend'
    ? [warning(name, 'maintenance', 'changes nothing: with `awakeOn: always` it is up for every window', remedy)]
    : [];

const idleGate = (resource: Resource): Problem[] => {
  const { name, awakeOn, dependsOn } = resource;
  return awakeOn !== undefined && isGate(resource) && dependsOn.length === 0
    ? [
        warning(
          name,
          'awakeOn',
          'changes nothing: it is only checked, never started or stopped, and needs nothing',
          'give it to what is to be awake',
        ),
      ]
    : [];
};

/** Longer than two months, of which one may have no 31st. */
const weeksAhead = 10;
const weekMs = 7 * 24 * 3_600_000;

type Ahead = { readonly definition: Definition; readonly fromMs: number; readonly toMs: number };

/** Told once for each form of a week: large files repeat it. */
type Told = Map<string, string | undefined>;

const whatOf = ({ definition, ...span }: Ahead, resource: Resource, up: readonly UpTime[]): string | undefined => {
  const all = awakeAhead({ ...definition, resources: [resource] }, span);
  const times = all.filter(({ fromMs, untilMs = 0 }) => fromMs > span.fromMs && untilMs < span.toMs);
  if (all.length === 0) return `it is never awake in the coming ${weeksAhead} weeks`;
  const isWithin = (one: (typeof times)[number]) =>
    up.some(({ fromMs, toMs }) => fromMs <= one.fromMs && (one.untilMs ?? 0) <= toMs);
  return times.length > 0 && times.every(isWithin)
    ? 'changes nothing: the environment is up at all of these times anyway'
    : undefined;
};

const inUpTime = (resource: Resource, ahead: Ahead, up: readonly UpTime[], told: Told): Problem[] => {
  const { name, awakeOn, leaveAlone } = resource;
  if (awakeOn === undefined || awakeOn === 'always' || leaveAlone !== undefined) return [];
  const key = JSON.stringify(awakeOn);
  if (!told.has(key)) told.set(key, whatOf(ahead, resource, up));
  const what = told.get(key);
  return what === undefined ? [] : [warning(name, 'awakeOn', what, 'check its days and times')];
};

const upTimeWarnings = (definition: Definition, nowMs: number): Problem[] => {
  const { resources, schedule } = definition;
  const own = resources.filter(({ awakeOn }) => awakeOn !== undefined);
  if (!schedule.enabled || own.length === 0) return [];
  if (schedule.stop === undefined)
    return own.map(({ name }) =>
      warning(name, 'awakeOn', 'changes nothing: no stop is scheduled', 'add `stop` to `schedule`'),
    );
  const ahead = { definition, fromMs: nowMs, toMs: nowMs + weeksAhead * weekMs };
  const slots = { ...ahead, definition: { ...definition, resources: [] }, overrides: [] };
  const up = upTimes(comingUp(slots), slots);
  const told: Told = new Map();
  return own.flatMap((one) => inUpTime(one, ahead, up, told));
};

export const ownWeekWarnings = (definition: Definition, nowMs: number | undefined): Problem[] => [
  ...definition.resources.flatMap((one) => [...leftAlone(one), ...alwaysAwake(one), ...idleGate(one)]),
  ...(nowMs === undefined ? [] : upTimeWarnings(definition, nowMs)),
];
