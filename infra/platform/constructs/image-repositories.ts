// Where the images of the applications are pushed to, by the pipelines of their own repositories.
import { Duration } from 'aws-cdk-lib';
import { Repository, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import type { Core } from '../config/core-config.ts';
import { builtImages, type FoundationNames } from '../core-names.ts';
import { keptUnlessEasy } from '../removal.ts';

/**
 * ECR cannot know what a service runs, nor what a sleeping one will need in the morning: no tagged image is ever deleted. A tag
 * cannot be moved either, so an image that was deployed keeps its tag and never becomes one of the untagged.
 */
export const imageRepositories = (scope: Construct, names: FoundationNames, core: Pick<Core, 'teardown'>): void => {
  for (const image of builtImages)
    new Repository(scope, `${image}-images`, {
      repositoryName: names.repository(image),
      imageScanOnPush: true,
      imageTagMutability: TagMutability.IMMUTABLE,
      lifecycleRules: [
        {
          description: 'Parts of builds that were never tagged',
          tagStatus: TagStatus.UNTAGGED,
          maxImageAge: Duration.days(14),
        },
      ],
      removalPolicy: keptUnlessEasy(core),
      emptyOnDelete: core.teardown === 'easy',
    });
};
