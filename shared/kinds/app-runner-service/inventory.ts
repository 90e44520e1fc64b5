import { ListTagsForResourceCommand } from '@aws-sdk/client-apprunner';
import { tagsBy } from '../status-inventory.ts';

export const appRunnerServiceInventory = tagsBy('ListTagsForResource', ListTagsForResourceCommand, (ResourceArn) => ({
  ResourceArn,
}));
