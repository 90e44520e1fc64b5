// The workloads stack of an environment: its services.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type PlaneProps, stackProps } from './core-stack.ts';

export class WorkloadsStack extends Stack {
  constructor(scope: Construct, id: string, { config, environment }: PlaneProps) {
    super(scope, id, stackProps(config, `${environment}: services`));
  }
}
