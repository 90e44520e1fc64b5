// A person in a scenario: does by the production code what `curfew hold` and `curfew release` do.
import type { Dependencies } from '#engine/dependencies.ts';
import { hold, release } from '#engine/hold.ts';
import type { Invocation } from './aws/simulated-aws.ts';
import type { TimelineEntry } from './scenario.ts';
import type { Trace } from './trace.ts';

type Deed = Extract<TimelineEntry, { do: 'hold' | 'release' }>;

export const personAt = (trace: Trace, environment: string, dependencies: (invocation: Invocation) => Dependencies) => {
  let inFlight = 0;
  return {
    inFlight: () => inFlight,
    run(deed: Deed): void {
      inFlight++;
      const deps = dependencies({ function: 'person', action: 'start', dead: false, onDeath: () => {} });
      const done = deed.do === 'hold' ? hold(environment, deed, deps) : release(environment, deps);
      done
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
