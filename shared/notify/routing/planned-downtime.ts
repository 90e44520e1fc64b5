// Whether a planned downtime expects this notification. The expectation decides (facts/notifications.md 4.6).
import { type Expectation, isExpectedAt } from '#core/expectation.ts';
import { type Notification, sourceOf } from '#notify/sources.ts';

export type DowntimeVerdict =
  | {
      readonly kind: 'expected';
      readonly run: string;
      readonly from: string;
      readonly until: string;
      readonly reason: string;
    }
  /**
   * `sinceTheStop`: it began in a planned downtime that is over. `downUntil`: its resource is down by plan, but that is not the
   * cause.
   */
  | {
      readonly kind: 'unexpected';
      readonly sinceTheStop: boolean;
      readonly downUntil?: string;
      readonly reason: string;
    };

const unexpected = (reason: string, sinceTheStop = false): Extract<DowntimeVerdict, { kind: 'unexpected' }> => ({
  kind: 'unexpected',
  sinceTheStop,
  reason,
});

const isAbout = ({ source, name, resources }: Notification, { alarms, identities }: Expectation): boolean =>
  (source === 'alarm' && alarms.includes(name)) || resources.some((resource) => identities.includes(resource));

/**
 * `publishedMs` is when AWS published it, not when it arrived: a queue may have kept it. When a mute ends, CloudWatch notifies
 * again. That is later than the change of state, which identifies an alarm that never recovered.
 */
export const judgeDowntime = (
  notification: Notification,
  expectations: readonly Expectation[],
  publishedMs: number,
): DowntimeVerdict => {
  const own = expectations.filter((expectation) => isAbout(notification, expectation));
  const expecting = own.find((expectation) => isExpectedAt(expectation, publishedMs));
  if (!sourceOf(notification).policy.mayBeExpected(notification)) {
    const verdict = unexpected('no planned downtime causes this');
    return expecting ? { ...verdict, downUntil: expecting.until } : verdict;
  }
  if (expecting) {
    const { run, from, until, reason } = expecting;
    return { kind: 'expected', run, from, until, reason: `expected until ${until}: ${reason}` };
  }
  const { at, state } = notification;
  const changedMs = at === undefined ? publishedMs : Date.parse(at);
  const began = state === 'alarm' && own.find((expectation) => isExpectedAt(expectation, changedMs));
  if (began) return unexpected(`has been in alarm since the stop, planned until ${began.until}`, true);
  return unexpected(own.length === 0 ? 'not in any expectation' : 'outside of the planned downtime');
};
