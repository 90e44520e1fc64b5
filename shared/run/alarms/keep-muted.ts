// What reconcile does about alarms: a downtime whose plan has changed is muted for as long as it lasts now, and one that is
// over, but that its start could not end, is ended. Nothing differs: no write.

import type { Expectation } from '#core/expectation.ts';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import { leaseInForce } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { ranToItsEnd, type Wanted } from '#definition/schedule/wanted-state.ts';
import type { Resource } from '#kinds/resource.ts';
import { limits } from '../limits.ts';
import { muteRules } from './alarms-to-mute.ts';
import { findAlarms } from './begin-downtime.ts';
import { downtimeEnd, inForce, isOutdated, stoppableNameOf } from './downtime.ts';
import type { DowntimePorts } from './downtime-ports.ts';
import { alarmsIn } from './lift-mutes.ts';
import { putRules } from './mute-rules.ts';

const minuteMs = 60_000;

type Downtime = {
  readonly definition: Definition;
  readonly wanted: Wanted;
  readonly overrides: readonly Override[];
  /** As the tick has read them. */
  readonly expectations: readonly Expectation[];
  /** Newest first. */
  readonly reports: readonly Report[];
  readonly nowMs: number;
};

/** While it is down: the plan may have changed, by a hold or by another definition. */
const endWhileDown = ({ until }: Expectation, { definition, overrides, nowMs }: Downtime): number | undefined => {
  const end = downtimeEnd(definition, overrides, nowMs, limits.runSecondsMax * 1_000);
  return isOutdated(Date.parse(until), end, nowMs) ? end.untilMs : undefined;
};

const isIn = ({ identities }: Expectation, resource: Resource): boolean =>
  stoppableNameOf(resource).some((id) => identities.includes(id));

/** The last run that had to do with what it is about: of everything, or of some of it. */
const lastAbout = (expectation: Expectation, { definition, reports }: Downtime): Report | undefined => {
  if (!expectation.ofSome) return reports.find((one) => ranToItsEnd(one) && !one.only);
  const names = new Set<string>(definition.resources.flatMap((one) => (isIn(expectation, one) ? [one.name] : [])));
  return reports.find(
    (one) => ranToItsEnd(one) && (!one.only || one.resources.some(({ resource }) => names.has(resource))),
  );
};

/** After a start: what lasts longer than the grace is what the start failed to end. */
const endWhenUp = (expectation: Expectation, downtime: Downtime): number | undefined => {
  const { until } = expectation;
  const { definition, nowMs } = downtime;
  const last = lastAbout(expectation, downtime);
  if (last?.action !== 'start') return undefined;
  const graceMs = definition.alarms.graceMinutes * minuteMs;
  return Date.parse(until) > Date.parse(last.endedAt) + graceMs + minuteMs ? nowMs + graceMs : undefined;
};

/** What the stop was about: of some resources these, of everything all but what it left up. */
const stoppedBy = (expectation: Expectation, { definition, reports }: Downtime): Definition => {
  const { resources } = definition;
  if (expectation.ofSome) return { ...definition, resources: resources.filter((one) => isIn(expectation, one)) };
  const leftUp = reports.find(({ run }) => run === expectation.run)?.leftUp ?? [];
  const keptUp = 'left up by the stop';
  return { ...definition, resources: resources.map((one) => (leftUp.includes(one.name) ? { ...one, keptUp } : one)) };
};

/**
 * What a stop could not mute because CloudWatch did not answer, as long as it is down: what is in alarm by then has acted, and
 * the rest of the night is quiet.
 */
const muteLater = async (
  last: Expectation,
  standing: readonly Expectation[],
  downtime: Downtime,
  deps: DowntimePorts,
): Promise<string | undefined> => {
  const { definition, overrides, nowMs } = downtime;
  const { environment } = definition;
  const { isKnown, alarms, warnings } = await findAlarms(stoppedBy(last, downtime), deps, last.ofSome === true);
  if (!isKnown) return warnings.join('; ');
  const { untilMs } = downtimeEnd(definition, overrides, nowMs, limits.runSecondsMax * 1_000);
  const { unmuted: _, ...own } = { ...last, alarms, until: new Date(untilMs).toISOString() };
  await deps.state.expect(environment, { ...own, unmuted: true });
  // What is muted already stays so: a rule that is put takes the place of the one before.
  const together = [...new Set([...alarms, ...alarmsIn(standing)])].sort();
  const { refusals } = await putRules(
    muteRules(environment, together, { fromMs: nowMs, untilMs }, last.run),
    deps.alarms,
  );
  if (refusals.length > 0) return refusals.join('; ');
  await deps.state.expect(environment, own);
  return undefined;
};

type Due = {
  readonly standing: readonly Expectation[];
  /** Still to be muted. */
  readonly unmuted?: Expectation | undefined;
  /** With another end than they have. */
  readonly moved: readonly Expectation[];
};

const dueIn = (expectations: readonly Expectation[], downtime: Downtime): Due => {
  const { wanted, nowMs } = downtime;
  const standing = inForce(expectations, nowMs);
  const isDown = (one: Expectation): boolean =>
    one.ofSome ? lastAbout(one, downtime)?.action === 'stop' : wanted.state === 'down';
  const unmuted = standing.findLast((one) => one.unmuted && isDown(one));
  const endOf = wanted.state === 'down' ? endWhileDown : endWhenUp;
  const moved = standing.flatMap((one) => {
    const untilMs = endOf(one, downtime);
    return untilMs === undefined ? [] : [{ ...one, until: new Date(untilMs).toISOString() }];
  });
  return { standing, unmuted, moved };
};

const isAnything = ({ unmuted, moved }: Due): boolean => unmuted !== undefined || moved.length > 0;

/** Answers with what AWS refused permanently, to be reported; throws `OperationError` for what the next tick may do. */
export const keepMuted = async (downtime: Downtime, deps: DowntimePorts): Promise<string | undefined> => {
  const { state, alarms } = deps;
  const { definition, nowMs } = downtime;
  const { environment } = definition;
  if (!isAnything(dueIn(downtime.expectations, downtime))) return undefined;
  // What the tick has read is as old as its look by now. A run that began in the meantime does this by itself.
  const { lease, expectations } = await state.readState(environment);
  if (leaseInForce(lease, nowMs)) return undefined;
  const { standing, unmuted, moved } = dueIn(expectations, downtime);
  if (unmuted) return muteLater(unmuted, standing, downtime, deps);
  const latest = moved.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from)).at(-1);
  if (!latest) return undefined;
  const window = { fromMs: nowMs, untilMs: Date.parse(latest.until) };
  const { refusals } = await putRules(muteRules(environment, alarmsIn(standing), window, latest.run), alarms);
  if (refusals.length > 0) return refusals.join('; ');
  for (const one of moved) await state.expect(environment, one);
  return undefined;
};
