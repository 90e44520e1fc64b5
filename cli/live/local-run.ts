// A run made by this machine: the flow of the functions on the local engine, under the same lease. Ctrl-C, SIGTERM and a terminal that is
// closed end it at the next look: nothing more is changed, the lease is released, and the report says what was done and what was not.

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

/** Waits in slices, so that an interruption need not wait for a long one, nor the lease for the end of it. */
const sliceMs = 1_000;

const sleeping =
  (site: Site, isInterrupted: () => boolean, stayAlive: () => Promise<void>) =>
  async (untilMs: number): Promise<void> => {
    for (;;) {
      const leftMs = untilMs - site.ports.runtime.now().getTime();
      if (leftMs <= 0 || isInterrupted()) return;
      await site.pause(Math.min(leftMs, sliceMs));
      await stayAlive();
    }
  };

type Heard = {
  readonly onProgress: (run: string, progress: RunProgress) => void;
  readonly onReport: (report: Report) => void;
};

/**
 * A process of a person's machine dies more easily than a function, and nobody resumes it: it takes the lease for less, and renews it
 * also while it waits.
 */
const leaseSeconds = 120;
const renewedEverySeconds = 40;

/** The same state with shorter leases, and what renews the lease while nothing else does. */
const shortLeases = (state: StateStore, nowMs: () => number) => {
  let held: { readonly environment: string; readonly run: string; readonly at: number } | undefined;
  const until = (at: number): number => at + leaseSeconds * 1_000;
  const renewLease: StateStore['renewLease'] = async (environment, run, _, progress) => {
    const at = nowMs();
    const isHeld = await state.renewLease(environment, run, until(at), progress);
    held = isHeld ? { environment, run, at } : undefined;
    return isHeld;
  };
  const short: StateStore = {
    ...state,
    async acquireLease(environment, lease, at, supersede) {
      const taken = { ...lease, until: until(at), seconds: leaseSeconds };
      const standing = await state.acquireLease(environment, taken, at, supersede);
      if (standing.run === lease.run) held = { environment, run: lease.run, at };
      return standing;
    },
    renewLease,
    async releaseLease(environment, run) {
      held = undefined;
      await state.releaseLease(environment, run);
    },
  };
  const stayAlive = async (): Promise<void> => {
    if (!held || nowMs() - held.at < renewedEverySeconds * 1_000) return;
    // Whether it is still held the next look finds out, which also copes with a table that does not answer.
    await renewLease(held.environment, held.run, 0).catch(() => {});
  };
  return { state: short, stayAlive };
};

const shownEveryMs = 5_000;

/** What the run reports goes to the table, and to the screen here: there also while there is no news, so that ages go on. */
const watched = (state: StateStore, nowMs: () => number, { onProgress, onReport }: Heard) => {
  let last: { readonly run: string; readonly progress: RunProgress } | undefined;
  let shownAt = 0;
  const show = (): void => {
    if (!last) return;
    shownAt = nowMs();
    onProgress(last.run, last.progress);
  };
  const watching: StateStore = {
    ...state,
    renewLease(environment, run, untilMs, progress) {
      if (progress) last = { run, progress };
      show();
      return state.renewLease(environment, run, untilMs, progress);
    },
    saveReport(report) {
      last = undefined;
      onReport(report);
      return state.saveReport(report);
    },
  };
  const showAgain = (): void => {
    if (nowMs() - shownAt >= shownEveryMs) show();
  };
  return { state: watching, showAgain };
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
  const nowMs = (): number => ports.runtime.now().getTime();
  const { state: short, stayAlive } = shortLeases(ports.state, nowMs);
  const { state, showAgain } = watched(short, nowMs, {
    onProgress: (run, progress) => screen.onLook({ run, action, until: 0, progress }, nowMs()),
    onReport: (report) => {
      kept = report;
    },
  });
  const engine = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs,
    sleepUntil: sleeping(site, isInterrupted, async () => {
      showAgain();
      await stayAlive();
    }),
  });
  const workflow = impatient(engine, { runtime: ports.runtime, onRetry: (text) => complainOf(site, text) });
  const takeBack = onInterrupt(() => {
    interrupted = true;
    if (!json) complainOf(site, 'Ending after the current call …');
  }, ['SIGINT', 'SIGTERM', 'SIGHUP']);
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
