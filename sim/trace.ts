// What happened, line by line. The JSON Lines of `rehearse --json` are a contract: extend, never change.

import { offsetTime } from '#core/offset-time.ts';
import type { Report } from '#core/report.ts';
import type { Scaling } from '#kinds/ecs-service/definition.ts';

export type TraceEvent =
  | {
      readonly type: 'call';
      readonly run?: string;
      readonly function: string;
      readonly operation: string;
      readonly resource?: string;
      readonly mutating: boolean;
      readonly input: unknown;
      readonly error?: string;
      /** It was carried out anyway: only its answer was lost. */
      readonly carriedOut?: true;
      /** It went in one request with the write on the line before it. */
      readonly together?: true;
    }
  | {
      readonly type: 'state';
      readonly resource: string;
      readonly from: string;
      readonly to: string;
      readonly [fact: string]: unknown;
    }
  | {
      readonly type: 'invocation';
      readonly function: string;
      readonly phase: 'started' | 'died' | 'resumed' | 'ended' | 'failed';
      readonly run?: string;
      readonly error?: string;
      /** What reconcile did, when it did something. */
      readonly result?: unknown;
    }
  /** How many tasks a service is to have now, and within which bounds; `people` if somebody else said so. */
  | {
      readonly type: 'capacity';
      readonly resource: string;
      readonly desired: number;
      readonly scaling?: Scaling;
      readonly by: 'curfew' | 'people';
    }
  /** A task ended, because something that it needs was not there: it was started too early. */
  | { readonly type: 'in-vain'; readonly resource: string; readonly needed: string }
  /** Somebody else changes the world. */
  | { readonly type: 'change'; readonly resource: string; readonly facts: Readonly<Record<string, unknown>> }
  /** A deployment script requested the lease: it got it, ended, was refused because another holds it, or could not release it. */
  | {
      readonly type: 'deployment';
      readonly by: string;
      readonly phase: 'began' | 'refused' | 'ended' | 'unreleased';
      readonly holder: string;
      readonly warning?: string;
    }
  /** From here on nothing goes wrong any more. */
  | { readonly type: 'healed' }
  | { readonly type: 'alarm'; readonly name: string; readonly state: string; readonly actions: 'fired' | 'muted' }
  /** What alarm-investigation has AWS DevOps Agent do. */
  | { readonly type: 'investigation'; readonly title: string; readonly phase: 'started' | 'completed' }
  /** A message that alarm-notify gave up on; people get it by e-mail. */
  | { readonly type: 'dead-letter'; readonly reason: string }
  | { readonly type: 'message'; readonly channel: string; readonly payload: unknown; readonly status: number }
  | ({ readonly type: 'report' } & Report)
  /** What the scenario expects, and whether it was met; `place` is a line of its file. */
  | {
      readonly type: 'expectation';
      readonly path: string;
      readonly place: string;
      readonly expected: string;
      readonly met: boolean;
      readonly actual?: string;
    }
  | { readonly type: 'violation'; readonly invariant: string; readonly detail: string; readonly replay: string }
  | {
      readonly type: 'end';
      readonly resources: Readonly<Record<string, unknown>>;
      readonly memory: readonly unknown[];
      readonly overrides: readonly unknown[];
      readonly lease: unknown;
      readonly calls: Readonly<Record<string, number>>;
    };

/** `at` is virtual time in epoch milliseconds. */
export type Traced = { readonly at: number; readonly event: TraceEvent };

export type Trace = {
  add(event: TraceEvent): void;
  readonly lines: readonly Traced[];
};

export const newTrace = (nowMs: () => number, onAdd?: (line: Traced) => void): Trace => {
  const lines: Traced[] = [];
  return {
    lines,
    add(event) {
      const line = { at: nowMs(), event };
      lines.push(line);
      onAdd?.(line);
    },
  };
};

/** What follows from a whole trace, worked out once however many ask. */
export const cachedPerTrace = <I extends { readonly lines: readonly Traced[] }, T>(
  find: (of: I) => T,
): ((of: I) => T) => {
  const known = new WeakMap<readonly Traced[], T>();
  return (of) => {
    const found = known.get(of.lines) ?? find(of);
    known.set(of.lines, found);
    return found;
  };
};

/** One line of JSON, times in the environment's zone. */
export const traceLine = ({ at, event }: Traced, timeZone: string): string =>
  JSON.stringify({ at: offsetTime(at, timeZone), ...event });
