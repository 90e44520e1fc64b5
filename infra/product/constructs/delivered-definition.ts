// Delivers the definition that a stack was made from to `control`: it learns what the stack granted, and of a stack that owns the
// definition it makes the version that runs use.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CustomResource } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IDependable } from 'constructs';
import { grantedBy } from '#access/granted.ts';
import type { Definition } from '#definition/definition.ts';

/** Who changes the definition: people, by `curfew apply`, or whoever deploys the stack. */
export type DefinitionOwner = 'cli' | 'stack';

type DeliveredDefinitionProps = {
  readonly definition: Definition;
  /** The file, as it was written. */
  readonly source: string;
  readonly owner: DefinitionOwner;
  readonly control: IFunction;
  /** All that the definition has a right to. */
  readonly after: readonly IDependable[];
};

/** A template that grants the same has the same: CloudFormation calls `control` only when something differs. */
const grantedHash = (definition: Definition): string =>
  createHash('sha256')
    .update(JSON.stringify(grantedBy(definition)))
    .digest('hex');

export const deliveredDefinition = (
  scope: Construct,
  { definition, source, owner, control, after }: DeliveredDefinitionProps,
): CustomResource => {
  const { environment } = definition;
  const made = new CustomResource(scope, 'Definition', {
    resourceType: 'Custom::CurfewDefinition',
    serviceToken: control.functionArn,
    properties: {
      Environment: environment,
      Owner: owner,
      // A long file would be most of a template.
      Definition: gzipSync(source, { level: 9 }).toString('base64'),
      Granted: grantedHash(definition),
    },
  });
  made.node.addDependency(...after);
  return made;
};
