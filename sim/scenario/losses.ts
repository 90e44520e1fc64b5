// What the scheduler or EventBridge does not deliver in a scenario.
import type { Delivery, Scenario } from './scenario.ts';

/** Events of RDS are lost only where the scenario names them. */
const usually: readonly Delivery[] = ['start', 'stop', 'reconcile'];

export const isLostAt = ({ timeline }: Pick<Scenario, 'timeline'>, what: Delivery, ms: number): boolean =>
  timeline.some(
    (entry) =>
      entry.do === 'lose-schedules' && (entry.only ?? usually).includes(what) && ms >= entry.at && ms < entry.untilMs,
  );
