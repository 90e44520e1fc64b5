// How resources misbehave in a random night by themselves: stuck, flapping and unheard-of statuses, tasks that fail their
// health check, databases that take for ever. Each disturbance ends by itself, or else when everything is repaired.
import { isGate, type Resource } from '#kinds/resource.ts';
import type { Disturbance } from '../kind-rehearsal.ts';
import { rehearsalOf } from '../kinds.ts';
import type { ResourceWorld, TimelineEntry } from '../scenario/scenario.ts';
import { pick, pickOrNone } from './choice.ts';
import { type Chaos, later, momentOf } from './times.ts';

/** Somebody deletes it, and makes another one by the same name. */
const gone: Disturbance = { wrong: [{ missing: true }], right: { missing: false } };

/** Those of its kind; a gate is nobody's to delete in a night. */
const disturbancesOf = (resource: Resource): readonly Disturbance[] | undefined => {
  const known = rehearsalOf(resource.kind).random.disturbances;
  return known === undefined || isGate(resource) ? known : [...known, gone];
};

/** A gate of this kind may have other statuses than one that is changed; then nothing is known about it. */
const isDisturbed = (resource: Resource): boolean =>
  disturbancesOf(resource) !== undefined &&
  !(resource.kind === 'elasticache-replication-group' && resource.whenStopped !== 'keep');

export const disturbance = (chaos: Chaos): TimelineEntry[] => {
  const { chance, definition } = chaos;
  const resource = pickOrNone(chance, 'who is disturbed', definition.resources.filter(isDisturbed));
  const known = resource && disturbancesOf(resource);
  if (!resource || !known) return [];
  const { wrong, right } = pick(chance, `disturbance of ${resource.kind}`, known);
  const set = (at: number, facts: ResourceWorld): TimelineEntry => ({ at, do: 'set', resource: resource.name, facts });
  const entries: TimelineEntry[] = [];
  let ms = momentOf(chaos, 'disturbance');
  for (let times = chance.integer('flaps', 1, 3); times > 0 && ms < chaos.healMs; times--) {
    entries.push(set(ms, pick(chance, `wrong ${resource.kind}`, wrong)));
    ms = later(chaos, 'disturbance', ms, chance.happens('stuck', 0.3) ? 400 : 8);
    if (ms < chaos.healMs) entries.push(set(ms, right));
    ms = later(chaos, 'until it flaps again', ms, 10);
  }
  return entries;
};

const isSame = (a: ResourceWorld, b: ResourceWorld): boolean => JSON.stringify(a) === JSON.stringify(b);

/** How a person repairs what the night broke: every resource that was disturbed is put right. */
export const repairs = ({ definition, healMs }: Chaos, timeline: readonly TimelineEntry[]): TimelineEntry[] =>
  definition.resources.flatMap((resource) => {
    const factsSet = timeline.flatMap((entry) =>
      entry.do === 'set' && entry.resource === resource.name ? [entry.facts] : [],
    );
    const broken = (disturbancesOf(resource) ?? []).filter(({ wrong }) =>
      wrong.some((facts) => factsSet.some((one) => isSame(facts, one))),
    );
    if (broken.length === 0) return [];
    const facts: ResourceWorld = Object.assign({}, ...broken.map(({ right }) => right));
    return [{ at: healMs, do: 'set' as const, resource: resource.name, facts }];
  });
