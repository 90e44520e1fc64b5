// One run of a function in a simulation by itself, with what AWS would meter of it: durable operations, bytes, and how
// often it is started (facts/durable-functions.md 3.11).

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import { operation } from '#functions/operation.ts';
import { type JournalEntry, localWorkflow, memoryJournal } from '#run/engine/local.ts';
import type { Simulation } from './simulation.ts';

export type MeteredRun = {
  readonly report: Report;
  readonly operations: number;
  /** Of all results and states that are stored, as JSON. */
  readonly bytes: number;
  /** Of the largest of them: a checkpoint takes 256 KB. */
  readonly largest: number;
  /** Invocations of the function: the first, and one after each wait. */
  readonly invocations: number;
};

/** One operation per entry, and one per poll. */
const meteredJournal = () => {
  const journal = memoryJournal();
  let operations = 1;
  let bytes = 0;
  let largest = 0;
  return {
    get: journal.get,
    set: (key: string, entry: JournalEntry): void => {
      operations += entry.kind === 'done' && key.endsWith('poll') ? 2 : 1;
      const size = Buffer.byteLength(JSON.stringify(entry));
      bytes += size;
      largest = Math.max(largest, size);
      journal.set(key, entry);
    },
    metered: () => ({ operations, bytes, largest }),
  };
};

/** Somebody invokes the function now; virtual time passes until it has ended. */
export const meteredRun = async (
  { clock, dependencies, scenario }: Simulation,
  action: Action,
): Promise<MeteredRun> => {
  const deps = dependencies({ function: action, action, dead: false, onDeath: () => {} });
  const journal = meteredJournal();
  let invocations = 1;
  let isOver = false;
  const workflow = localWorkflow({
    journal,
    log: { info: () => {}, warn: () => {} },
    nowMs: clock.nowMs,
    sleepUntil: (ms) => {
      invocations++;
      return clock.sleepUntil(ms);
    },
  });
  const event = { environment: scenario.definition.environment, requestedBy: 'ana' };
  const running = operation(action, deps)(event, workflow).finally(() => {
    isOver = true;
  });
  await clock.run(() => isOver);
  return { report: await running, ...journal.metered(), invocations };
};
