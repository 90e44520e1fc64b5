// A start that is to be ready by a time wakes as early as it may, and waits until it has to begin. It waits before it claims anything,
// so that it is in nobody's way, and durably, so that waiting costs nothing.
import type { Action } from '#core/action.ts';
import type { RunRequest } from '#core/run.ts';
import type { NextPoll, Workflow } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import { beginTime, startTakes } from '#definition/schedule/begin-time.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import type { Identity } from '../claim/identify.ts';
import type { Dependencies } from '../dependencies.ts';
import { reportsOf } from './reports-read.ts';

type Asked = { readonly action: Action; readonly request: RunRequest; readonly identity: Identity };

const dayMs = 24 * 3_600_000;

/** The slot that a delivery wakes for, if it is one that is to be ready by its time. */
const slotWokenFor = (definition: Definition, action: Action, request: RunRequest): number | undefined => {
  const { scheduledTime, requestedBy } = request;
  if (action !== 'start' || requestedBy !== 'schedule' || scheduledTime === undefined) return undefined;
  const ms = Date.parse(scheduledTime);
  const minuteMs = ms - (ms % 60_000);
  const { timeZone } = definition;
  for (const slot of slotsOf(definition, action)) {
    if (slot.notBefore === undefined) continue;
    const isWake = slotsBetween({ ...slot, at: slot.notBefore }, timeZone, minuteMs, minuteMs).length > 0;
    if (isWake) return slotsBetween(slot, timeZone, minuteMs, minuteMs + dayMs)[0];
  }
  return undefined;
};

/** JSON: the state of the poll. */
type Waiting = { readonly nowMs: number; readonly beginMs?: number };

const nextPoll = ({ nowMs, beginMs = nowMs }: Waiting): NextPoll =>
  beginMs <= nowMs ? { done: true } : { done: false, afterSeconds: Math.ceil((beginMs - nowMs) / 1_000) };

type WaitDependencies = Pick<Dependencies, 'definition' | 'state' | 'runtime'>;

/** From then on it is a run that begins now, for a slot that is to come. */
export const waitToBegin = async (
  workflow: Workflow,
  { action, request, identity }: Asked,
  deps: WaitDependencies,
): Promise<Pick<Asked, 'request' | 'identity'>> => {
  const { environment } = request;
  const definition = deps.definition(environment);
  const slotMs = slotWokenFor(definition, action, request);
  if (slotMs === undefined) return { request, identity };
  const notBeforeMs = Date.parse(request.scheduledTime ?? '');
  const check = async ({ beginMs }: Waiting): Promise<Waiting> => {
    const known =
      beginMs ??
      beginTime({ slotMs, notBeforeMs }, startTakes(definition.resources, await reportsOf(environment, deps)));
    return { nowMs: deps.runtime.now().getTime(), beginMs: known };
  };
  const { nowMs } = await workflow.waitUntil<Waiting>(
    'wait until it has to begin',
    { nowMs: identity.at },
    check,
    nextPoll,
  );
  const begins = { scheduledTime: new Date(nowMs).toISOString(), readyBy: new Date(slotMs).toISOString() };
  return { request: { ...request, ...begins }, identity: { ...identity, at: nowMs } };
};
