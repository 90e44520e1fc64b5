// What an alarm is here, before it is one of CloudWatch: a name, a metric, a limit, what it means and what to do.
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

export type AlarmSpec = {
  readonly name: string;
  readonly metric: IMetric;
  /** Raised beyond the limit: at it, too, where the metric counts things. */
  readonly limit: { readonly above: number } | { readonly atLeast: number } | { readonly below: number };
  /** So many periods in a row. */
  readonly periods: number;
  readonly meaning: string;
  /** The heading of docs/alarms.md that says what to do. */
  readonly runbook: 'services' | 'databases' | 'kafka' | 'load-balancer';
};
