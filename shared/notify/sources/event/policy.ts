// Any other event of EventBridge is treated as its source. A planned downtime expects stops and starts and the API calls for
// them. A failure is never expected.
import type { NotificationSource, Severity } from '#core/notification.ts';
import type { Policy } from '#notify/policy.ts';
import type { Outcome } from '#notify/recognition/outcome.ts';
import { worst } from '#notify/recognition/severity-keywords.ts';
import { severityOfProse } from '../text/policy.ts';
import type { OtherEvent } from './detail.ts';

const isOf =
  (...names: readonly NotificationSource[]) =>
  ({ source }: { readonly source: NotificationSource }): boolean =>
    names.includes(source);

const isOfAws = isOf('health', 'guardduty');

/** Severity by event type, for events without a state. */
const failedType = /fail|error|unsuccessful|fault|denied|threat|violation|impaired|unhealthy|expired|rollback|blocked/i;
const warningType =
  /warning|interruption|rebalance recommendation|low disk|low storage|degrad|throttl|approaching|expir|retire|scheduled maintenance|cancell?ed|deactivated/i;

/** Types that are more severe than their names suggest: unreadable data, mail that is not sent, a cache that is gone, faults
 * that go on. */
const tellingTypes: ReadonlyMap<string, Severity> = new Map([
  ['KMS Imported Key Material Expiration', 'error'],
  ['KMS CMK Deletion', 'warning'],
  ['KMS Key Deletion', 'warning'],
  ['Sending Status Disabled', 'error'],
  ['Parameter Store Policy Action', 'warning'],
  ['Cache Deleted', 'warning'],
  ['AWS X-Ray Insight Update', 'error'],
]);

const severityOfType = (detailType: string): Severity | undefined => {
  const telling = tellingTypes.get(detailType);
  if (telling !== undefined) return telling;
  if (failedType.test(detailType)) return 'error';
  return warningType.test(detailType) ? 'warning' : undefined;
};

/** An API call logged by CloudTrail. A refused call is no failure of the resource. */
const isCall = (detailType: string): boolean => /via CloudTrail$/i.test(detailType);

/** A task of DMS is stopped as well when it has done all that it was to do: "Stop Reason FULL_LOAD_ONLY_FINISHED". */
const isFinished = (reason = ''): boolean => /(?<![A-Z]|NOT_)FINISHED\b/.test(reason);

/** `reason`: read for its words where no field tells. */
export const severityOf = (detailType: string, { severity, isOver }: Outcome, reason?: string): Severity => {
  if (isOver) return 'info';
  const typed = isCall(detailType) ? undefined : severityOfType(detailType);
  const told = worst([severity, typed].filter((one) => one !== undefined));
  if (told === 'warning' && isFinished(reason)) return 'info';
  const found = told ?? (isCall(detailType) ? 'info' : severityOfProse(reason ?? ''));
  return isCall(detailType) && found === 'error' ? 'warning' : found;
};

const stopAndStart: ReadonlySet<string> = new Set([
  ...['stopped', 'stopping', 'pending', 'starting', 'started', 'running', 'available'],
  ...['pausing', 'paused', 'resuming', 'resumed', 'in-service', 'deactivating'],
]);

/** The API calls by which Curfew stops and starts resources. */
const ownCalls =
  /^(?:Pause|Resume)(?:Connector|Cluster)$|^(?:Stop|Start)(?:DBInstance|DBCluster|Instances)$|^UpdateService$|^ModifyReplicationGroup$|^(?:Increase|Decrease)ReplicaCount$/;

/** Whatever state it names beside: `RUNNING`, of a job that reports an error. */
const isFailure = ({ severity }: { readonly severity: Severity }): boolean =>
  severity === 'error' || severity === 'critical';

export const policy: Policy<OtherEvent> = {
  mayBeExpected: (notification) => {
    const { outcome = '', call } = notification.detail;
    if (isOfAws(notification) || isFailure(notification)) return false;
    if (call !== undefined) return notification.severity === 'info' && ownCalls.test(call);
    return stopAndStart.has(outcome.toLowerCase());
  },
  mayBeFolded: (notification) => !isOfAws(notification),
  isAccountWide: isOfAws,
};
