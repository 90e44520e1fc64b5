// The data stack of an environment: its databases and cache.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type PlaneProps, stackProps } from './core-stack.ts';

export class DataStack extends Stack {
  constructor(scope: Construct, id: string, { config, environment }: PlaneProps) {
    super(scope, id, stackProps(config, `${environment}: databases and cache`));
  }
}
