// A person in a scenario: does by the production code what `curfew hold`, `curfew release` and a deploy script do.
import type { Dependencies } from '#run/dependencies.ts';
import { beginDeployment, endDeployment } from '#run/deployment/hold-deployment.ts';
import { hold, release } from '#run/overrides/hold.ts';
import type { Invocation } from './aws/simulated-aws.ts';
import type { Clock } from './clock.ts';
import type { TimelineEntry } from './scenario/scenario.ts';
import type { Trace } from './trace.ts';

type Deed = Extract<TimelineEntry, { do: 'hold' | 'release' | 'deploy' }>;
type Deploy = Extract<Deed, { do: 'deploy' }>;

export const personAt = (
  { clock, trace }: { readonly clock: Clock; readonly trace: Trace },
  environment: string,
  dependencies: (invocation: Invocation) => Dependencies,
) => {
  let inFlight = 0;
  const deploy = async (request: Deploy, deps: Dependencies): Promise<void> => {
    const { granted, lease } = await beginDeployment(environment, request, deps);
    trace.add({ type: 'deployment', by: request.by, phase: granted ? 'began' : 'refused', holder: lease.run });
    if (!granted) return;
    await clock.sleepUntil(clock.nowMs() + Math.round(request.minutes * 60_000) - 1);
    trace.add({ type: 'deployment', by: request.by, phase: 'ended', holder: lease.run });
    await endDeployment(environment, lease, {
      state: deps.state,
      tell: (warning) =>
        trace.add({ type: 'deployment', by: request.by, phase: 'unreleased', holder: lease.run, warning }),
    });
  };
  const carryOut = (deed: Deed, deps: Dependencies): Promise<unknown> => {
    switch (deed.do) {
      case 'hold':
        return hold(environment, deed, deps);
      case 'release':
        return release(environment, deps);
      case 'deploy':
        return deploy(deed, deps);
    }
  };
  return {
    inFlight: () => inFlight,
    run(deed: Deed): void {
      inFlight++;
      const deps = dependencies({ function: 'person', action: 'start', dead: false, onDeath: () => {} });
      carryOut(deed, deps)
        .catch((error: unknown) =>
          trace.add({
            type: 'invocation',
            function: 'person',
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

export type Person = ReturnType<typeof personAt>;
