// What goes wrong with a fake broker's requests besides what Kafka itself refuses (FakeWorld.refuses).
import type { ApiName } from './messages.ts';

export type Fault = {
  readonly request: ApiName;
  readonly broker?: number;
  /** This many such requests are served before. */
  readonly after?: number;
  /** Once, if absent. */
  readonly times?: number;
  /** `disconnect`: nothing is done. `lose-reply`: all is done, and nobody hears of it. `hang`: nothing is done, nothing said. */
  readonly does: 'hang' | 'disconnect' | 'lose-reply' | 'garbage';
};

export const fakeFaults = () => {
  const faults: { readonly fault: Fault; seen: number }[] = [];

  /** The fault that this request meets. Counts it. */
  const meet = (request: ApiName, broker: number): Fault['does'] | undefined => {
    let met: Fault['does'] | undefined;
    for (const one of faults) {
      const { fault } = one;
      if (fault.request !== request || (fault.broker ?? broker) !== broker) continue;
      one.seen += 1;
      const after = fault.after ?? 0;
      if (one.seen > after && one.seen <= after + (fault.times ?? 1)) met ??= fault.does;
    }
    return met;
  };

  return { inject: (fault: Fault): void => void faults.push({ fault, seen: 0 }), meet };
};
