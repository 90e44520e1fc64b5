// What an environment costs a month, counted in its template at list prices of us-east-1 (docs/cost.md). Pure.
import type { Template } from './template.ts';

/** US dollars a month of each, and what a run and its checks cost however large the environment is. */
const fixed: Readonly<Record<string, number>> = {
  'AWS::CloudWatch::Alarm': 0.1,
  'AWS::Logs::MetricFilter': 0.3,
  // Lambda polls a queue all the time: at most 650,000 requests.
  'AWS::Lambda::EventSourceMapping': 0.26,
};

/** Durable operations, time and requests of Lambda, reads and writes of the table: 30 stops, 22 starts, 2,880 checks. */
const ofRuns = 0.26;
const ofSecret = 0.4;

export const monthlyCost = ({ Resources }: Template, secrets: number): number => {
  const ofResources = Object.values(Resources).reduce((sum, { Type }) => sum + (fixed[Type] ?? 0), 0);
  return Math.round((ofResources + ofSecret * secrets + ofRuns) * 100) / 100;
};
