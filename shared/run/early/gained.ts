// How much sooner everything was up because some of it began before what it depends on was ready. Pure.
import type { Graph } from '#core/graph.ts';
import type { Outcome } from '#core/outcome.ts';
import type { ResourceName } from '#core/resource.ts';

/** Without what it only waited for others. Nothing of what was not touched. */
const lengthMs = ({ startedAt, endedAt, early }: Outcome): number =>
  startedAt === undefined || endedAt === undefined
    ? 0
    : Math.max(0, endedAt - startedAt - (early?.upBeforeSeconds ?? 0) * 1_000);

/** When others need not wait for it any more. */
const readyMs = ({ endedAt, servedAt = endedAt }: Outcome): number => servedAt ?? Number.NEGATIVE_INFINITY;

type Waiting = { readonly readyMs: number; readonly endedMs: number };

/** Seconds; 0 where nothing began early. Each resource takes as long as it did, and begins when all that it depends on is ready. */
export const gainedSeconds = (outcomes: readonly Outcome[], after: Graph): number => {
  if (!outcomes.some(({ early }) => early)) return 0;
  const byName = new Map(outcomes.map((outcome) => [outcome.resource, outcome]));
  const known = new Map<ResourceName, Waiting>();
  const waiting = (name: ResourceName): Waiting => {
    const before = known.get(name);
    if (before) return before;
    const outcome = byName.get(name);
    const free = Math.max(...(after.get(name) ?? []).map((one) => waiting(one).readyMs));
    const { startedAt, endedAt } = outcome ?? {};
    const begins = startedAt === undefined ? undefined : Math.max(startedAt, free);
    const shift = begins === undefined || startedAt === undefined ? 0 : begins - startedAt;
    const served = outcome ? readyMs(outcome) : Number.NEGATIVE_INFINITY;
    const ended = begins === undefined || !outcome ? endedAt : begins + lengthMs(outcome);
    const isServing = outcome?.servedAt !== undefined;
    const at = {
      endedMs: ended ?? Number.NEGATIVE_INFINITY,
      readyMs: isServing ? served + shift : (ended ?? served),
    };
    known.set(name, at);
    return at;
  };
  const otherwise = Math.max(...outcomes.map(({ resource }) => waiting(resource).endedMs));
  const actual = Math.max(...outcomes.map(({ endedAt = Number.NEGATIVE_INFINITY }) => endedAt));
  return Number.isFinite(otherwise) && Number.isFinite(actual) ? Math.max(0, otherwise - actual) / 1_000 : 0;
};

const minutes = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;

/** Of one resource: how much sooner it began, and what came of it. */
export const earlyReasons = ({ early }: Pick<Outcome, 'early'>): string[] => {
  if (!early) return [];
  const { on, gainedSeconds: gained, upBeforeSeconds: before, inVain, lost } = early;
  if (lost !== undefined) return [`up without ${lost}`];
  return [
    `began ${minutes(gained)} before ${on.join(', ')} ${on.length > 1 ? 'were all' : 'was'} ready`,
    ...(before === undefined ? [] : [`up ${minutes(before)} before that`]),
    ...(inVain ? ['its first tasks failed: the next start waits longer'] : []),
  ];
};

const namesOf = (outcomes: readonly Outcome[]): string => outcomes.map(({ resource }) => resource).join(', ');

/** For the reason of a report: what was gained, what was up before what it depends on, and what was started in vain. */
export const earlyText = (outcomes: readonly Outcome[], gained: number): string | undefined => {
  const early = outcomes.filter((one) => one.early);
  if (early.length === 0) return undefined;
  const before = early.filter((one) => one.early?.upBeforeSeconds !== undefined);
  const inVain = early.filter((one) => one.early?.inVain);
  const notes = [
    ...(gained > 0 ? [`ready ${minutes(gained)} sooner by early starts`] : []),
    ...(before.length > 0 ? [`${namesOf(before)} up before ${before.length > 1 ? 'their' : 'its'} dependencies`] : []),
    ...(inVain.length > 0 ? [`${namesOf(inVain)} started too early: the next start waits longer`] : []),
  ];
  return notes.length > 0 ? notes.join('; ') : undefined;
};
