import type { Report } from '#core/report.ts';
import { namesInPart } from '#definition/part.ts';
import { lastSlot } from '#definition/schedule/wanted-state.ts';
import { isTrouble } from '../calls.ts';
import { askedByPeople, attendedIn, awakeIn, isHeld, onlyIn, timesOfTheirOwn } from './awake.ts';
import { isQuiet } from './finishes-by-itself.ts';
import { isDown, pastOf, resourceNamed } from './history.ts';
import { directionOf } from './moves.ts';
import { isFine, ran, reportsIn } from './reports.ts';
import type { Found, Invariant, Judged } from './violation.ts';

const minuteMs = 60_000;
/** A look decides a moment before the run that it asks for. */
const lookMs = 2 * minuteMs;
/** A tick that comes too soon, one that a run keeps from acting, and a start that takes long. */
const patienceMs = 80 * minuteMs;

/** Whoever stops it by its name, or something that it needs, wants it down in spite of its week. */
const isStoppedByName = ({ scenario }: Judged, resource: string, fromMs: number, toMs: number): boolean =>
  askedByPeople(scenario).some((one) => {
    const only = onlyIn(one);
    if (!only || one.function !== 'stop' || one.at < fromMs || one.at > toMs) return false;
    return [...namesInPart(scenario.definition.resources, 'stop', only)].some((name) => name === resource);
  });

/** A run that could not ask when the windows are does not know them. */
const couldNotAsk = ({ lines }: Judged): ReadonlySet<string | undefined> =>
  new Set(
    lines.flatMap(({ event }) =>
      event.type === 'call' && event.operation.startsWith('rds:Describe') && isTrouble(event) ? [event.run] : [],
    ),
  );

/** No stop that begins while something is awake by a week of its own stops it, or what it needs. */
const areLeftUp = (rehearsal: Judged): Found[] => {
  const { scenario, lines } = rehearsal;
  // A second delivery is reported by the name of the run that it repeats.
  const own = reportsIn(rehearsal).filter(({ report }) => report.outcome !== 'duplicate');
  const begun = new Map(own.map(({ report }) => [report.run, Date.parse(report.startedAt)]));
  const blind = couldNotAsk(rehearsal);
  return lines.flatMap(({ at, event }): Found[] => {
    if (event.type !== 'call' || directionOf(event) !== 'stop' || event.resource === undefined) return [];
    const { run = '', resource } = event;
    const since = begun.get(run);
    if (since === undefined || blind.has(run) || isHeld(rehearsal, 'down', since)) return [];
    const awake = awakeIn(scenario, since).find(
      ({ resource: own, names, fromMs }) =>
        names.has(resource) && since - fromMs > lookMs && !isStoppedByName(rehearsal, own, fromMs, since),
    );
    if (!awake) return [];
    const detail = `${run} stopped ${resource} although ${awake.resource} is awake by a week of its own`;
    return [{ at, resource, detail }];
  });
};

/** Whether nothing but the weeks of resources of their own can want anything up. */
const isDownForTheNight = (rehearsal: Judged, ms: number): boolean => {
  const { scenario } = rehearsal;
  const slot = lastSlot(scenario.definition, ms);
  if (slot?.action !== 'stop' || slot.at < scenario.fromMs || isHeld(rehearsal, 'up', scenario.fromMs, ms))
    return false;
  // What began early, to be ready by its slot, is due up since then.
  const hasBegun = reportsIn(rehearsal).some(
    ({ report }) =>
      report.readyBy !== undefined && slot.at < Date.parse(report.startedAt) && Date.parse(report.startedAt) <= ms,
  );
  return !hasBegun && !askedByPeople(scenario).some((one) => one.function === 'start' && one.at <= ms);
};

/** Of what is awake at a moment, or was just before it. */
const dueUpAt = (scenario: Judged['scenario'], ms: number): ReadonlySet<string> =>
  new Set([ms, ms - lookMs].flatMap((one) => awakeIn(scenario, one).flatMap(({ names }) => [...names])));

const isOwnWork = ({ requestedBy, readyBy }: Report): boolean =>
  (requestedBy === 'schedule' || requestedBy === 'reconcile') && readyBy === undefined;

/** While the environment is down, what is started is awake, or what that needs. */
const nothingElseIsStarted = (rehearsal: Judged): Found[] => {
  const { scenario, lines } = rehearsal;
  const runs = new Map(
    reportsIn(rehearsal).flatMap(({ report }) => {
      const since = Date.parse(report.startedAt);
      const isNight = report.action === 'start' && isOwnWork(report) && isDownForTheNight(rehearsal, since);
      return isNight ? [[report.run, dueUpAt(scenario, since)] as const] : [];
    }),
  );
  return lines.flatMap(({ at, event }): Found[] => {
    if (event.type !== 'call' || directionOf(event) !== 'start' || event.resource === undefined) return [];
    const due = runs.get(event.run ?? '');
    if (!due || due.has(event.resource)) return [];
    const detail = `${event.run} started ${event.resource}, which nothing that is awake needs`;
    return [{ at, resource: event.resource, detail }];
  });
};

/** While the environment is down, only what is awake, or needed by that, is told to be missing. */
const nothingElseIsMissed = (rehearsal: Judged): Found[] =>
  rehearsal.lines.flatMap(({ at, event }): Found[] => {
    if (event.type !== 'call' || event.operation !== 'sns:Publish' || event.function !== 'reconcile') return [];
    const message = JSON.parse(String((event.input as { readonly Message?: unknown }).Message ?? 'null')) as {
      readonly notice?: string;
      readonly resources?: readonly { readonly resource: string }[];
    } | null;
    if (message?.notice !== 'not-up' || !isDownForTheNight(rehearsal, at)) return [];
    const due = dueUpAt(rehearsal.scenario, at);
    return (message.resources ?? [])
      .filter(({ resource }) => !due.has(resource))
      .map(({ resource }) => ({ at, resource, detail: `${resource} is reported as missing while it may be down` }));
  });

/** Somebody asked for something, or a run told that it failed: then what is so may be right. */
const isUndisturbed = (rehearsal: Judged, name: string, fromMs: number, toMs: number): boolean =>
  isQuiet(rehearsal, fromMs, toMs) &&
  !isHeld(rehearsal, 'down', rehearsal.scenario.fromMs, toMs) &&
  !askedByPeople(rehearsal.scenario).some(({ at }) => at <= toMs) &&
  !rehearsal.lines.some(({ event }) => event.type === 'change' && event.resource === name) &&
  !reportsIn(rehearsal).some(
    ({ at, report }) =>
      at >= fromMs &&
      at <= toMs + patienceMs &&
      ran(report) &&
      report.resources.some((one) => one.resource === name && (!isFine(one) || one.staysDown === true)),
  );

/** Those that a run brings up and down: not what others keep, nor what waits or is looked at alone. */
const isOurs = (rehearsal: Judged, name: string): boolean => {
  const resource = resourceNamed(rehearsal.scenario.definition, name);
  const isTheirs =
    resource?.leaveAlone !== undefined || resource?.keptUp !== undefined || resource?.alsoIn !== undefined;
  return resource?.kind === 'rds-instance' && !isTheirs && !resource.optional;
};

/** What is awake is up soon after its time has come, and down soon after that is over. */
const comeAndGo = (rehearsal: Judged): Found[] => {
  const { scenario } = rehearsal;
  const definition = attendedIn(scenario);
  const past = pastOf(rehearsal);
  const isOut = (name: string) => (status: string) => isDown(definition, name, status);
  return timesOfTheirOwn(scenario).flatMap(({ resource, names, fromMs, untilMs }): Found[] => {
    const own = [...names].filter((name) => isOurs(rehearsal, name));
    const isLong = untilMs - fromMs >= patienceMs && fromMs >= scenario.fromMs;
    const upAt = fromMs + patienceMs;
    const missing = own.filter(
      (name) =>
        isLong &&
        isUndisturbed(rehearsal, name, fromMs, upAt) &&
        !past.ever(name, fromMs, upAt, (status) => !isOut(name)(status)),
    );
    const downAt = untilMs + patienceMs;
    const due = dueUpAt(scenario, downAt);
    const left = own.filter(
      (name) =>
        isDownForTheNight(rehearsal, downAt) &&
        !due.has(name) &&
        awakeIn(scenario, untilMs + lookMs).every((one) => !one.names.has(name)) &&
        isUndisturbed(rehearsal, name, untilMs, downAt) &&
        !past.ever(name, untilMs, downAt, isOut(name)),
    );
    return [
      ...missing.map((name) => ({
        at: upAt,
        resource: name,
        detail: `${name} is not up although ${resource} is awake`,
      })),
      ...left.map((name) => ({
        at: downAt,
        resource: name,
        detail: `${name} is up although ${resource} sleeps again`,
      })),
    ];
  });
};

/**
 * A resource that is awake by a week of its own, or a database that attends its maintenance window, is up then with what it needs, and no
 * stop of the rest takes it down; nothing else is started for it or told to be missing, and it is put down afterwards.
 */
export const ownWeeks: Invariant = {
  name: 'ownWeeks',
  judge: (rehearsal) =>
    rehearsal.scenario.definition.resources.every((one) => one.awakeOn === undefined && !('maintenance' in one))
      ? []
      : [areLeftUp, nothingElseIsStarted, nothingElseIsMissed, comeAndGo].flatMap((judge) => judge(rehearsal)),
};
