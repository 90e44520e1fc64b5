// One look at what is due. Kinds are read one beside the other, and none waits for a slow one: what has been found is acted
// upon meanwhile, and what has answered is read again as its pace wants it.

import type { ResourceName } from '#core/resource.ts';
import { type Next, withinRun } from '#kinds/next.ts';
import type { Kind, Resource } from '#kinds/resource.ts';
import type { Dependencies } from '../dependencies.ts';
import { heldOpen, withFailures } from '../early/flight-early.ts';
import { limits } from '../limits.ts';
import { alsoInCode } from '../plan/also-in.ts';
import { decideSafely } from '../plan/decide-safely.ts';
import { dueResources } from './due.ts';
import { leadsToSomething } from './next-poll.ts';
import { observeKinds, type Readings, tooSlow } from './observe-all.ts';
import type { Findings, Progress } from './progress.ts';

type Ports = Pick<Dependencies, 'services' | 'runtime'>;

/** A kind that is being read, since when, and what it has answered. */
type Read = {
  readonly at: number;
  readonly resources: readonly Resource[];
  readonly done: Promise<unknown>;
  answer?: Readings;
};

const decided = (
  progress: Progress,
  { resources, at }: Pick<Read, 'resources' | 'at'>,
  readings: Readings,
  before: Findings['nexts'],
): Record<string, Next> =>
  Object.fromEntries(
    resources.map((resource): [string, Next] => {
      const reading = readings.get(resource.name) ?? { state: 'absent' };
      const memory = progress.memories.get(resource.name);
      const theirs = progress.plan.theirs?.[resource.name];
      if (theirs !== undefined) return [resource.name, { kind: 'refuse', reason: theirs, code: alsoInCode }];
      const wasUp = progress.wereUp.has(resource.name);
      const next = decideSafely(progress.plan.action, resource, reading, memory, undefined, wasUp);
      const flight = progress.flights.get(resource.name);
      const { since, early } = flight ?? {};
      // That it failed while it lacked what it depends on proves nothing.
      const startedAt = Math.max(progress.startedAt, resource.early ? (since ?? 0) : 0);
      const looking = { startedAt, nowMs: at, before: before[resource.name], since };
      const told = withFailures(withinRun(next, looking), flight, before[resource.name]);
      const waitsFor = resource.early?.filter((name) => !progress.outcomes.has(name)) ?? [];
      return [resource.name, heldOpen(told, early, waitsFor)];
    }),
  );

const beginReads = (
  open: Map<Kind, Read>,
  due: readonly Resource[],
  progress: Progress,
  at: number,
  { services }: Ports,
) => {
  for (const [kind, reading] of observeKinds(due, services, progress.plan.action)) {
    const read: Read = {
      at,
      resources: due.filter((one) => one.kind === kind),
      done: reading.then((answer) => {
        read.answer = answer;
      }),
    };
    open.set(kind, read);
  }
};

/** Takes in what has answered by now; of what is new since the look began, whether anything is to be done about it. */
const takeAnswers = (open: Map<Kind, Read>, progress: Progress, known: Findings): Findings => {
  let { nexts, readAt } = known;
  for (const [kind, read] of open) {
    const { at, answer } = read;
    if (!answer) continue;
    nexts = { ...nexts, ...decided(progress, read, answer, nexts) };
    readAt = { ...readAt, [kind]: at };
    open.delete(kind);
  }
  return { nexts, readAt };
};

const giveUp = (open: Map<Kind, Read>): void => {
  for (const read of open.values()) read.answer = tooSlow(read.resources, limits.lookSecondsMax);
};

const isSomethingToDo = (progress: Progress, fresh: ReadonlySet<ResourceName>, known: Findings, at: number): boolean =>
  [...progress.flights].some(([name, flight]) => {
    const next = known.nexts[name];
    return fresh.has(name) && next !== undefined && leadsToSomething(progress, name, flight, next, at);
  });

/** Resolves when one of them has answered or the time is up. */
const anyAnswer = async (open: Map<Kind, Read>, ms: number, pause: NonNullable<Ports['runtime']['pause']>) => {
  const timeIsUp = pause(ms);
  await Promise.race([...[...open.values()].map(({ done }) => done), timeIsUp.over]);
  timeIsUp.end();
};

/** Reads what is due and decides about it; of the rest what was found before stands. */
export const readDue = async (progress: Progress, before: Findings, at: number, ports: Ports): Promise<Findings> => {
  const { runtime } = ports;
  const open = new Map<Kind, Read>();
  const due = dueResources(progress, before, at);
  beginReads(open, due, progress, at, ports);
  const { pause } = runtime;
  if (!pause) {
    await Promise.all([...open.values()].map(({ done }) => done));
    return takeAnswers(open, progress, before);
  }
  const nowMs = (): number => runtime.now().getTime();
  const fresh = new Set(due.map(({ name }) => name));
  let known = before;
  let foundAt: number | undefined;
  while (open.size > 0) {
    const now = nowMs();
    const graceEnds = foundAt === undefined ? Number.POSITIVE_INFINITY : foundAt + limits.lookGraceSeconds * 1_000;
    if (now >= at + limits.lookSecondsMax * 1_000) giveUp(open);
    else if (now >= graceEnds) return known;
    else await anyAnswer(open, Math.min(limits.pollSecondsMin * 1_000, graceEnds - now), pause);
    known = takeAnswers(open, progress, known);
    if (open.size === 0) break;
    if (isSomethingToDo(progress, fresh, known, nowMs())) {
      foundAt ??= nowMs();
      continue;
    }
    const again = dueResources(progress, known, nowMs()).filter(({ kind }) => !open.has(kind));
    for (const { name } of again) fresh.add(name);
    beginReads(open, again, progress, nowMs(), ports);
  }
  return known;
};
