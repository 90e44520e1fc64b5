// The versions of the definition that somebody applies in a random night.
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { slotList } from '#definition/schedule/slot-list.ts';
import { dateAt } from '#definition/schedule/slots.ts';
import { keepingUp } from '#definition/to-definition.ts';
import { isGate, type Resource } from '#kinds/resource.ts';
import type { Scenario, TimelineEntry } from '../scenario/scenario.ts';
import { pick, pickOrNone, several } from './choice.ts';
import { type Chaos, momentOf } from './times.ts';

type Version = { readonly at: number; readonly definition: Definition; readonly saysTheSame: boolean };

/** What is kept up follows from what is left alone. */
const withResources = (definition: Definition, resources: readonly Resource[]): Definition => ({
  ...definition,
  resources: keepingUp(resources.map(({ keptUp: _, ...rest }) => rest as Resource)),
});

/** Under another name, or taken out, with what depends on it. */
const named = (definition: Definition, old: ResourceName, next: ResourceName | undefined): Definition =>
  withResources(
    definition,
    definition.resources.flatMap((one) => {
      const dependsOn = one.dependsOn.flatMap((name) => (name === old ? (next ?? []) : name));
      if (one.name !== old) return [{ ...one, dependsOn }];
      return next === undefined ? [] : [{ ...one, name: next, dependsOn }];
    }),
  );

const withResource = (definition: Definition, name: ResourceName, more: Partial<Resource>): Definition =>
  withResources(
    definition,
    definition.resources.map((one) => (one.name === name ? ({ ...one, ...more } as Resource) : one)),
  );

/** The first of its slots an hour later; a slot of the small hours stays where it is. */
const later = ({ schedule, ...rest }: Definition, action: 'start' | 'stop'): Definition => {
  const [slot, ...others] = slotList(schedule[action]);
  const [hour = '0', minute = ''] = slot?.at.split(':') ?? [];
  if (!slot || Number(hour) < 4 || Number(hour) > 22) return { ...rest, schedule };
  const moved = { ...slot, at: `${String(Number(hour) + 1).padStart(2, '0')}:${minute}` };
  return { ...rest, schedule: { ...schedule, [action]: others.length === 0 ? moved : [moved, ...others] } };
};

type Edit = (definition: Definition, resource: Resource, chaos: Chaos) => Definition;

/** Its Change Calendars were read anew: the day after is closed now, or is no longer. */
const calendarsRead: Edit = ({ calendars, ...rest }, _, { fromMs }) => {
  const day = dateAt(fromMs, rest.timeZone).add({ days: 1 }).toString();
  const freeze = { from: day, to: day, name: 'a freeze' };
  return {
    ...rest,
    calendars: calendars.map(({ isUnread: __, ...one }) =>
      one.changeCalendar === undefined ? one : { ...one, closed: one.closed.length > 0 ? [] : [freeze] },
    ),
  };
};

/** An environment without resources is none. */
const takenOut: Edit = (definition, { name }) => named(definition, name, undefined);

const edits: readonly Edit[] = [
  (definition, { name }) => named(definition, name, `${name}-renamed` as ResourceName),
  (definition, resource) =>
    isGate(resource) ? definition : withResource(definition, resource.name, { leaveAlone: 'from now on' }),
  (definition, { name }) => withResource(definition, name, { dependsOn: [] }),
  (definition, { name }) => withResource(definition, name, { deadlineSeconds: { start: 2_400, stop: 2_400 } }),
  (definition) => later(definition, 'stop'),
  (definition) => later(definition, 'start'),
  (definition) => ({ ...definition, whileDown: definition.whileDown === 'enforce' ? 'report' : 'enforce' }),
];

/** Somebody edits the definition, and perhaps takes the edit back: what was taken out is there again. */
const edited = (chaos: Chaos): Version[] => {
  const { chance, definition } = chaos;
  const resource = pickOrNone(chance, 'edited resource', definition.resources);
  if (!resource) return [];
  const possible = definition.resources.length > 1 ? [takenOut, takenOut, takenOut, ...edits] : edits;
  const hasChanges = definition.calendars.some(({ changeCalendar }) => changeCalendar !== undefined);
  const edit = hasChanges ? calendarsRead : pick(chance, 'edit of the definition', possible);
  const next = edit(definition, resource, chaos);
  const at = momentOf(chaos, 'edited');
  const change = { at, definition: next, saysTheSame: false };
  if (!chance.happens('edit taken back', 0.4)) return [change];
  return [change, { at: Math.max(at + 1, momentOf(chaos, 'edit taken back')), definition, saysTheSame: false }];
};

/** The same in another order: a run under way does not notice, and no later one does otherwise. */
const reordered = ({ timeline }: Scenario, chaos: Chaos): Version[] => {
  const { chance, healMs, definition } = chaos;
  const moments = several(chance, 'new versions', 0, 2, () => momentOf(chaos, 'applied'));
  // While a function is dead: what it reads when it is resumed shows whether it keeps to its own.
  const whileDead = timeline
    .filter((entry) => entry.do === 'crash' && chance.happens('applied while dead', 0.5))
    .map(({ at }) => Math.min(healMs - 1, at + chance.integer('applied so long after', 0, 90_000)));
  return [...moments, ...whileDead].map((at) => ({ at, definition, saysTheSame: true }));
};

/** Each version says what the one before it says, in reverse order, unless it is an edit. */
export const withNewVersions = (night: Scenario, chaos: Chaos): Scenario => {
  const isEdited = chaos.chance.happens('definition edited', 0.12);
  const versions = [...reordered(night, chaos), ...(isEdited ? edited(chaos) : [])].toSorted((a, b) => a.at - b.at);
  let { definition } = night;
  const applied = versions.map(({ at, definition: edit, saysTheSame }): TimelineEntry => {
    definition = saysTheSame ? { ...definition, resources: definition.resources.toReversed() } : edit;
    return { at, do: 'redefine', definition, ...(saysTheSame ? { saysTheSame } : {}) };
  });
  return { ...night, timeline: [...night.timeline, ...applied].toSorted((a, b) => a.at - b.at) };
};
