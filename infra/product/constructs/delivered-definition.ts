// Delivers the definition that a stack was made from to `control`: it learns what the stack granted, and of a stack that owns the
// definition it makes the version that runs use.
import { CustomResource, Duration, Lazy } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IDependable } from 'constructs';
import type { Definition } from '#definition/definition.ts';
import type { AlsoIn } from '#definition/shared-things.ts';
import { deliveredProperties } from '#deploy/delivered.ts';

/** Who changes the definition: people, by `curfew apply`, or whoever deploys the stack. */
export type DefinitionOwner = 'cli' | 'stack';

type DeliveredDefinitionProps = {
  readonly definition: Definition;
  /** The file, as it was written. */
  readonly source: string;
  readonly owner: DefinitionOwner;
  /** What others of the app change, too, which is known when all of it is there. As the definition is marked, if not said. */
  readonly alsoIn?: (() => AlsoIn) | undefined;
  readonly control: IFunction;
  /** All that the definition has a right to. */
  readonly after: readonly IDependable[];
};

export const deliveredDefinition = (
  scope: Construct,
  { definition, source, owner, alsoIn, control, after }: DeliveredDefinitionProps,
): CustomResource => {
  const made = new CustomResource(scope, 'Definition', {
    resourceType: 'Custom::CurfewDefinition',
    serviceToken: control.functionArn,
    // It answers within its minute, or it does not start at all: CloudFormation would wait an hour, and another one to take it back.
    serviceTimeout: Duration.minutes(5),
    properties: {
      ...deliveredProperties(definition, source, owner),
      ...(alsoIn ? { AlsoIn: Lazy.string({ produce: () => JSON.stringify(alsoIn()) }) } : {}),
    },
  });
  made.node.addDependency(...after);
  return made;
};
