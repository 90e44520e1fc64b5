// The observability stack of an environment: its alarms, dashboards and budgets.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type PlaneProps, stackProps } from './core-stack.ts';

export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, { config, environment }: PlaneProps) {
    super(scope, id, stackProps(config, `${environment}: alarms, dashboards and budgets`));
  }
}
