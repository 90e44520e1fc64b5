// Runs the production functions over the local engine, as Lambda would: one journal per execution, a new life after
// every death, and at most one outcome.
import * as z from 'zod';
import type { Action } from '#core/action.ts';
import { bytesOf } from '#core/bytes.ts';
import { InvocationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import { operation } from '#functions/operation.ts';
import type { Beginning } from '#run/dependencies.ts';
import { type Journal, type JournalEntry, localWorkflow, memoryJournal } from '#run/engine/local.ts';
import type { Invocation } from './aws/simulated-aws.ts';
import type { Clock } from './clock.ts';
import type { Trace } from './trace.ts';

/** How long the service takes to try a died invocation again. */
const resumeAfterMs = 30_000;

type Host = {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly dependencies: (invocation: Invocation) => Beginning;
  /** Whether what is stored may come near the limit of the engine, so that it is worth measuring. */
  readonly isLarge?: boolean;
};

/** What the engine stores of one step (facts/durable-functions.md). */
const checkpointBytesMax = 256 * 1_024;

const refuseTooLarge = (key: string, entry: JournalEntry): void => {
  const bytes = bytesOf(entry);
  if (bytes > checkpointBytesMax) throw new Error(`the engine does not take ${bytes} bytes of ${key}`);
};

export type LambdaHost = {
  /** Answers when the function has ended, in whichever of its lives. */
  invoke(name: Action, event: unknown): Promise<Report>;
  /** The running invocation of the function, or else the next one, dies after so many mutating calls from now. */
  planCrash(name: Action, crash: Crash): void;
  /** Nobody dies any more of what was planned. */
  clearCrashes(): void;
  readonly runsInFlight: () => number;
  readonly reports: readonly Report[];
};

/** After so many mutating calls; `forGood`: nobody resumes it. */
type Crash = { readonly afterCalls: number; readonly forGood?: boolean };

const plannedDeath = ({ afterCalls, forGood = false }: Crash) => ({ callsLeft: afterCalls, forGood });

/** What a run is named by. */
const namedBy = z
  .object({
    environment: z.string().exactOptional(),
    scheduledTime: z.string().exactOptional(),
    only: z.array(z.string()).exactOptional(),
    id: z.string().exactOptional(),
  })
  .catch({});

export const lambdaHost = ({ clock, trace, dependencies, isLarge = false }: Host): LambdaHost => {
  const live = new Set<Invocation>();
  const crashes: (Crash & { readonly function: Action })[] = [];
  const reports: Report[] = [];
  let inFlight = 0;

  const takeCrash = (name: Action): Crash | undefined => {
    const index = crashes.findIndex((crash) => crash.function === name);
    return index < 0 ? undefined : crashes.splice(index, 1)[0];
  };

  const end = (invocation: Invocation, phase: 'ended' | 'failed', error?: string): void => {
    live.delete(invocation);
    inFlight--;
    const run = invocation.run === undefined ? {} : { run: invocation.run };
    trace.add({ type: 'invocation', function: invocation.function, phase, ...run, ...(error ? { error } : {}) });
  };

  type Execution = {
    readonly name: Action;
    readonly event: unknown;
    readonly journal: Journal;
    readonly ended: PromiseWithResolvers<Report>;
  };

  const begin = (execution: Execution, phase: 'started' | 'resumed', run?: string): void => {
    const { name, event, journal, ended } = execution;
    const crash = takeCrash(name);
    const invocation: Invocation = {
      function: name,
      action: name,
      ...namedBy.parse(event),
      ...(run === undefined ? {} : { run }),
      ...(crash ? plannedDeath(crash) : {}),
      dead: false,
      onDeath: () => {
        live.delete(invocation);
        trace.add({
          type: 'invocation',
          function: name,
          phase: 'died',
          ...(invocation.run ? { run: invocation.run } : {}),
        });
        if (invocation.forGood) inFlight--;
        else clock.at(clock.nowMs() + resumeAfterMs, () => begin(execution, 'resumed', invocation.run));
      },
    };
    live.add(invocation);
    trace.add({ type: 'invocation', function: name, phase, ...(run ? { run } : {}) });
    const workflow = localWorkflow({
      journal: {
        get: journal.get,
        set(key, entry) {
          if (invocation.dead) return;
          if (isLarge) refuseTooLarge(key, entry);
          journal.set(key, entry);
        },
      },
      log: { info: () => {}, warn: () => {} },
      nowMs: clock.nowMs,
      sleepUntil: clock.sleepUntil,
    });
    operation(name, dependencies(invocation))(event, workflow).then(
      (report) => {
        reports.push(report);
        trace.add({ type: 'report', ...report });
        end(invocation, 'ended');
        ended.resolve(report);
      },
      (error: unknown) => {
        if (error instanceof InvocationError) return invocation.onDeath();
        end(invocation, 'failed', error instanceof Error ? error.message : String(error));
        ended.reject(error);
      },
    );
  };

  return {
    reports,
    runsInFlight: () => inFlight,
    invoke(name, event) {
      inFlight++;
      const ended = Promise.withResolvers<Report>();
      // Its failure is in the trace, whether somebody waits for it or not.
      ended.promise.catch(() => {});
      begin({ name, event, journal: memoryJournal(), ended }, 'started');
      return ended.promise;
    },
    clearCrashes() {
      crashes.splice(0);
      for (const invocation of live) delete invocation.callsLeft;
    },
    planCrash(name, crash) {
      const running = [...live].find((invocation) => invocation.function === name && !invocation.dead);
      if (running) Object.assign(running, plannedDeath(crash));
      else crashes.push({ ...crash, function: name });
    },
  };
};
