// What people and deliveries do in a random night: counts, scaling and statuses changed by hand, runs begun by hand with
// and without taking over, duplicate and late deliveries, schedules that are lost, Slack that does not answer.

import { randomScaling, tasksMax } from '#kinds/ecs-service/rehearsal.ts';
import { rehearsalOf } from '../kinds.ts';
import type { ResourceWorld, TimelineEntry } from '../scenario/scenario.ts';
import { pick, pickOrNone } from './choice.ts';
import { nightlyJob } from './definition.ts';
import { type Chaos, later, minuteMs, momentOf } from './times.ts';

const set = (at: number, resource: string, facts: ResourceWorld): TimelineEntry => ({ at, do: 'set', resource, facts });

/** Somebody changes how many tasks a service has, or within which bounds it scales. */
export const serviceChanged = (chaos: Chaos): TimelineEntry[] => {
  const { chance, definition } = chaos;
  const services = definition.resources.filter(({ kind }) => kind === 'ecs-service');
  const service = pickOrNone(chance, 'whose count', services);
  if (!service) return [];
  const at = momentOf(chaos, 'count');
  if (chance.happens('its scaling', 0.3)) return [set(at, service.name, { scaling: randomScaling(chance, tasksMax) })];
  return [set(at, service.name, { desired: chance.happens('to zero', 0.2) ? 0 : chance.integer('to', 1, tasksMax) })];
};

/** Somebody starts, stops or pauses one thing by hand. */
export const stateChanged = (chaos: Chaos): TimelineEntry[] => {
  const { chance, definition } = chaos;
  const resource = pickOrNone(
    chance,
    'whose state',
    definition.resources.filter(({ kind }) => rehearsalOf(kind).random.byHand !== undefined),
  );
  const byHand = resource && rehearsalOf(resource.kind).random.byHand;
  if (!resource || !byHand) return [];
  const status = pick(chance, byHand.what, byHand.statuses);
  return [set(momentOf(chaos, 'state'), resource.name, { status })];
};

export const runByHand = (chaos: Chaos): TimelineEntry => ({
  at: momentOf(chaos, 'by hand'),
  do: 'invoke',
  function: pick(chaos.chance, 'what by hand', ['start', 'stop']),
  input: { requestedBy: 'ana', supersede: chaos.chance.happens('takes over', 0.6) },
});

/** Somebody holds the environment up or down for a while, and perhaps releases it before the end. */
export const held = (chaos: Chaos): TimelineEntry[] => {
  const { chance, healMs } = chaos;
  const at = momentOf(chaos, 'held');
  const until = later(chaos, 'held', at + minuteMs, 300);
  const hold: TimelineEntry = {
    at,
    do: 'hold',
    hold: pick(chance, 'held how', ['up', 'down']),
    until: Math.max(at + minuteMs, until),
    by: 'cid',
    why: 'release',
  };
  if (!chance.happens('released', 0.5)) return [hold];
  return [hold, { at: Math.min(healMs - 1, later(chaos, 'released', at, 120)), do: 'release' }];
};

/** A pipeline deploys, mostly when a run is due. */
export const deployed = (chaos: Chaos): TimelineEntry => {
  const at = momentOf(chaos, 'deployed');
  const ms = Math.min(chaos.healMs - at, chaos.chance.between('deployment takes', 1, 60) * minuteMs);
  return { at, do: 'deploy', by: 'pipeline', minutes: ms / minuteMs };
};

/** A job runs in one of the clusters, mostly around the stop. */
export const jobRun = (chaos: Chaos): TimelineEntry[] => {
  const { chance, definition } = chaos;
  const service = pickOrNone(
    chance,
    'cluster of a job',
    definition.resources.filter(({ kind }) => kind === 'ecs-service'),
  );
  if (service?.kind !== 'ecs-service') return [];
  const family = pick(chance, 'family', [nightlyJob, nightlyJob, 'import']);
  const minutes = chance.between('job takes', 1, 90);
  return [{ at: momentOf(chaos, 'job'), do: 'run-task', cluster: service.cluster, family, minutes }];
};

/** Somebody asks what a run would do. */
export const asked = (chaos: Chaos): TimelineEntry => ({
  at: momentOf(chaos, 'asked'),
  do: 'invoke',
  function: pick(chaos.chance, 'asked what', ['start', 'stop']),
  input: { requestedBy: 'dora', dryRun: true, supersede: chaos.chance.happens('asked to take over', 0.3) },
});

/** Scheduled work is paused for a while. */
export const paused = (chaos: Chaos): TimelineEntry[] => {
  const at = momentOf(chaos, 'paused');
  return [
    { at, do: 'switch', enabled: false },
    { at: Math.min(chaos.healMs - 1, later(chaos, 'paused', at, 90)), do: 'switch', enabled: true },
  ];
};

/** Alarms of scaling policies and scheduled actions want another count. */
export const scaled = (chaos: Chaos): TimelineEntry[] => {
  const { chance, definition } = chaos;
  const service = pickOrNone(
    chance,
    'who scales',
    definition.resources.filter(({ kind }) => kind === 'ecs-service'),
  );
  if (!service) return [];
  const by = pick(chance, 'why it scales', ['alarm', 'schedule'] as const);
  return [
    {
      at: momentOf(chaos, 'scaled'),
      do: 'scale',
      resource: service.name,
      by,
      to: chance.integer('scales to', 0, tasksMax),
    },
  ];
};

/** Somebody mutes an alarm, and perhaps ends that. */
export const mutedByHand = (chaos: Chaos, alarms: readonly { readonly name: string }[]): TimelineEntry[] => {
  const { chance, healMs } = chaos;
  const alarm = pickOrNone(chance, 'which alarm', alarms);
  if (!alarm) return [];
  const at = momentOf(chaos, 'muted by hand');
  const mute = (ms: number, muted: boolean): TimelineEntry => ({ at: ms, do: 'mute-alarm', name: alarm.name, muted });
  if (!chance.happens('unmuted by hand', 0.5)) return [mute(at, true)];
  return [mute(at, true), mute(Math.min(healMs - 1, later(chaos, 'muted', at, 300)), false)];
};

type Slot = { readonly action: 'start' | 'stop'; readonly ms: number };

/** The same slot once or twice more: at once, during the run, or much too late. */
export const deliveredAgain = (chaos: Chaos, slots: readonly Slot[]): TimelineEntry[] => {
  const slot = pickOrNone(chaos.chance, 'slot again', slots);
  if (!slot) return [];
  const minutes = pick(chaos.chance, 'how late', [0, 0.1, 10, 60, 300]);
  return [
    {
      at: Math.min(chaos.healMs - 1, slot.ms + Math.round(chaos.chance.number('delay') * 1_000 + minutes * minuteMs)),
      do: 'deliver',
      function: slot.action,
      scheduledTime: new Date(slot.ms).toISOString(),
      times: chaos.chance.integer('deliveries', 1, 2),
    },
  ];
};

export const schedulesLost = (chaos: Chaos, slots: readonly Slot[]): TimelineEntry[] => {
  const slot = pickOrNone(chaos.chance, 'slot lost', slots);
  if (!slot) return [];
  const at = Math.max(chaos.fromMs, slot.ms - minuteMs);
  return [{ at, do: 'lose-schedules', untilMs: slot.ms + minuteMs, only: [slot.action, 'reconcile'] }];
};

/** Reconcile's ticks do not come for a while, or the events of RDS, or both. */
export const deliveriesLost = (chaos: Chaos): TimelineEntry[] => {
  const at = momentOf(chaos, 'lost deliveries');
  const only = pick(chaos.chance, 'which deliveries', [['reconcile'], ['events'], ['reconcile', 'events']] as const);
  return [{ at, do: 'lose-schedules', untilMs: later(chaos, 'lost deliveries', at + minuteMs, 180), only }];
};

/** Most nights nothing is delivered while nothing is due: a reconcile every quarter of an hour finds nothing to do. */
export const quietHours = (chaos: Chaos, slots: readonly Slot[]): TimelineEntry[] => {
  const stop = slots.find(({ action }) => action === 'stop');
  const start = slots.find(({ action, ms }) => action === 'start' && stop !== undefined && ms > stop.ms);
  if (!stop || !start || chaos.chance.happens('reconciled all night', 0.25)) return [];
  const [at, untilMs] = [stop.ms + 150 * minuteMs, start.ms - 20 * minuteMs];
  return at < untilMs ? [{ at, do: 'lose-schedules', untilMs }] : [];
};

export const crash = (chaos: Chaos): TimelineEntry => ({
  at: momentOf(chaos, 'crash'),
  do: 'crash',
  function: pick(chaos.chance, 'which function dies', ['start', 'stop']),
  // Most runs make few changes before their long waits: early calls are the interesting ones.
  afterCalls: 1 + Math.floor(chaos.chance.number('dies after') ** 2 * 60),
});

/** The other function takes over while the run is dead, or just before or after: the resumed run has to notice. */
export const takenOverWhileDead = (chaos: Chaos): TimelineEntry[] => {
  const { chance } = chaos;
  const at = momentOf(chaos, 'dies');
  const dies = pick(chance, 'who dies', ['start', 'stop'] as const);
  return [
    { at, do: 'crash', function: dies, afterCalls: chance.integer('dies soon after', 1, 25) },
    {
      at: Math.min(chaos.healMs - 1, at + Math.round(chance.between('taken over after', 0, 90_000))),
      do: 'invoke',
      function: chance.happens('by its opposite', 0.8) ? (dies === 'start' ? 'stop' : 'start') : dies,
      input: { requestedBy: 'bob', supersede: true },
    },
  ];
};

export const slackDown = (chaos: Chaos): TimelineEntry => ({
  at: later(chaos, 'Slack', chaos.fromMs, 60),
  do: 'slack',
  status: pick(chaos.chance, 'Slack says', [500, 503, 429]),
  times: chaos.chance.integer('Slack fails', 1, 10),
});

/** Somebody edits, switches off or deletes a schedule by hand: reconcile puts it back. */
export const scheduleEdited = (chaos: Chaos): TimelineEntry => {
  const { chance } = chaos;
  const edits = [{ deleted: true as const }, { enabled: false }, { at: '03:17' }, { at: '19:45' }];
  return {
    at: momentOf(chaos, 'edit of a schedule'),
    do: 'edit-schedule',
    function: pick(chance, 'edited schedule', ['start', 'stop'] as const),
    edit: pick(chance, 'edit of a schedule', edits),
  };
};
