// What all notifications have, from every source: by this they are routed, expected and grouped. What the message of a source
// shows is that source's own (`shared/notify/sources`). Every text in here is untrusted: it is escaped when a message is made of
// it. Secrets have been taken out before.

/** Who speaks, as routes name it. `sources.ts` in `shared/notify` does not compile while one of them is nobody's. */
export const notificationSources = [
  'curfew', // our own reports and notices
  'investigation', // what AWS DevOps Agent found about an alarm
  'alarm', // CloudWatch alarms of every type
  'budget', // AWS Budgets and their actions
  'cost-anomaly',
  'rds',
  'elasticache',
  'ecs',
  'msk',
  'health',
  'guardduty',
  'acm', // certificates
  'backup', // jobs of AWS Backup
  'change', // a change in a database, by a rule of a pipeline
  'data-quality', // the same, about the quality of data
  'event', // any other event of EventBridge
  'failure', // a Lambda function that failed, or what it left in a dead-letter queue
  'text', // what no source recognises
] as const;
export type NotificationSource = (typeof notificationSources)[number];

/** From worst to best. An alarm is an `error`, a return to normal is `info`. */
export type Severity = 'critical' | 'error' | 'warning' | 'info';

/** `event`: something that happened and has no state to return from. */
export type NotificationState = 'alarm' | 'ok' | 'insufficient-data' | 'event';

export type NotificationCommon = {
  readonly source: NotificationSource;
  readonly severity: Severity;
  readonly state: NotificationState;
  /** Of the alarm, the budget, the resource, …: what routes match by pattern. */
  readonly name: string;
  /** Only if it says so itself, as our own do. Everything else belongs where `resources` or its topic belong. */
  readonly environment: string | undefined;
  /** Twelve digits. */
  readonly account: string | undefined;
  /** By code, `us-east-1`. */
  readonly region: string | undefined;
  /** When it happened, ISO 8601; when SNS took it over, if it does not say; undefined if nobody says. */
  readonly at: string | undefined;
  /** What it is about, in any state: all messages about one thing have the same (facts/notifications.md 4.5). */
  readonly about: string;
  /** `about` in this state: repetitions have the same. */
  readonly groupKey: string;
  /** Of an alarm over many series: which series. Part of `about`. */
  readonly contributor: string | undefined;
  /** The names that AWS gives to what it is about, in the form of `Expectation.identities`. */
  readonly resources: readonly string[];
  readonly facets: NotificationFacets;
};

export type NameAndValue = { readonly name: string; readonly value: string };

/** What routes can also match: as it came, so that two of one name are two. */
export type NotificationFacets = {
  /** Of the alarm or the resource, where AWS sends them along. */
  readonly tags: readonly NameAndValue[];
  /** Of the metric, and of the series that breached. */
  readonly dimensions: readonly NameAndValue[];
  readonly namespaces: readonly string[];
  /** Of the SNS message. */
  readonly attributes: readonly NameAndValue[];
  /** The ARN of the topic by which it came. */
  readonly topic: string | undefined;
};
