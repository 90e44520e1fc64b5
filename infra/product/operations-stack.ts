// The operations stack: Curfew of one environment in a stack of its own.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addOperations, type OperationsProps } from './operations.ts';

export type OperationsStackProps = OperationsProps & { readonly terminationProtection: boolean };

export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { terminationProtection, ...props }: OperationsStackProps) {
    super(scope, id, {
      description: `Curfew: scheduled operations of ${props.definition.environment}`,
      terminationProtection,
    });
    addOperations(this, props);
  }
}
