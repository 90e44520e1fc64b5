// One environment as it is deployed: the only place where its stacks are wired.
import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Definition } from '#domain/definition.ts';
import { OperationsStack } from './stacks/operations.ts';

export class EnvironmentStage extends Stage {
  constructor(scope: Construct, definition: Definition) {
    // No account: it is whichever the credentials of a deployment belong to, and synthesis asks for none.
    super(scope, definition.environment, { env: { region: definition.region } });
    new OperationsStack(this, 'operations', { definition });
  }
}
