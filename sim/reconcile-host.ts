// Runs the production reconcile on its schedule and when it is invoked; a tick that changes nothing leaves no line.
import type { Parts } from '#functions/compose.ts';
import { reconcileOver } from '#functions/reconcile/handler.ts';
import type { Invocation } from './aws/simulated-aws.ts';
import type { Trace } from './trace.ts';

const silent = { info: () => {}, warn: () => {} };
/** Where simulated schedules and reconcile lead. */
export const targets = {
  runs: { start: 'curfew-start:live', stop: 'curfew-stop:live' },
  role: 'arn:aws:iam::000000000000:role/curfew-scheduler',
  deadLetters: 'arn:aws:sqs:simulated:000000000000:curfew-dead-letters',
};

/** The function behind a qualified name, as `Invoke` is given it. */
export const functionNamed = (name: string): 'start' | 'stop' | 'reconcile' => {
  const functionName = /(?:^|-)(start|stop|reconcile)(?::|$)/.exec(name)?.[1];
  if (functionName === 'start' || functionName === 'stop' || functionName === 'reconcile') return functionName;
  throw new Error(`no simulated function is named ${name}`);
};

export const reconcileHost = (
  environments: () => readonly string[],
  trace: Trace,
  parts: (invocation: Invocation) => Parts,
) => {
  let inFlight = 0;
  return {
    inFlight: () => inFlight,
    invoke(event: unknown): void {
      inFlight++;
      const invocation: Invocation = { function: 'reconcile', action: 'stop', dead: false, onDeath: () => {} };
      reconcileOver(
        parts(invocation),
        targets,
        environments,
        silent,
      )(event)
        .then(
          (results) => {
            for (const { kind, definition: _version, ...result } of results)
              if (kind !== 'nothing')
                trace.add({ type: 'invocation', function: 'reconcile', phase: 'ended', result: { kind, ...result } });
          },
          (error: unknown) =>
            trace.add({
              type: 'invocation',
              function: 'reconcile',
              phase: 'failed',
              error: error instanceof Error ? error.message : String(error),
            }),
        )
        .finally(() => {
          inFlight--;
        });
    },
  };
};

export type ReconcileHost = ReturnType<typeof reconcileHost>;
