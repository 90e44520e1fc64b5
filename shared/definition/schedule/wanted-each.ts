// What each resource is due to be. One function decides who is newest: claims, reconcile, the status and the calendar ask it. Whoever
// speaks of some resources speaks of them with what they need, or what needs them, so that what is due up has all that it needs.
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '../definition.ts';
import { awakeWords } from './awake-words.ts';
import {
  type Asked,
  askedFor,
  fromPerson,
  newest,
  newestWanted,
  type Wanted,
  type WantedInputs,
} from './wanted-state.ts';

/** Resources that are due to be the same for the same reason. */
export type WantedGroup = { readonly wanted: Wanted; readonly names: ReadonlySet<ResourceName> };

export type WantedEach = {
  /** Of the environment as a whole; nothing where nobody ever said anything about all of it. */
  readonly whole: Wanted | undefined;
  /** The first is what goes with the environment, unless that is nothing. */
  readonly groups: readonly WantedGroup[];
};

/** A person's word about some resources, as long as none about all of them is newer. */
const personsWord = (name: ResourceName, asked: readonly Asked[], whole: Wanted | undefined): Wanted | undefined => {
  const last = newest(asked.filter(({ names }) => names?.has(name)));
  return last && last.since > (whole?.since ?? 0) ? fromPerson(last) : undefined;
};

const keyOf = ({ state, since, because, by, reason }: Wanted): string =>
  JSON.stringify([state, since, because, by, reason]);

export const wantedEach = (definition: Definition, inputs: WantedInputs, nowMs: number): WantedEach => {
  const whole = newestWanted(definition, inputs, nowMs);
  const asked = askedFor(definition, inputs, nowMs);
  const partly = asked.filter(({ names }) => names !== undefined);
  const awake = awakeWords(definition, { inputs, asked, whole, nowMs });
  const groups = new Map<string, { wanted: Wanted; names: Set<ResourceName> }>();
  if (whole) groups.set(keyOf(whole), { wanted: whole, names: new Set() });
  for (const { name } of definition.resources) {
    const said = personsWord(name, partly, whole) ?? whole;
    const wanted = awake(name, said);
    if (!wanted) continue;
    const key = keyOf(wanted);
    const group = groups.get(key) ?? { wanted, names: new Set<ResourceName>() };
    group.names.add(name);
    groups.set(key, group);
  }
  return { whole, groups: [...groups.values()].filter(({ names }) => names.size > 0) };
};

/** Whether all of it is due to be the same. */
export const isOneGroup = ({ groups, whole }: WantedEach): boolean =>
  groups.length === 0 || (groups.length === 1 && groups[0]?.wanted === whole);

/** What one of them is due to be. */
export const wantedOf = ({ groups }: WantedEach, name: string): Wanted | undefined =>
  groups.find(({ names }) => names.has(name as ResourceName))?.wanted;
