// A night: the stop, a storm of notifications, reconcile's looks while all is down, the start, and the looks afterwards. Each
// function is in a process of its own that stays warm; durable ones are invoked afresh at every resumption, as by Lambda.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import { nextSlot } from '#definition/schedule/slots.ts';
import type { Simulation } from '#sim/simulation.ts';
import { type DurableHandler, runOnJournal } from '#test/support/journal-engine.ts';
import type { FunctionProcess } from './function-process.ts';
import { deliverPublished, notifyAnswering, storm } from './notify.ts';
import { answering, type Place, processOf } from './simulated.ts';

/** The service of durable functions, as a handler meets it. */
type DurableService = Parameters<Parameters<typeof runOnJournal>[0]>[0];

const run = async (where: Place, action: Action): Promise<FunctionProcess> => {
  const { clock, scenario } = where.stage;
  const { environment, schedule, timeZone } = scenario.definition;
  const slot = schedule[action];
  const slotMs = slot && nextSlot(slot, timeZone, clock.nowMs());
  if (slotMs === undefined) throw new Error(`${environment} has no schedule for a ${action}`);
  clock.advanceTo(slotMs);
  const ofAws = answering(where, action);
  let journal: DurableService | undefined;
  using running = await processOf(where, action, (asked) => {
    if (asked.service !== 'durable' || !journal) return ofAws(asked);
    const operation = journal[asked.operation as keyof DurableService] as (input: unknown) => Promise<unknown>;
    return operation(asked.input);
  });
  const handler = (client: DurableService): DurableHandler => {
    journal = client;
    return (input) => running.invoke(input);
  };
  const event = { environment, requestedBy: 'schedule', scheduledTime: new Date(slotMs).toISOString() };
  const { result } = await runOnJournal(handler, event, clock);
  const { outcome } = result as Report;
  if (outcome !== 'done') throw new Error(`${action} in a process of its own ended ${outcome}`);
  return running;
};

const quarterMs = 15 * 60_000;

/** At every quarter of an hour, as its schedule invokes it. */
const look = async (reconcile: FunctionProcess, { clock, scenario }: Simulation, untilMs: number): Promise<void> => {
  const { environment } = scenario.definition;
  for (;;) {
    const nextMs = (Math.floor(clock.nowMs() / quarterMs) + 1) * quarterMs;
    if (nextMs >= untilMs) return;
    clock.advanceTo(nextMs);
    await reconcile.invoke({ environment });
  }
};

const startSlotMs = ({ clock, scenario }: Simulation): number => {
  const { schedule, timeZone } = scenario.definition;
  return (schedule.start && nextSlot(schedule.start, timeZone, clock.nowMs())) ?? clock.nowMs();
};

/** The processes of the night by their names. Throws if the night does not end well: its memory would mean nothing. */
export const playNight = async (where: Place) => {
  const { stage } = where;
  const stop = await run(where, 'stop');
  using notify = await processOf(where, 'alarm-notify', notifyAnswering(where));
  await storm(notify, where);
  using reconcile = await processOf(where, 'reconcile', answering(where, 'reconcile'));
  await look(reconcile, stage, startSlotMs(stage));
  const start = await run(where, 'start');
  await look(reconcile, stage, stage.clock.nowMs() + 4 * quarterMs);
  await deliverPublished(notify, where);
  return { start, stop, reconcile, 'alarm-notify': notify };
};
