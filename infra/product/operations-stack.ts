// The operations stack: Curfew of one environment in a stack of its own.
import { CfnOutput, type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addOperations, type OperationsProps } from './operations.ts';

export type OperationsStackProps = OperationsProps & {
  readonly terminationProtection: boolean;
  /** That of the stage it is in, if not said. */
  readonly env?: Environment;
};

export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { terminationProtection, env, ...props }: OperationsStackProps) {
    super(scope, id, {
      description: `Curfew: scheduled operations of ${props.definition.environment}`,
      terminationProtection,
      ...(env ? { env } : {}),
    });
    const { controlUrl } = addOperations(this, props);
    if (controlUrl !== undefined) new CfnOutput(this, 'ControlUrl', { value: controlUrl });
  }
}
