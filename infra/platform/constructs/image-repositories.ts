// Where the images of the applications are pushed to, by the pipelines of their own repositories.
import type { RemovalPolicy } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { builtImages, type FoundationNames } from '../core-names.ts';

/** Enough to go back to. */
const imagesKept = 30;

export const imageRepositories = (scope: Construct, names: FoundationNames, removalPolicy: RemovalPolicy): void => {
  for (const image of builtImages)
    new Repository(scope, `${image}-images`, {
      repositoryName: names.repository(image),
      imageScanOnPush: true,
      lifecycleRules: [{ maxImageCount: imagesKept }],
      removalPolicy,
    });
};
