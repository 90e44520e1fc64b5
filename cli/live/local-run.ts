// A run made by this machine: the flow of the functions on the local engine, under the same lease. Ctrl-C ends it at the next
// look: nothing more is changed, and the report says what was done and what was not.

import type { Action } from '#core/action.ts';
import type { RunProgress } from '#core/run.ts';
import { operation } from '#functions/operation.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import { complain } from '../terminal/output.ts';
import { screenFor, showReport } from './show-run.ts';
import type { Site } from './site.ts';

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

/** What the run says of itself goes to the table, and to the screen here: there with every renewal, so that ages go on. */
const watched = (state: StateStore, onProgress: (run: string, progress: RunProgress) => void): StateStore => {
  let last: RunProgress | undefined;
  return {
    ...state,
    renewLease(environment, run, untilMs, progress) {
      last = progress ?? last;
      if (last) onProgress(run, last);
      return state.renewLease(environment, run, untilMs, progress);
    },
  };
};

/** Answers with the exit code. */
export const runLocally = async (site: Site, action: Action, event: object, json: boolean): Promise<number> => {
  const { definition, ports } = site;
  const screen = screenFor(json, definition.timeZone);
  let interrupted = false;
  const isInterrupted = () => interrupted;
  const state = watched(ports.state, (run, progress) =>
    screen.onLook({ run, action, until: 0, progress }, ports.runtime.now().getTime()),
  );
  const workflow = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs: () => ports.runtime.now().getTime(),
    sleepUntil: sleeping(site, isInterrupted),
  });
  const takeBack = onInterrupt(() => {
    interrupted = true;
    if (!json) complain('Ending after the call that is being made …');
  });
  try {
    // Nobody but whoever runs it here is told: the operator topic belongs to the deployed functions.
    const deps = { ...ports, state, isInterrupted, publish: async () => {} };
    const report = await operation(action, deps)(event, workflow);
    screen.onEnd(report);
    return showReport(report, definition.timeZone, json);
  } finally {
    takeBack();
  }
};
