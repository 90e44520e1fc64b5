// A run made by this machine: the flow of the functions on the local engine, under the same lease. Ctrl-C ends it at the next
// look: nothing more is changed, and the report says what was done and what was not.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import type { RunProgress } from '#core/run.ts';
import { operation } from '#functions/operation.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import { impatient } from './impatient.ts';
import { screenFor } from './show-run.ts';
import type { Site } from './site.ts';
import { complainOf } from './tell.ts';

/** Waits in slices, so that an interruption need not wait for a long one. */
const sliceMs = 1_000;

const sleeping =
  (site: Site, isInterrupted: () => boolean) =>
  async (untilMs: number): Promise<void> => {
    for (;;) {
      const leftMs = untilMs - site.ports.runtime.now().getTime();
      if (leftMs <= 0 || isInterrupted()) return;
      await site.pause(Math.min(leftMs, sliceMs));
    }
  };

type Heard = {
  readonly onProgress: (run: string, progress: RunProgress) => void;
  readonly onReport: (report: Report) => void;
};

/** What the run reports goes to the table, and to the screen here: there with every renewal, so that ages go on. */
const watched = (state: StateStore, { onProgress, onReport }: Heard): StateStore => {
  let last: RunProgress | undefined;
  return {
    ...state,
    renewLease(environment, run, untilMs, progress) {
      last = progress ?? last;
      if (last) onProgress(run, last);
      return state.renewLease(environment, run, untilMs, progress);
    },
    saveReport(report) {
      onReport(report);
      return state.saveReport(report);
    },
  };
};

type Shown = {
  readonly json: boolean;
  /** Shows how it ended; answers with the exit code. */
  readonly show: (report: Report) => number;
};

/** Answers with the exit code. */
export const runLocally = async (site: Site, action: Action, event: object, { json, show }: Shown): Promise<number> => {
  const { ports } = site;
  const screen = screenFor(site, json);
  let interrupted = false;
  let kept: Report | undefined;
  const isInterrupted = () => interrupted;
  const state = watched(ports.state, {
    onProgress: (run, progress) => screen.onLook({ run, action, until: 0, progress }, ports.runtime.now().getTime()),
    onReport: (report) => {
      kept = report;
    },
  });
  const engine = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs: () => ports.runtime.now().getTime(),
    sleepUntil: sleeping(site, isInterrupted),
  });
  const workflow = impatient(engine, { runtime: ports.runtime, onRetry: (text) => complainOf(site, text) });
  const takeBack = onInterrupt(() => {
    interrupted = true;
    if (!json) complainOf(site, 'Ending after the current call …');
  });
  try {
    // Only whoever runs it here sees the report: the operator topic belongs to the deployed functions.
    const deps = { ...ports, state, isInterrupted, publish: async () => {} };
    const report = await operation(action, deps)(event, workflow);
    screen.onEnd(report);
    return show(report);
  } catch (error) {
    if (!kept) throw error;
    // The run is over, and what it did is known here, though the table does not know it.
    screen.onEnd(kept);
    show(kept);
    complainOf(site, `The report was not saved: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    takeBack();
  }
};
