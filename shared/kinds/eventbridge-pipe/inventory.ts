import { ListTagsForResourceCommand } from '@aws-sdk/client-pipes';
import { tagsBy } from '../status-inventory.ts';

export const eventbridgePipeInventory = tagsBy(
  'ListTagsForResource',
  ListTagsForResourceCommand,
  (resourceArn) => ({ resourceArn }),
  'tags',
);
